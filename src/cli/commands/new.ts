/**
 * `new lesson ID`, `new exercise ID`: the files of one that works, for an author to change. Nothing
 * that is there already is touched.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseDocument, type YAMLSeq } from 'yaml';
import { Id } from '#protocol/network';
import { lessonIds, loadCourse } from '../course-order.ts';
import { type Desk, UsageError } from '../desk.ts';
import { EXIT } from '../exit.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const TEMPLATES = fileURLToPath(new URL('../templates/', import.meta.url));
const COURSE = join(ROOT, 'content/course.yaml');

/** template: where it goes, from the root */
type Files = Record<string, string>;

/** @throws UsageError when it is not understood, or something of that name is there */
export async function create(desk: Desk, [kind, id]: readonly string[]): Promise<number> {
  const { sayings, print } = desk;
  if ((kind !== 'lesson' && kind !== 'exercise') || !Id.safeParse(id).success || id === undefined)
    throw new UsageError(sayings.whatIsNew);
  const files = kind === 'lesson' ? lessonFiles(id) : exerciseFiles(id);
  const taken = Object.values(files).find(path => existsSync(join(ROOT, path)));
  if (taken !== undefined) throw new UsageError(sayings.exists(taken));
  write(files, id);
  print(sayings.made(Object.values(files).join('\n')));
  if (kind === 'exercise') {
    print(sayings.afterExercise(id));
    return EXIT.passed;
  }
  addToCourse(id);
  const recorded = await record(id);
  if (recorded === EXIT.passed) print(sayings.afterLesson(id));
  return recorded;
}

const lessonFiles = (id: string): Files => ({
  'lesson/en.mdx': `lessons/${id}/en.mdx`,
  'lesson/ko.mdx': `lessons/${id}/ko.mdx`,
  'lesson/lab.yaml': `sandbox/labs/${id}/lab.yaml`,
  'lesson/server.py': `sandbox/labs/${id}/server.py`,
  'lesson/client.py': `sandbox/labs/${id}/client.py`,
});

function exerciseFiles(id: string): Files {
  const folder = `sandbox/exercises/${id}`;
  return {
    'exercise/exercise.yaml': `${folder}/exercise.yaml`,
    'exercise/check.spec.ts': `${folder}/check.spec.ts`,
    'exercise/start.py': `${folder}/start/${fileNamed(id)}`,
    'exercise/solution.py': `${folder}/solution/${fileNamed(id)}`,
    'exercise/mutant.py': `${folder}/mutants/other-word/${fileNamed(id)}`,
  };
}

const fileNamed = (id: string): string => `${id.replaceAll('-', '_')}.py`;

function write(files: Files, id: string): void {
  const lesson = lessonIds().at(-1) ?? '';
  for (const [template, path] of Object.entries(files)) {
    const text = readFileSync(join(TEMPLATES, template), 'utf8')
      .replaceAll('__ID__', id)
      .replaceAll('__LESSON__', lesson)
      .replaceAll('__FILE__', fileNamed(id));
    mkdirSync(dirname(join(ROOT, path)), { recursive: true });
    writeFileSync(join(ROOT, path), text);
  }
}

/** At the end of the last module's list, which is written in one line; everything else stays as it is. */
function addToCourse(id: string): void {
  const text = readFileSync(COURSE, 'utf8');
  const last = loadCourse().modules.length - 1;
  const list = parseDocument(text).getIn(['modules', last, 'lessons'], true) as YAMLSeq;
  const place = (list.range?.[1] ?? 0) - ']'.length;
  writeFileSync(COURSE, `${text.slice(0, place)}, ${id}${text.slice(place)}`);
}

/** The page is whole from its recording, and a real box makes it. */
async function record(id: string): Promise<number> {
  const recorder = spawn(process.execPath, ['src/cli/record.ts', id], { cwd: ROOT, stdio: 'inherit' });
  const [code] = await once(recorder, 'exit');
  return code === 0 ? EXIT.passed : EXIT.notJudged;
}
