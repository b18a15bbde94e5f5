/**
 * What a schema cannot say about a lab: that the names in it mean something. Checked where labs
 * are loaded, so that a typing error is told in the author's file and not by a box that fails.
 */
import { AuthorError, expectedName, type Path, problem, type Tell, tellUnique } from './authoring.ts';
import { checkChanges, checkNetwork, checkWire } from './check-network.ts';
import { checkOptions, checkProbe, type ProbeNames } from './check-probe.ts';
import type { Lab, Move, Network, PredictionSpec } from './lab.ts';
import { isShell } from './scene.ts';
import type { WireSetting } from './wire.ts';

export type Surroundings = {
  /** a topology of sandbox/networks/, undefined when there is none of that name */
  network(name: string): Network | undefined;
  /** whether a program file lies beside lab.yaml */
  hasFile(name: string): boolean;
};

type Names = ReadonlySet<string>;

/** Throws AuthorError with every problem found; `file` is the lab.yaml it stands in. */
export function checkLab(lab: Lab, file: string, around: Surroundings): void {
  const report: string[] = [];
  const tell = (path: Path, text: string) => void report.push(problem(file, path, text));

  tellUnique(lab.whatIfs, ['whatIfs'], tell);
  tellUnique(lab.programs, ['programs'], tell);
  const known = lab.whatIfs.map(({ id }) => id);
  lab.slider?.whatIfs.forEach((id, at) => {
    if (!known.includes(id)) tell(['slider', 'whatIfs', at], expectedName('a what-if of the lab', known, id));
  });
  checkVariant(lab, null, around, tell);
  lab.whatIfs.forEach((_, at) => {
    checkVariant(lab, at, around, tell);
  });
  if (report.length > 0) throw new AuthorError(report);
}

/** The lab itself (`at` null) or its what-if number `at`. */
function checkVariant(lab: Lab, at: number | null, around: Surroundings, tell: Tell): void {
  const whatIf = at === null ? undefined : lab.whatIfs[at];
  const path: Path = at === null ? [] : ['whatIfs', at];
  const inheritsNetwork = whatIf !== undefined && whatIf.network === undefined;
  const network = inheritsNetwork
    ? findNetwork(lab.network, [], around, () => {}) // the lab's problems are told once
    : findNetwork(whatIf?.network ?? lab.network, [...path, 'network'], around, tell);
  const hosts = network && new Set(network.hosts.map(host => host.name));
  const known = new Set(lab.programs.map(program => program.name));
  const written = whatIf === undefined ? lab.programs : (whatIf.programs ?? []);

  written.forEach((program, index) => {
    const here: Path = [...path, 'programs', index];
    if (isShell(program.name)) {
      tell([...here, 'name'], `expected a name that does not begin with "shell-", got "${program.name}"`);
    }
    if (program.host !== undefined && hosts !== undefined && !hosts.has(program.host)) {
      tell([...here, 'host'], expectedName('a host of the network', hosts, program.host));
    }
    if (program.file !== undefined && !around.hasFile(program.file)) {
      tell([...here, 'file'], `expected a file beside lab.yaml, got "${program.file}"`);
    }
    if (!known.has(program.name) && (program.host === undefined || program.file === undefined)) {
      tell(here, `expected host and file, because "${program.name}" is a program the lab does not have yet`);
    }
    known.add(program.name);
  });
  if (whatIf === undefined || !inheritsNetwork) checkBits(lab, hosts, known, tell);
  const walk = whatIf?.walk ?? lab.walk;
  tellUnique(walk, [...path, 'walk'], tell);
  checkWalk(walk, known, [...path, 'walk'], tell);
  // A what-if may put the lab's own wire onto another network.
  const inherited = inheritsNetwork ? undefined : lab.wire;
  checkActs(whatIf?.wire ?? inherited, walk, network, path, tell);
  const names = { hosts, programs: known, moves: new Set(walk.map(({ id }) => id)) };
  checkPredictions(whatIf?.predictions ?? lab.predictions, walk, names, [...path, 'predictions'], tell);
}

/** The ruler is the lab's; a what-if's network must have the hosts that it is about. */
function checkBits({ bits }: Lab, hosts: Names | undefined, programs: Names, tell: Tell): void {
  const about = [
    ...(bits?.hosts ?? []).map((host, at) => ({ host, path: ['bits', 'hosts', at] })),
    ...(bits?.tries ?? []).map(({ to }, at) => ({ host: to, path: ['bits', 'tries', at, 'to'] })),
  ];
  for (const { host, path } of about)
    if (hosts !== undefined && !hosts.has(host))
      tell(path, expectedName('a host of the network', hosts, host));
  bits?.tries.forEach(({ program }, at) => {
    if (!programs.has(program))
      tell(['bits', 'tries', at, 'program'], expectedName('a program of the lab', programs, program));
  });
}

function findNetwork(
  network: string | Network,
  path: Path,
  around: Surroundings,
  tell: Tell,
): Network | undefined {
  if (typeof network !== 'string') {
    checkNetwork(network, path, tell);
    return network;
  }
  const found = around.network(network);
  if (found === undefined) tell(path, `expected a name of sandbox/networks/, got "${network}"`);
  return found;
}

/** What the wire does from the start, and what the moves do to it and to the hosts. */
function checkActs(
  wire: WireSetting | undefined,
  walk: readonly Move[],
  network: Network | undefined,
  path: Path,
  tell: Tell,
): void {
  if (network === undefined) return;
  checkWire(wire ?? {}, network, [...path, 'wire'], tell);
  walk.forEach((move, index) => {
    const here: Path = [...path, 'walk', index];
    checkWire(move.wire ?? {}, network, [...here, 'wire'], tell);
    checkChanges(move.network ?? [], network, [...here, 'network'], tell);
  });
}

function checkWalk(walk: readonly Move[], programs: Names, path: Path, tell: Tell): void {
  walk.forEach((move, index) => {
    if (!programs.has(move.program)) {
      tell([...path, index, 'program'], expectedName('a program of the lab', programs, move.program));
    }
    move.alongside?.forEach((name, at) => {
      if (!programs.has(name))
        tell([...path, index, 'alongside', at], expectedName('a program of the lab', programs, name));
    });
  });
}

function checkPredictions(
  predictions: readonly PredictionSpec[],
  walk: readonly Move[],
  names: ProbeNames,
  path: Path,
  tell: Tell,
): void {
  tellUnique(predictions, path, tell);
  const order = walk.map(move => move.id);
  const { moves } = names;
  predictions.forEach((prediction, index) => {
    for (const field of ['before', 'at'] as const) {
      if (!moves.has(prediction[field])) {
        tell([...path, index, field], expectedName('a move of the walk', moves, prediction[field]));
      }
    }
    if (order.indexOf(prediction.at) < order.indexOf(prediction.before)) {
      tell([...path, index, 'at'], `expected "${prediction.before}" or a later move, got "${prediction.at}"`);
    }
    checkOptions(prediction, [...path, index], tell);
    checkProbe(prediction.probe, names, [...path, index, 'probe'], tell);
  });
}
