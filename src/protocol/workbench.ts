/**
 * The workbench: a network of the course with programs of the reader's own on its hosts. Pure and
 * without zod, because the form judges and draws by the same functions as the server.
 */
import type { RefusalCode } from './faults.ts';
import type { Scene } from './lab.ts';
import {
  byteLength,
  LONGEST_ARGUMENT,
  MAX_FILE_BYTES,
  MOST_ARGUMENTS,
  MOST_PROGRAMS,
} from './message-sizes.ts';
import type { OpenRequest } from './messages.ts';
import type { Network } from './network.ts';
import { isShell, OPEN_WIRE } from './scene.ts';
import type { WireSetting } from './wire.ts';

/** What stands in a scene's `lab`; no lab may have this name. */
export const WORKBENCH = 'workbench';

export type OwnProgram = { host: string; file: string; text: string; args: string[] };
export type Setup = {
  /** a name of sandbox/networks/, or the network itself */
  network: string | Network;
  programs: OwnProgram[];
  /** from the start; absent: every frame passes */
  wire?: WireSetting | undefined;
};

/** As in lab.yaml: a name that a shell, an import and every file system take. */
export const isFileName = (file: string): boolean => /^[a-z_][a-z0-9_]*\.py$/.test(file) && file.length <= 64;

/** Why a program cannot be taken onto this network; null when it can. */
export function problemOf({ host, file, text, args }: OwnProgram, network: Network): RefusalCode | null {
  if (!network.hosts.some(({ name }) => name === host)) return 'unknown-host';
  if (!isFileName(file)) return 'bad-file-name';
  if (byteLength(text) > MAX_FILE_BYTES) return 'file-too-large';
  if (args.length > MOST_ARGUMENTS || !args.every(isArgument)) return 'bad-arguments';
  return null;
}

/** A C string ends at its first NUL (execve(2)). */
const isArgument = (text: string): boolean => text.length <= LONGEST_ARGUMENT && !text.includes('\0');

/** Index of the first program whose file would take the place of another one's; -1 when there is none. */
export const secondOfItsName = (programs: readonly Pick<OwnProgram, 'host' | 'file'>[]): number =>
  programs.findIndex(({ host, file }, index) =>
    programs.slice(0, index).some(before => before.host === host && before.file === file),
  );

/** The first thing that keeps a set-up from being opened; null when nothing does. */
export function problemIn({ programs }: Setup, network: Network): RefusalCode | null {
  if (programs.length === 0 || programs.length > MOST_PROGRAMS) return 'malformed-message';
  const problem = programs.map(program => problemOf(program, network)).find(code => code !== null);
  return problem ?? (secondOfItsName(programs) === -1 ? null : 'same-file-twice');
}

/** What a box is opened with, from a set-up in which nothing is wrong. */
export function sceneOfSetup({ network: asked, programs, wire }: Setup, network: Network): Scene {
  const names = programNames(programs.map(({ file }) => file));
  return {
    lab: WORKBENCH,
    whatIf: null,
    title: { en: 'Workbench', ko: '자유 실습' },
    network,
    ...(typeof asked === 'string' && { networkName: asked }),
    wire: wire ?? OPEN_WIRE,
    programs: programs.map(({ host, file, text, args }, index) => ({
      name: names[index] ?? '',
      host,
      file,
      args: args.map(argument => argument.toWellFormed()),
      // Half a surrogate pair has no UTF-8, and the file no place for it.
      source: text.toWellFormed(),
    })),
    walk: [],
    predictions: [],
    whatIfs: [],
    panes: ['programs', 'wire', 'sockets', 'network'],
    limits: { memoryMb: 400, cpuSeconds: 120, processes: 64, filesMb: 20 },
    loopback: false,
  };
}

/** A program is called as its file is, "echo_server.py" echo-server; the second of a name has a number. */
export function programNames(files: readonly string[]): string[] {
  const names: string[] = [];
  for (const file of files) {
    const words = file
      .replace(/\.py$/, '')
      .split('_')
      .filter(word => word !== '');
    const plain = words.join('-') || 'program';
    // Also what every object has: programs are kept by name in plain records.
    const name = isShell(plain) || plain in {} ? `program-${plain}` : plain;
    let numbered = name;
    for (let number = 2; names.includes(numbered); number += 1) numbered = `${name}-${number}`;
    names.push(numbered);
  }
  return names;
}

/** What of a scene asks for its box. */
export type AskedScene = Pick<Scene, 'lab' | 'whatIf' | 'wire'> &
  Partial<Pick<Scene, 'programs' | 'edited' | 'network' | 'networkName'>>;

/** How a page asks for a box with this scene. */
export function openRequestOf(scene: AskedScene): OpenRequest {
  const { lab, whatIf, programs = [], edited = [], network, networkName, wire } = scene;
  if (lab === WORKBENCH) {
    const own = programs.map(({ host, file, source, args }) => ({ host, file, text: source, args }));
    return { type: 'workbench', network: networkName ?? network ?? '', programs: own, wire };
  }
  if (edited.length === 0) return { type: 'open', lab, whatIf };
  const changed = programs.filter(({ name }) => edited.includes(name));
  return {
    type: 'open',
    lab,
    whatIf,
    edits: Object.fromEntries(changed.map(({ name, source }) => [name, source])),
  };
}
