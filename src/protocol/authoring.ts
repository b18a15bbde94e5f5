/**
 * The wall for files that an author writes: zod's issues retold as one line each, in the author's
 * terms (file, field, what was expected, what was got), because the reader of this message has
 * the YAML open and not our source.
 */
import type { z } from 'zod';

/** Something in an authored file is wrong; `message` has one line per problem. */
export class AuthorError extends Error {
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'AuthorError';
    this.problems = problems;
  }
}

/** Reads `value` with `schema`, or throws AuthorError naming `file` in every line. */
export function parseAuthored<S extends z.ZodType>(schema: S, value: unknown, file: string): z.output<S> {
  const result = schema.safeParse(value, { reportInput: true });
  if (result.success) return result.data;
  throw new AuthorError(result.error.issues.map(issue => problem(file, issue.path, told(issue))));
}

/** "sandbox/labs/x/lab.yaml: walk[3].program: expected …" */
export function problem(file: string, path: readonly PropertyKey[], text: string): string {
  const field = path.map((key, at) =>
    typeof key === 'number' ? `[${key}]` : `${at > 0 ? '.' : ''}${String(key)}`,
  );
  return path.length === 0 ? `${file}: ${text}` : `${file}: ${field.join('')}: ${text}`;
}

export type Path = readonly PropertyKey[];
/** Reports one problem of an authored file. */
export type Tell = (path: Path, text: string) => void;

/** "expected a host of the network (client, server), got …" */
export const expectedName = (what: string, names: Iterable<string>, got: string): string =>
  `expected ${what} (${[...names].join(', ')}), got "${got}"`;

/** Tells of every id, or name, that was there before. */
export function tellUnique(
  items: readonly ({ id: string } | { name: string })[],
  path: Path,
  tell: Tell,
): void {
  const seen = new Set<string>();
  items.forEach((item, index) => {
    const [key, name] = 'id' in item ? (['id', item.id] as const) : (['name', item.name] as const);
    if (seen.has(name)) tell([...path, index, key], `expected a new ${key}, got "${name}" again`);
    seen.add(name);
  });
}

type Issue = z.core.$ZodIssue;

function told(issue: Issue): string {
  if (issue.code === 'unrecognized_keys') {
    return `expected no key ${issue.keys.map(key => `"${key}"`).join(', ')} here`;
  }
  return `${expectation(issue)}, got ${shown(issue.input)}`;
}

function expectation(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `expected ${issue.expected}`;
    case 'invalid_value':
      return `expected ${issue.values.map(value => shown(value)).join(' or ')}`;
    case 'invalid_union':
      return `expected one of ${branches(issue)}`;
    default:
      return issue.message.startsWith('expected') ? issue.message : `expected otherwise (${issue.message})`;
  }
}

/** What each branch of a union lacked first: "returned (string) | blocked (string)". */
function branches(issue: Extract<Issue, { code: 'invalid_union' }>): string {
  const discriminator = issue.discriminator;
  if (discriminator !== undefined) return `the known values of "${discriminator}"`;
  return issue.errors
    .flatMap(branch => branch.slice(0, 1))
    .map(first => `${first.path.join('.')} (${expectation(first).replace('expected ', '')})`.trim())
    .join(' | ');
}

/** A value as YAML's author would recognise it, short. */
function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
