/**
 * Whether a value has the shape that a JSON Schema describes (json-schema.org, draft 2020-12), and
 * where it first has not. As much of the language as zod writes; a keyword that is not known here is
 * our own mistake and throws, so that nothing of the format is ever left unlooked at.
 *
 * The value may be hostile: it is only read, own properties alone, and never copied from.
 */
export type Schema = {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly propertyNames?: Schema;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
};

/** missing: a key that must be there; unknown: one that must not; kind: text for a number; value: the rest */
export type Misfit = { path: readonly (string | number)[]; what: 'missing' | 'unknown' | 'kind' | 'value' };

type Path = Misfit['path'];

// `format` and `contentEncoding` come with a pattern that says the same; `default` is filled in already.
const SAYS_NOTHING = ['$schema', 'title', 'description', 'default', 'format', 'contentEncoding'];
const KNOWN = new Set([
  ...SAYS_NOTHING,
  ...['type', 'properties', 'required', 'additionalProperties', 'propertyNames', 'items', 'anyOf', 'oneOf'],
  ...['const', 'enum', 'pattern', 'minLength', 'maxLength', 'minItems', 'maxItems', 'minimum', 'maximum'],
  ...['exclusiveMinimum', 'exclusiveMaximum'],
]);

/** The first misfit in the order of the schema; null when the value fits. */
export function misfitOf(schema: Schema, value: unknown, path: Path = []): Misfit | null {
  const unknown = Object.keys(schema).find(keyword => !KNOWN.has(keyword));
  if (unknown !== undefined) throw new Error(`the format has a keyword that is not looked at: ${unknown}`);
  const branches = schema.oneOf ?? schema.anyOf;
  if (branches !== undefined) return misfitOfBranches(branches, value, path);
  if (!isOfKind(schema.type, value)) return { path, what: 'kind' };
  if (!isAllowed(schema, value)) return { path, what: 'value' };
  if (Array.isArray(value)) return misfitInList(schema, value, path);
  return isRecord(value) ? misfitInRecord(schema, value, path) : null;
}

function misfitInList({ items }: Schema, list: readonly unknown[], path: Path): Misfit | null {
  if (items === undefined) return null;
  for (const [index, item] of list.entries()) {
    const misfit = misfitOf(items, item, [...path, index]);
    if (misfit !== null) return misfit;
  }
  return null;
}

function misfitInRecord(schema: Schema, record: Record<string, unknown>, path: Path): Misfit | null {
  const { properties = {}, required = [], additionalProperties = true, propertyNames } = schema;
  const missing = required.find(key => !Object.hasOwn(record, key));
  if (missing !== undefined) return { path: [...path, missing], what: 'missing' };
  for (const key of Object.keys(record)) {
    const here = [...path, key];
    if (propertyNames && misfitOf(propertyNames, key) !== null) return { path: here, what: 'unknown' };
    const own = Object.hasOwn(properties, key) ? properties[key] : additionalProperties;
    if (own === false) return { path: here, what: 'unknown' };
    const misfit = typeof own === 'object' ? misfitOf(own, record[key], here) : null;
    if (misfit !== null) return misfit;
  }
  return null;
}

function misfitOfBranches(branches: readonly Schema[], value: unknown, path: Path): Misfit | null {
  const tag = tagOf(branches);
  if (tag !== undefined && isRecord(value) && Object.hasOwn(value, tag)) {
    const meant = branches.find(branch => branch.properties?.[tag]?.const === value[tag]);
    return meant ? misfitOf(meant, value, path) : { path: [...path, tag], what: 'value' };
  }
  const misfits: Misfit[] = [];
  for (const branch of branches) {
    const misfit = misfitOf(branch, value, path);
    if (misfit === null) return null;
    misfits.push(misfit);
  }
  // The branch that was meant is the one that went furthest.
  return misfits.reduce((deepest, one) => (one.path.length > deepest.path.length ? one : deepest));
}

/** The key whose constant tells the branches apart, such as an event's `type`. */
function tagOf([first, ...rest]: readonly Schema[]): string | undefined {
  const isTag = (key: string) => {
    const constants = [first, ...rest].map(branch => branch?.properties?.[key]?.const);
    return !constants.includes(undefined) && new Set(constants).size === constants.length;
  };
  return Object.keys(first?.properties ?? {}).find(isTag);
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function isOfKind(type: Schema['type'], value: unknown): boolean {
  if (type === undefined) return true;
  if (typeof type !== 'string') return type.some(each => isOfKind(each, value));
  switch (type) {
    case 'null':
      return value === null;
    case 'integer':
      return Number.isInteger(value);
    case 'array':
      return Array.isArray(value);
    case 'object':
      return isRecord(value);
    default:
      return typeof value === type;
  }
}

function isAllowed(schema: Schema, value: unknown): boolean {
  if (schema.const !== undefined && value !== schema.const) return false;
  if (schema.enum !== undefined && !schema.enum.includes(value)) return false;
  if (typeof value === 'string') {
    if (!isWithin(value.length, schema.minLength, schema.maxLength)) return false;
    return schema.pattern === undefined || new RegExp(schema.pattern, 'u').test(value);
  }
  if (Array.isArray(value)) return isWithin(value.length, schema.minItems, schema.maxItems);
  if (typeof value !== 'number') return true;
  const { exclusiveMinimum = -Infinity, exclusiveMaximum = Infinity } = schema;
  return (
    isWithin(value, schema.minimum, schema.maximum) && value > exclusiveMinimum && value < exclusiveMaximum
  );
}

const isWithin = (size: number, least = -Infinity, most = Infinity): boolean => size >= least && size <= most;
