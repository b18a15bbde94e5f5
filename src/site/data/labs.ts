/**
 * Labs as they lie in sandbox/labs, read at build time through Vite, so that the dev server sees
 * an edit of a program or a lab.yaml at once.
 */
import { parse } from 'yaml';
import { parseAuthored } from '#protocol/authoring';
import { checkLab } from '#protocol/check-lab';
import { Lab, Network, recordingName, type Scene } from '#protocol/lab';
import { sceneOf } from '#protocol/scene';

type Texts = Record<string, string>;

const labTexts: Texts = import.meta.glob('/sandbox/labs/*/lab.yaml', {
  query: '?raw',
  import: 'default',
  eager: true,
});
const programTexts: Texts = import.meta.glob('/sandbox/labs/*/*.py', {
  query: '?raw',
  import: 'default',
  eager: true,
});
const recordings: Texts = import.meta.glob('/sandbox/labs/*/recorded*.jsonl', {
  query: '?raw',
  import: 'default',
  eager: true,
});
const networkTexts: Texts = import.meta.glob('/sandbox/networks/*.yaml', {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** sandbox/networks/ by name. */
export const networks = new Map(
  Object.entries(networkTexts).map(([path, text]) => [
    path.slice('/sandbox/networks/'.length, -'.yaml'.length),
    parseAuthored(Network, parse(text), path.slice(1)),
  ]),
);

const labs = new Map(Object.keys(labTexts).map(path => readLab(path)));

export const labIds: readonly string[] = [...labs.keys()];

function readLab(path: string): [string, Lab] {
  const id = path.split('/')[3] ?? '';
  const lab = parseAuthored(Lab, parse(labTexts[path] ?? ''), path.slice(1));
  checkLab(lab, path.slice(1), {
    network: name => networks.get(name),
    hasFile: file => programTexts[`/sandbox/labs/${id}/${file}`] !== undefined,
  });
  return [id, lab];
}

/** A lab by its id; throws, for the author to see, when a lesson names one that is not there. */
export function labOf(id: string): Lab {
  return known(labs.get(id), `sandbox/labs/${id}/lab.yaml`);
}

export function scene(id: string, whatIf: string | null): Scene {
  return sceneOf(id, labOf(id), whatIf, {
    network: name => known(networks.get(name), `sandbox/networks/${name}.yaml`),
    source: file => known(programTexts[`/sandbox/labs/${id}/${file}`], `sandbox/labs/${id}/${file}`),
  });
}

/** The recorded trace as JSON lines; undefined when nobody has recorded it yet. */
export const recording = (id: string, whatIf: string | null): string | undefined =>
  recordings[`/sandbox/labs/${id}/${recordingName(whatIf)}`];

function known<T>(value: T | undefined, file: string): T {
  if (value === undefined) throw new Error(`expected the file ${file}`);
  return value;
}
