/**
 * The process that runs check.spec.ts, for one submission after another. By the time one comes it has loaded what
 * checks are written with, and holds the supervisor of the first box.
 */
import { flushCompileCache, registerHooks } from 'node:module';
import { init, runBaseTests, setupEnvironment } from 'vitest/worker';
import { startSpare } from '#driver/spare';
import type { ResultMessage } from './report.ts';
import './run.ts';
import type { Submission } from './submission.ts';
import { begin, end } from './worker-now.ts';

// Vitest replaces process.exit, and tests may replace the others.
const exit = process.exit.bind(process);
const send = process.send?.bind(process);
const on = process.on.bind(process);
const off = process.off.bind(process);
if (send === undefined) throw new Error('worker.ts is started by the grader');

// When the grader is killed, nothing else ends this process: a box's pipes would keep it alive.
process.once('disconnect', () => exit(1));
startSpare();

/** Vitest asks for a file anew by a query, and writes it as a part of the path; Node wants it behind the path. */
const ANEW = /%3Fvitest=\d+$/;
registerHooks({
  resolve(specifier, context, next) {
    const query = ANEW.exec(specifier)?.[0];
    const found = next(specifier.replace(ANEW, ''), context);
    return query === undefined ? found : { ...found, url: `${found.url}${decodeURIComponent(query)}` };
  },
});

init({
  post: message => send(message),
  on: listener => on('message', listener),
  off: listener => off('message', listener),
  // Vitest's own hooks would tell the other process of each import, and wait for nothing that is needed here.
  setup: ({ config, ...context }) =>
    setupEnvironment({
      ...context,
      config: { ...config, experimental: { ...config.experimental, viteModuleRunner: true } },
    }),
  async runTests(state, traces) {
    const { submission } = state.providedContext as { submission: Submission };
    begin(submission, result => void send({ type: 'check-result', result } satisfies ResultMessage));
    try {
      return await runBaseTests('run', state, traces);
    } finally {
      await end();
      setImmediate(getReady);
    }
  },
  collectTests: (state, traces) => runBaseTests('collect', state, traces),
});

/** For the next submission. Node keeps what it has compiled for the next process, too: it is never left to end by itself. */
function getReady(): void {
  startSpare();
  flushCompileCache();
}
