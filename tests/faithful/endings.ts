/** How the tests of a suite ended, as `run_suite.py` prints it among all that the tests print. */
import { readFileSync } from 'node:fs';

export const RUNNER = readFileSync(new URL('run_suite.py', import.meta.url), 'utf8');

export type Ending = readonly ['passed' | 'skipped' | 'failed', string];
export type Endings = {
  ran: number;
  /** by the test's id: "test.test_socket.BasicTCPTest.testRecv" */
  endings: Readonly<Record<string, Ending>>;
};

const RECORD_SEPARATOR = '\x1e';
const LAST_LINES = 40;

/** @throws with the end of the output when the run did not come to its last line */
export function endingsIn(output: string, exit: string): Endings {
  const at = output.lastIndexOf(RECORD_SEPARATOR);
  if (at >= 0) return JSON.parse(output.slice(at + 1)) as Endings;
  const end = output.trimEnd().split('\n').slice(-LAST_LINES).join('\n');
  throw new Error(`the run ended early (${exit}); its last lines:\n${end}`);
}

/** "607 passed, 110 skipped, 0 failed" */
export function count({ endings }: Endings): string {
  const all = Object.values(endings);
  const kinds = ['passed', 'skipped', 'failed'] as const;
  return kinds.map(kind => `${all.filter(([ending]) => ending === kind).length} ${kind}`).join(', ');
}

/** One line for each test that did not end, to the reason, as it does on a bare network. */
export function differences(bare: Endings, other: Endings): string[] {
  const names = new Set([...Object.keys(bare.endings), ...Object.keys(other.endings)]);
  return [...names].flatMap(name => {
    const [wanted, got] = [words(bare.endings[name]), words(other.endings[name])];
    return wanted === got ? [] : [`${name}\n    bare: ${wanted}\n    here: ${got}`];
  });
}

function words(ending: Ending | undefined): string {
  if (ending === undefined) return 'not run';
  const [how, reason] = ending;
  return reason === '' ? how : `${how}: ${reason.trimEnd().replaceAll('\n', '\n      ')}`;
}
