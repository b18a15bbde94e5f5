/**
 * Judges fdcount.py. How many sockets can still be opened is the limit less what the kernel shows open in
 * the process; the function is called in an interpreter whose limit the check has lowered.
 */
import { type LearnerModule, type LikelyCauses, type Saw, test } from '#grader/face';

const LIMIT = 64;

const numberIn = (text: string): number => Number(/^-?\d+$/.exec(text)?.[0] ?? Number.NaN);
const excess = ({ want, saw }: Saw): number => numberIn(saw) - numberIn(want);
const limitOf = ({ check }: Saw): number => (check === 'one-hundred-twenty-eight' ? 2 * LIMIT : LIMIT);
const isLimit = (saw: Saw): boolean => numberIn(saw.saw) === limitOf(saw);

const causes: LikelyCauses = [
  ['no-such-function', ({ raised }) => raised === 'AttributeError'],
  ['other-errors-are-news', ({ check }) => check === 'other-errors'],
  ['emfile-is-the-answer', ({ errno }) => errno === 24],
  ['others-use-numbers-too', isLimit],
  ['highest-is-not-how-many', saw => numberIn(saw.saw) === limitOf(saw) - 1],
  ['count-what-opened', saw => Math.abs(excess(saw)) === 1],
  ['leaves-sockets-open', ({ waitingFor, check }) => waitingFor === 'table' || check === 'twice'],
  ['not-that-many', ({ raised, timedOut }) => raised === null && !timedOut],
];

/** Calls the function with so low a limit, and compares with what the kernel has room for. */
async function counts(module: LearnerModule): Promise<void> {
  const open = await module.descriptors();
  await module.calls('open_until_full').returns(module.limit - open.length);
}

test('sixty-four', async ({ run }) => {
  const module = await run.module({ causes });
  await module.limits(LIMIT);
  await counts(module);
});

test('one-hundred-twenty-eight', async ({ run }) => {
  const module = await run.module({ causes });
  await module.limits(2 * LIMIT);
  await counts(module);
});

test('five-open', async ({ run }) => {
  const module = await run.module({ causes });
  await module.limits(LIMIT, { open: 5 });
  await counts(module);
});

test('nothing-left', async ({ run }) => {
  const module = await run.module({ causes });
  await module.limits(LIMIT);
  const before = await module.descriptors();
  await module.calls('open_until_full').value();
  await module.hasOnly(before);
});

test('twice', async ({ run }) => {
  const module = await run.module({ causes });
  await module.limits(LIMIT);
  await counts(module);
  await counts(module);
});

test('other-errors', async ({ run }) => {
  const module = await run.module({ causes });
  await module.limits(LIMIT);
  const before = await module.descriptors();
  await module.spoils(7, 'OSError');
  await module.calls('open_until_full').raises({ name: 'OSError', errno: 13 });
  await module.hasOnly(before);
  await module.spoils(7, 'TypeError');
  await module.calls('open_until_full').raises({ name: 'TypeError' });
});
