/**
 * Judges reassemble.py: segments as a wire may deliver them, and after each the number that an ACK would
 * carry. The last check cuts a stream at random, but the same way every time; a model of ten lines says what is right.
 */
import { type LearnerModule, type LikelyCauses, type Saw, test } from '#grader/face';

const ROOMY = 1000;

const isRead = ({ want, saw }: Saw): boolean => want.startsWith("b'") && saw.startsWith("b'");
const isLonger = ({ wanted, got }: Saw): boolean => got.length > wanted.length;
const isIn = (check: string) => (saw: Saw) => saw.check === check && saw.waitingFor === 'value';

const causes: LikelyCauses = [
  ['no-such-method', ({ raised }) => raised === 'AttributeError'],
  ['bytes-not-text', ({ raised, saw }) => raised === 'TypeError' || /^'/.test(saw)],
  ['nothing-is-kept', saw => isIn('order')(saw) && saw.want === '4' && saw.saw === '1'],
  ['read-empties', saw => isIn('order')(saw) && isRead(saw) && isLonger(saw)],
  ['early-must-wait', saw => isIn('swap')(saw) && saw.want === '1'],
  ['asks-again', saw => isIn('swap')(saw) && saw.want === '6'],
  ['more-out-than-in', isIn('duplicate')],
  ['overlap-twice', isIn('overlap')],
  ['beyond-the-gap', isIn('gap')],
  ['empty-moves-nothing', isIn('empty')],
  ['room-is-for-unread', isIn('window')],
  ['not-this-stream', ({ waitingFor }) => waitingFor === 'value'],
];

/** A push and the number of the ACK, or a read and what it gives. */
type Step = readonly [seq: number, data: string, ack: number] | readonly [reads: string];

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** One after the other, told to a new Reassembler at once and judged in their order. */
async function goes(module: LearnerModule, capacity: number, steps: readonly Step[]): Promise<void> {
  const stream = await module.makes('Reassembler', capacity);
  const calls = steps.map(step =>
    step.length === 1 ? stream.calls('read') : stream.calls('push', step[0], utf8(step[1])),
  );
  for (const [index, step] of steps.entries())
    await calls[index]?.returns(step.length === 1 ? utf8(step[0]) : step[2]);
}

test('order', async ({ run }) => {
  const module = await run.module({ causes });
  await goes(module, ROOMY, [[1, 'abc', 4], ['abc'], [4, 'de', 6], ['de'], ['']]);
});

test('swap', async ({ run }) => {
  const module = await run.module({ causes });
  await goes(module, ROOMY, [[4, 'de', 1], [1, 'abc', 6], ['abcde']]);
});

test('duplicate', async ({ run }) => {
  const module = await run.module({ causes });
  await goes(module, ROOMY, [[1, 'abc', 4], [1, 'abc', 4], ['abc'], [1, 'abc', 4], ['']]);
});

test('overlap', async ({ run }) => {
  const module = await run.module({ causes });
  await goes(module, ROOMY, [
    [1, 'abcd', 5],
    [3, 'cdef', 7],
    ['abcdef'],
    [9, 'ij', 7],
    [7, 'ghi', 11],
    ['ghij'],
  ]);
});

test('gap', async ({ run }) => {
  const module = await run.module({ causes });
  await goes(module, ROOMY, [
    [1, 'ab', 3],
    [6, 'fg', 3],
    ['ab'],
    [''],
    [3, 'c', 4],
    ['c'],
    [''],
    [4, 'de', 8],
    ['defg'],
  ]);
});

test('empty', async ({ run }) => {
  const module = await run.module({ causes });
  await goes(module, ROOMY, [[1, '', 1], [1, 'ab', 3], [3, '', 3], [3, 'c', 4], ['abc'], [''], [4, '', 4]]);
});

test('window', async ({ run }) => {
  const module = await run.module({ causes });
  await goes(module, 4, [[1, 'abcd', 5], [5, 'ef', 5], ['abcd'], [5, 'ef', 7], ['ef']]);
  await goes(module, 4, [[3, 'cdef', 1], [1, 'ab', 5], ['abcd']]);
});

const STREAMS = 5;
const SEGMENTS = 100;

test('cuts', async ({ run }) => {
  const module = await run.module({ causes });
  for (let seed = 1; seed <= STREAMS; seed += 1) await goes(module, 40, cut(seed));
});

/** So many segments of a stream, some early, some again, some too far ahead, and what becomes of each. */
function cut(seed: number): Step[] {
  let state = seed * 0x9e3779b1;
  const below = (limit: number): number => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x6d2b79f5) | 0;
    return ((state ^ (state >>> 13)) >>> 0) % limit;
  };
  const letters = (seq: number, length: number): string =>
    Array.from({ length }, (_, at) => String.fromCharCode(97 + ((seq + at) % 26))).join('');
  const waiting = new Set<number>();
  let [unread, next] = [1, 1];
  return Array.from({ length: SEGMENTS }, (): Step => {
    if (below(4) === 0) {
      const text = letters(unread, next - unread);
      unread = next;
      return [text];
    }
    const seq = Math.max(1, next - 6 + below(30));
    const length = below(12);
    for (let number = seq; number < seq + length; number += 1) if (number < unread + 40) waiting.add(number);
    while (waiting.has(next)) next += 1;
    return [seq, letters(seq, length), next];
  });
}
