/**
 * CPython's own test suite, which `npm run prove` runs in boxes. Debian leaves it out of its Python
 * and keeps it in a package of its own; only one of the same build tests the Python that boxes use.
 */
import { attempt, whereIs } from './attempt.ts';
import { type Finding, fail, missing, pass, skipped } from './finding.ts';
import { findPython } from './interpreters.ts';

export const PYTHON_TESTS = 'CPython’s test suite';

/** Where its first suite is, and the name that Debian gives to this version. */
const LOOK = `import importlib.util, sys
print("%d.%d" % sys.version_info[:2])
print(getattr(importlib.util.find_spec("test.test_socket"), "origin", ""))`;

export async function checkPythonTests(): Promise<Finding> {
  const python = await findPython();
  if (python === undefined) return skipped(PYTHON_TESTS, 'needs Python');
  const { worked, output, complaint } = await attempt(python, ['-I', '-S', '-c', LOOK]);
  const [version = '', path = ''] = output.split('\n');
  if (!worked) return fail(PYTHON_TESTS, complaint, null);
  const packages = [`libpython${version}-testsuite`];
  if (path === '') return missing(PYTHON_TESTS, `${python} has none`, packages);
  const [tests, library] = await versionsOf(...packages, `libpython${version}-stdlib`);
  return tests === library
    ? pass(PYTHON_TESTS, path)
    : missing(PYTHON_TESTS, `is of Python ${tests}, and ${python} is ${library}`, packages);
}

/** Versions of installed Debian packages; undefined for one that did not come as a package. */
async function versionsOf(...packages: readonly string[]): Promise<(string | undefined)[]> {
  const query = whereIs('dpkg-query');
  if (query === undefined) return packages.map(() => undefined);
  return await Promise.all(
    packages.map(async name => {
      // biome-ignore lint/suspicious/noTemplateCurlyInString: dpkg-query's own notation
      const { worked, output } = await attempt(query, ['-W', '-f', '${Version}', name]);
      return worked && output !== '' ? output : undefined;
    }),
  );
}
