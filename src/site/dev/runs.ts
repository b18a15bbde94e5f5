/**
 * Every recorded run there is, with the scene that it is of: those of the labs, those that tests read, and
 * one of the developer's own (PLAY_RUN, a saved run).
 */
import { existsSync, readFileSync } from 'node:fs';
import type { Scene } from '#protocol/lab';
import { Limits } from '#protocol/lab';
import { RunFile } from '#protocol/run-file';
import { OPEN_WIRE } from '#protocol/scene';
import { labIds, labOf, networks, recording, scene } from '../data/labs.ts';

export type PlayRun = { scene: Scene; trace: readonly unknown[] };

type Programs = Record<string, Record<string, string>>;

const recordings: Record<string, string> = import.meta.glob('/tests/trace/{runs,streams}/*.jsonl', {
  query: '?raw',
  import: 'default',
  eager: true,
});
const programs: Record<string, Programs> = import.meta.glob('/tests/trace/{runs,streams}/programs.json', {
  import: 'default',
  eager: true,
});

const events = (lines: string): unknown[] =>
  lines
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line));

/** By name: "echo-once", "echo-once.hangul", "streams.reset", "own". */
export const playRuns: ReadonlyMap<string, PlayRun> = new Map([...labRuns(), ...testRuns(), ...ownRun()]);

function labRuns(): [string, PlayRun][] {
  return labIds.flatMap(id =>
    [null, ...labOf(id).whatIfs.map(whatIf => whatIf.id)].flatMap((whatIf): [string, PlayRun][] => {
      const lines = recording(id, whatIf);
      if (lines === undefined) return [];
      const name = whatIf === null ? id : `${id}.${whatIf}`;
      return [[name, { scene: scene(id, whatIf), trace: events(lines) }]];
    }),
  );
}

function testRuns(): [string, PlayRun][] {
  return Object.entries(recordings).map(([path, lines]) => {
    const [folder = '', file = ''] = path.slice('/tests/trace/'.length).split('/');
    const run = file.slice(0, -'.jsonl'.length);
    const sources = programs[`/tests/trace/${folder}/programs.json`]?.[run] ?? {};
    return [`${folder}.${run}`, { scene: sceneOfSources(run, sources), trace: events(lines) }];
  });
}

function sceneOfSources(title: string, sources: Record<string, string>): Scene {
  const network = networks.get('pair');
  if (network === undefined) throw new Error('expected the file sandbox/networks/pair.yaml');
  return {
    ...{ lab: 'play', whatIf: null, title: { en: title, ko: title }, network, wire: OPEN_WIRE },
    programs: Object.entries(sources).map(([key, source]) => {
      const [name = '', host = ''] = key.split('@');
      return { name, host, file: `${name}.py`, args: [], source };
    }),
    ...{ walk: [], predictions: [], whatIfs: [], panes: ['programs', 'network', 'sockets', 'wire'] },
    ...{ limits: Limits.parse({}), loopback: false },
  };
}

function ownRun(): [string, PlayRun][] {
  const path = process.env.PLAY_RUN;
  if (!path || !existsSync(path)) return [];
  const { format, version, savedAt, networkName, trace, ...saved } = RunFile.parse(
    JSON.parse(readFileSync(path, 'utf8')),
  );
  const rest = { predictions: [], whatIfs: [], limits: Limits.parse({}), loopback: false };
  return [['own', { scene: { ...saved, ...rest }, trace }]];
}
