/** What one check of the doctor found, and what would cure it. */
import { isRoot } from './attempt.ts';

/** `start`: the labs need it. `test`: the gate needs it too. `prove`: the long proof needs it too. */
export const NEEDS = ['start', 'test', 'prove'] as const;
export type Need = (typeof NEEDS)[number];

export type Finding = {
  name: string;
  status: 'PASS' | 'FAIL' | 'SKIPPED';
  /** what was found or, for FAIL and SKIPPED, why */
  cause: string;
  /** a command to type; null when there is nothing to cure or no command that would */
  cure: string | null;
  /** Debian packages that bring what is missing */
  packages: readonly string[];
};

export type Check = {
  need: Need;
  /** Never rejects: what goes wrong is its finding. */
  run: () => Promise<Finding>;
};

export const pass = (name: string, cause: string): Finding => ({
  name,
  status: 'PASS',
  cause,
  cure: null,
  packages: [],
});

export const skipped = (name: string, cause: string): Finding => ({
  name,
  status: 'SKIPPED',
  cause,
  cure: null,
  packages: [],
});

export const fail = (name: string, cause: string, cure: string | null): Finding => ({
  name,
  status: 'FAIL',
  cause,
  cure,
  packages: [],
});

/** Something that Debian and Ubuntu have a package for. */
export const missing = (name: string, cause: string, packages: readonly string[]): Finding => ({
  name,
  status: 'FAIL',
  cause,
  cure: installCommand(packages),
  packages,
});

/** The one command that installs these packages on Debian or Ubuntu. */
export const installCommand = (packages: readonly string[]): string =>
  `${asRoot('apt-get update')} && ${asRoot(`apt-get install -y --no-install-recommends ${packages.join(' ')}`)}`;

/** A small machine on which one is root has no sudo. */
export const asRoot = (command: string): string => (isRoot() ? command : `sudo ${command}`);
