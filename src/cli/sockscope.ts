/**
 * `npm run sockscope -- …`: the course in the terminal. Without an argument it watches the learner's
 * files and checks what is saved. Exit codes are those of exit.ts.
 */
import { parseArgs } from 'node:util';
import { languageOf } from './check/words.ts';
import { type Desk, openDesk, UsageError } from './desk.ts';
import { EXIT } from './exit.ts';

/** Told by their message alone: what to do next stands in it. */
const PLAIN = new Set([
  ...['UsageError', 'UnknownExercise', 'UnknownLab', 'UnknownWhatIf', 'FileRefused', 'AuthorError'],
]);

const stop = new AbortController();
process.once('SIGINT', () => stop.abort());

const { values, positionals } = parse(process.argv.slice(2));
const desk = openDesk(languageOf(values.lang, process.env), stop.signal);
try {
  process.exitCode = await run(desk);
} catch (error) {
  process.exitCode = stop.signal.aborted ? EXIT.interrupted : EXIT.notJudged;
  if (!stop.signal.aborted) console.error(inWords(error));
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        lang: { type: 'string' },
        all: { type: 'boolean' },
        json: { type: 'boolean' },
        yes: { type: 'boolean', short: 'y' },
        help: { type: 'boolean', short: 'h' },
        'what-if': { type: 'string' },
      },
    });
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(EXIT.notJudged);
  }
}

/** Only what the command needs is loaded: a hint should not wait for the grader. */
async function run(desk: Desk): Promise<number> {
  const [command = values.help ? 'help' : 'watch', ...names] = positionals;
  switch (command) {
    case 'watch':
      return await (await import('./commands/watch.ts')).watch(desk, names[0]);
    case 'list':
      return await (await import('./commands/list.ts')).list(desk, values);
    case 'check':
      return await (await import('./commands/check.ts')).check(desk, names, values);
    case 'hint':
      return await (await import('./commands/exercise-texts.ts')).hint(desk, names);
    case 'task':
      return (await import('./commands/exercise-texts.ts')).task(desk, names);
    case 'solution':
      return (await import('./commands/exercise-texts.ts')).solution(desk, names);
    case 'reset':
      return await (await import('./commands/reset.ts')).reset(desk, names, values);
    case 'lab':
      return await (await import('./commands/lab.ts')).lab(desk, names, values['what-if'] ?? null);
    case 'doctor':
      return await (await import('./doctor.ts')).doctor();
    case 'new':
      return await (await import('./commands/new.ts')).create(desk, names);
    case 'lint':
      return (await import('./commands/lint.ts')).lint(desk, names);
    case 'help':
      desk.print(desk.sayings.usage);
      return EXIT.passed;
    default:
      throw new UsageError(`${desk.sayings.unknownCommand(command)}\n\n${desk.sayings.usage}`);
  }
}

function inWords(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (PLAIN.has(error.name)) return error.message;
  return error.stack ?? error.message;
}
