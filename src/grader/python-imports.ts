/** Modules that a Python file imports by name, read from its text: for what is to be done by hand. */

const STATEMENT = /^\s*(?:from\s+([\w.]+)\s+import\b|import\s+([^#;]+))/;

/** The first line that imports one of these modules; undefined when none does. */
export function importOf(source: string, modules: readonly string[]): string | undefined {
  return source.split(/\n|;/).find(line => {
    const [, from, list = ''] = STATEMENT.exec(line) ?? [];
    const named = from === undefined ? list.split(',').map(part => part.trim().split(/\s/)[0] ?? '') : [from];
    return named.some(name => modules.includes(name.split('.')[0] ?? ''));
  });
}
