/** What Python itself says about its modules and about ours. */
import { execFileSync } from 'node:child_process';
import { findPython } from '../../src/cli/doctor/interpreters.ts';
import { ROOT } from './files.ts';

const run = async (program: string, ...args: string[]): Promise<unknown> => {
  const python = (await findPython()) ?? 'python3';
  return JSON.parse(execFileSync(python, ['-c', program, ...args], { cwd: ROOT, encoding: 'utf8' }));
};

export async function standardModules(): Promise<ReadonlySet<string>> {
  const program = 'import json, sys; print(json.dumps(sorted(sys.stdlib_module_names)))';
  return new Set((await run(program)) as string[]);
}

const IMPORTS = `
import ast, json, sys
def roots(path):
    for node in ast.walk(ast.parse(open(path, encoding="utf8").read())):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.module.split(".")[0]
print(json.dumps({path: sorted(set(roots(path))) for path in sys.argv[1:]}))
`;

/** Per file the first names of all it imports, wherever in it; relative imports are not listed. */
export const importsOf = async (paths: readonly string[]): Promise<Record<string, string[]>> =>
  (await run(IMPORTS, ...paths)) as Record<string, string[]>;
