/** The imports of a TypeScript or Astro file, read from its text. */
import { dirname, join } from 'node:path';
import { read } from './files.ts';

export type Import = {
  /** as written: "./fold.ts", "#trace/fold", "zod" */
  from: string;
  /** leaves nothing behind when types are stripped */
  typeOnly: boolean;
};

// import … from 'x', import 'x', export … from 'x', import('x'); quotes as Biome writes them.
const STATEMENT =
  /^\s*(?:import|export)\s+(type\s)?[^'";]*?from\s*'([^']+)'|^\s*import\s*'([^']+)'|\bimport\(\s*'([^']+)'/gms;

export const importsIn = (text: string): Import[] =>
  [...text.matchAll(STATEMENT)].map(([, type, from, bare, dynamic]) => ({
    from: from ?? bare ?? dynamic ?? '',
    typeOnly: type !== undefined,
  }));

const faces = (JSON.parse(read('package.json')) as { imports: Record<string, string> }).imports;

/** The file of the project that a specifier means; undefined for a package. */
export function resolve(importer: string, from: string): string | undefined {
  const specifier = from.replace(/\?.*$/, '');
  if (specifier.startsWith('.')) return join(dirname(importer), specifier);
  const exact = faces[specifier];
  if (exact !== undefined) return join(exact);
  for (const [name, path] of Object.entries(faces)) {
    const stem = name.replace('*', '');
    if (name.endsWith('*') && specifier.startsWith(stem))
      return join(path.replace('*', specifier.slice(stem.length)));
  }
  return undefined;
}
