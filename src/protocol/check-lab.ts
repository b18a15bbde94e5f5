/**
 * What a schema cannot say about a lab: that the names in it mean something. Checked where labs
 * are loaded, so that a typing error is told in the author's file and not by a box that fails.
 */
import { AuthorError, problem } from './authoring.ts';
import type { Lab, Move, Network, PredictionSpec } from './lab.ts';

export type Surroundings = {
  /** a topology of sandbox/networks/, undefined when there is none of that name */
  network(name: string): Network | undefined;
  /** whether a program file lies beside lab.yaml */
  hasFile(name: string): boolean;
};

type Path = readonly PropertyKey[];
type Names = ReadonlySet<string>;

/** Throws AuthorError with every problem found; `file` is the lab.yaml it stands in. */
export function checkLab(lab: Lab, file: string, around: Surroundings): void {
  const report: string[] = [];
  const tell = (path: Path, text: string) => void report.push(problem(file, path, text));

  checkUnique(lab.whatIfs, ['whatIfs'], tell);
  checkUnique(lab.programs, ['programs'], tell);
  checkVariant(lab, null, around, tell);
  lab.whatIfs.forEach((_, at) => {
    checkVariant(lab, at, around, tell);
  });
  if (report.length > 0) throw new AuthorError(report);
}

type Tell = (path: Path, text: string) => void;

/** The lab itself (`at` null) or its what-if number `at`. */
function checkVariant(lab: Lab, at: number | null, around: Surroundings, tell: Tell): void {
  const whatIf = at === null ? undefined : lab.whatIfs[at];
  const path: Path = at === null ? [] : ['whatIfs', at];
  const hosts = checkNetwork(whatIf?.network ?? lab.network, [...path, 'network'], around, tell);
  const known = new Set(lab.programs.map(program => program.name));
  const written = whatIf === undefined ? lab.programs : (whatIf.programs ?? []);

  written.forEach((program, index) => {
    const here: Path = [...path, 'programs', index];
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
  const walk = whatIf?.walk ?? lab.walk;
  checkUnique(walk, [...path, 'walk'], tell);
  checkWalk(walk, known, [...path, 'walk'], tell);
  checkPredictions(whatIf?.predictions ?? lab.predictions, walk, [...path, 'predictions'], tell);
}

function checkNetwork(
  network: string | Network,
  path: Path,
  around: Surroundings,
  tell: Tell,
): Names | undefined {
  const found = typeof network === 'string' ? around.network(network) : network;
  if (found === undefined)
    tell(path, `expected a name of sandbox/networks/, got "${typeof network === 'string' ? network : ''}"`);
  return found && new Set(found.hosts.map(host => host.name));
}

function checkWalk(walk: readonly Move[], programs: Names, path: Path, tell: Tell): void {
  walk.forEach((move, index) => {
    if (!programs.has(move.program)) {
      tell([...path, index, 'program'], expectedName('a program of the lab', programs, move.program));
    }
  });
}

function checkPredictions(
  predictions: readonly PredictionSpec[],
  walk: readonly Move[],
  path: Path,
  tell: Tell,
): void {
  checkUnique(predictions, path, tell);
  const order = walk.map(move => move.id);
  const moves = new Set(order);
  predictions.forEach((prediction, index) => {
    for (const field of ['before', 'at'] as const) {
      if (!moves.has(prediction[field])) {
        tell([...path, index, field], expectedName('a move of the walk', moves, prediction[field]));
      }
    }
    if (order.indexOf(prediction.at) < order.indexOf(prediction.before)) {
      tell([...path, index, 'at'], `expected "${prediction.before}" or a later move, got "${prediction.at}"`);
    }
    if (prediction.kind === 'choice' && prediction.options.length < 2) {
      tell([...path, index, 'options'], `expected two options or more, got ${prediction.options.length}`);
    }
  });
}

function checkUnique(items: readonly ({ id: string } | { name: string })[], path: Path, tell: Tell): void {
  const seen = new Set<string>();
  items.forEach((item, index) => {
    const [key, name] = 'id' in item ? (['id', item.id] as const) : (['name', item.name] as const);
    if (seen.has(name)) tell([...path, index, key], `expected a new ${key}, got "${name}" again`);
    seen.add(name);
  });
}

const expectedName = (what: string, names: Names, got: string): string =>
  `expected ${what} (${[...names].join(', ')}), got "${got}"`;
