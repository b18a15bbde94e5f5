/** What a schema cannot say about a prediction: that its probe asks about what is there. */
import { expectedName, type Path, type Tell } from './authoring.ts';
import type { PredictionSpec } from './lab.ts';
import type { Probe } from './probe.ts';
import { rangeIn } from './range.ts';

/** `hosts` undefined: of no known network, of which another problem is told. */
export type ProbeNames = {
  hosts: ReadonlySet<string> | undefined;
  programs: ReadonlySet<string>;
  moves: ReadonlySet<string>;
};

export function checkOptions({ kind, options }: PredictionSpec, path: Path, tell: Tell): void {
  if (kind !== 'number' && options.length < 2) {
    tell([...path, 'options'], `expected two options or more, got ${options.length}`);
  }
  if (kind !== 'range') return;
  options.forEach((option, index) => {
    if (rangeIn(option) === null)
      tell(
        [...path, 'options', index],
        `expected a range like "..10", "10..100" or "100..", got "${option}"`,
      );
  });
}

export function checkProbe(probe: Probe, names: ProbeNames, path: Path, tell: Tell): void {
  if (probe.name === 'both') {
    probe.of.forEach((each, index) => {
      checkProbe(each, names, [...path, 'of', index], tell);
    });
    return;
  }
  if (probe.name === 'elapsed') {
    for (const end of ['from', 'to'] as const)
      checkNames({ program: probe[end].program }, names, [...path, end], tell);
    return;
  }
  checkNames(probe, names, path, tell);
}

type Names = { host?: string; from?: string; program?: string; since?: string };

function checkNames(given: object, { hosts, programs, moves }: ProbeNames, path: Path, tell: Tell): void {
  const { host, from, program, since } = given as Names;
  const check = (field: keyof Names, what: string, known: ReadonlySet<string> | undefined, name?: string) => {
    if (name !== undefined && known !== undefined && !known.has(name))
      tell([...path, field], expectedName(what, known, name));
  };
  check('host', 'a host of the network', hosts, host);
  check('from', 'a host of the network', hosts, from);
  check('program', 'a program of the lab', programs, program);
  check('since', 'a move of the walk', moves, since);
}
