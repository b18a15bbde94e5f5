/** Labs and networks as files: read, checked at this wall, and looked up into a Scene. */
import { existsSync, readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { AuthorError, type Path, parseAuthored, problem } from '#protocol/authoring';
import { checkLab } from '#protocol/check-lab';
import { checkNetwork, checkWire } from '#protocol/check-network';
import type { RefusalCode } from '#protocol/faults';
import { Lab, Network, type Scene } from '#protocol/lab';
import { byteLength, MAX_FILE_BYTES } from '#protocol/message-sizes';
import { sceneOf, withEdits } from '#protocol/scene';
import { problemIn, type Setup, sceneOfSetup } from '#protocol/workbench';

const SANDBOX = fileURLToPath(new URL('..', import.meta.url));

/** There is no lab of this name. */
export class UnknownLab extends Error {
  override readonly name = 'UnknownLab';
}

/** What a reader has sent is not taken; `code` is one of faults.ts and tells what to do. */
export class NotTaken extends Error {
  override readonly name = 'NotTaken';
  readonly code: RefusalCode;
  constructor(code: RefusalCode, detail: string) {
    super(detail);
    this.code = code;
  }
}

/** Source text by program. */
export type Edits = Readonly<Record<string, string>>;

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

/**
 * A lab or one of its what-ifs, with texts of the reader's own for some of its programs.
 *
 * @throws UnknownLab, UnknownWhatIf, AuthorError, NotTaken
 */
export function loadScene(id: string, whatIf: string | null, edits: Edits = {}): Scene {
  const scene = sceneOf(id, loadLab(id), whatIf, {
    network: loadNetwork,
    source: file => readFileSync(join(labFolder(id), file), 'utf8'),
  });
  const names = new Set(scene.programs.map(({ name }) => name));
  for (const [program, text] of Object.entries(edits)) {
    if (!names.has(program)) throw new NotTaken('unknown-program', `${id} has no program "${program}"`);
    const bytes = byteLength(text);
    if (bytes > MAX_FILE_BYTES)
      throw new NotTaken(
        'file-too-large',
        `${bytes} bytes for ${program}, at most ${MAX_FILE_BYTES} are taken`,
      );
  }
  return withEdits(scene, edits);
}

/** A network with the reader's own programs, checked as an author's are. @throws NotTaken */
export function setupScene(setup: Setup): Scene {
  const refuse = (path: Path, text: string): never => {
    throw new NotTaken('malformed-message', problem('workbench', path, text));
  };
  const network = typeof setup.network === 'string' ? namedNetwork(setup.network) : setup.network;
  checkNetwork(network, ['network'], refuse);
  const code = problemIn(setup, network);
  if (code !== null) throw new NotTaken(code, 'a workbench');
  checkWire(setup.wire ?? {}, network, ['wire'], refuse);
  return sceneOfSetup(setup, network);
}

function namedNetwork(name: string): Network {
  if (!existsSync(networkFile(name))) throw new NotTaken('unknown-network', `no network "${name}"`);
  return loadNetwork(name);
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
