/** Labs and networks as files: read, checked at this wall, and looked up into a Scene. */
import { existsSync, readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { AuthorError, parseAuthored, problem } from '#protocol/authoring';
import { checkLab } from '#protocol/check-lab';
import { checkNetwork } from '#protocol/check-network';
import { Lab, Network, type Scene } from '#protocol/lab';
import { sceneOf } from '#protocol/scene';

const SANDBOX = fileURLToPath(new URL('..', import.meta.url));

/** There is no lab of this name. */
export class UnknownLab extends Error {
  override readonly name = 'UnknownLab';
}

/** Names of all labs, in alphabetical order. */
export async function labNames(): Promise<string[]> {
  const entries = await readdir(join(SANDBOX, 'labs'), { withFileTypes: true });
  return entries
    .filter(entry => entry.isDirectory())
    .map(entry => entry.name)
    .sort();
}

/** The folder of a lab: lab.yaml, its programs and its recordings. */
export const labFolder = (lab: string): string => join(SANDBOX, 'labs', lab);

/** @throws AuthorError naming file and field */
export function loadLab(id: string): Lab {
  const file = `sandbox/labs/${id}/lab.yaml`;
  const lab = parseAuthored(Lab, readYaml(join(labFolder(id), 'lab.yaml'), id), file);
  checkLab(lab, file, {
    network: name => (existsSync(networkFile(name)) ? loadNetwork(name) : undefined),
    hasFile: name => existsSync(join(labFolder(id), name)),
  });
  return lab;
}

const networkFile = (name: string): string => join(SANDBOX, 'networks', `${name}.yaml`);

/** @throws AuthorError naming file and field */
export function loadNetwork(name: string): Network {
  const file = `sandbox/networks/${name}.yaml`;
  const network = parseAuthored(Network, readYaml(networkFile(name), name), file);
  const report: string[] = [];
  checkNetwork(network, [], (path, text) => void report.push(problem(file, path, text)));
  if (report.length > 0) throw new AuthorError(report);
  return network;
}

/** A lab or one of its what-ifs. @throws UnknownLab, UnknownWhatIf, AuthorError */
export function loadScene(id: string, whatIf: string | null): Scene {
  return sceneOf(id, loadLab(id), whatIf, {
    network: loadNetwork,
    source: file => readFileSync(join(labFolder(id), file), 'utf8'),
  });
}

function readYaml(path: string, name: string): unknown {
  try {
    return parse(readFileSync(path, 'utf8'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      throw new UnknownLab(`no lab or network "${name}": ${path} does not exist`);
    throw error;
  }
}
