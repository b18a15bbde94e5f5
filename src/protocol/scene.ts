/**
 * A lab with everything looked up: what a box is opened with and what a page draws.
 * Pure and without zod, because the driver, the site and the tests all build scenes with it;
 * where networks and program files come from is the caller's business.
 */
import type { Lab, Program, Scene, WhatIf } from './lab.ts';
import type { Host, Network } from './network.ts';
import type { Impairment, WireSetting } from './wire.ts';

/** Where a scene's parts are found. Both throw when there is nothing of that name. */
export type Look = {
  /** a topology of sandbox/networks/ */
  network(name: string): Network;
  /** the text of a program file beside lab.yaml */
  source(file: string): string;
};

export class UnknownWhatIf extends Error {
  constructor(lab: string, whatIf: string) {
    super(`lab ${lab} has no what-if "${whatIf}"`);
    this.name = 'UnknownWhatIf';
  }
}

/**
 * The scene of a lab, or of one of its what-ifs (`whatIf` null: the lab itself). A what-if replaces
 * network, wire, walk and predictions, and merges its programs by name: a new name is added at the end.
 */
export function sceneOf(id: string, lab: Lab, whatIf: string | null, look: Look): Scene {
  const variant = whatIf === null ? null : findWhatIf(id, lab, whatIf);
  const network = variant?.network ?? lab.network;
  return {
    lab: id,
    whatIf,
    title: lab.title,
    network: typeof network === 'string' ? look.network(network) : network,
    wire: variant?.wire ?? lab.wire,
    programs: programsOf(lab, variant).map(program => ({ ...program, source: look.source(program.file) })),
    walk: variant?.walk ?? lab.walk,
    predictions: variant?.predictions ?? lab.predictions,
    whatIfs: lab.whatIfs.map(({ id, title }) => ({ id, title })),
    ...(lab.slider && { slider: lab.slider }),
    ...(lab.socketsView && { socketsView: lab.socketsView }),
    panes: lab.panes,
    ...(lab.bits && { bits: lab.bits }),
    limits: lab.limits,
    loopback: lab.loopback,
  };
}

/**
 * The scene with texts of the reader's own in place of programs' sources. On one host two programs
 * may run one file: it has one text, that of the first of them that is given.
 */
export function withEdits(scene: Scene, edits: Readonly<Record<string, string>>): Scene {
  const programs = scene.programs.map(program => {
    const sharing = scene.programs.filter(({ host, file }) => host === program.host && file === program.file);
    const given = sharing.find(({ name }) => edits[name] !== undefined);
    const text = given === undefined ? program.source : (edits[given.name] ?? program.source);
    return { ...program, source: text.toWellFormed() };
  });
  const edited = programs
    .filter(({ source }, index) => source !== scene.programs[index]?.source)
    .map(({ name }) => name);
  return edited.length === 0 ? scene : { ...scene, programs, edited };
}

function findWhatIf(id: string, lab: Lab, whatIf: string): WhatIf {
  const found = lab.whatIfs.find(candidate => candidate.id === whatIf);
  if (found === undefined) throw new UnknownWhatIf(id, whatIf);
  return found;
}

/** The programs of a lab with a what-if's patches merged in. */
export function programsOf(lab: Lab, whatIf: WhatIf | null): Program[] {
  const programs = new Map(lab.programs.map(program => [program.name, program]));
  for (const patch of whatIf?.programs ?? []) {
    const before = programs.get(patch.name);
    const host = patch.host ?? before?.host;
    const file = patch.file ?? before?.file;
    // checkLab() tells the author this in the author's terms; here it must only not pass unseen.
    if (host === undefined || file === undefined) {
      throw new Error(`what-if ${whatIf?.id}: the new program "${patch.name}" needs a host and a file`);
    }
    programs.set(patch.name, { name: patch.name, host, file, args: patch.args ?? before?.args ?? [] });
  }
  return [...programs.values()];
}

/** The first address of a host without its prefix length; null when it has none. */
export const addressOf = (host: Host | undefined): string | null =>
  host?.interfaces.flatMap(({ addresses }) => addresses)[0]?.split('/')[0] ?? null;

/** The program that a shell on this host is, in events and messages; check-lab.ts keeps the name free. */
export const shellName = (host: string): string => `shell-${host}`;

/** Whether a program is a shell that the reader opened. */
export const isShell = (program: string): boolean => program.startsWith('shell-');

/** The names of all links of a network, in the order in which they are first written. */
export const linksOf = (network: Network): string[] => [
  ...new Set(network.hosts.flatMap(host => host.interfaces.map(({ link }) => link))),
];

/** A wire that lets every frame through. */
export const OPEN_WIRE: WireSetting = { mode: 'pass', impairments: [], rules: [] };

/** An entry that changes nothing; the schema's defaults, which a page cannot ask for. */
export const freshImpairment = ({ link, from }: { link: string; from: string | null }): Impairment => ({
  link,
  from,
  cut: false,
  delayMs: 0,
  jitterMs: 0,
  rateKbit: null,
  queue: 100,
  loss: 0,
  duplicate: 0,
  reorder: 0,
  corrupt: 0,
  arp: false,
  seed: 1,
});
