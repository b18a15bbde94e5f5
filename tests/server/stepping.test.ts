/** What a page may do to the programs of its lab and to their threads, over a real socket. */
import { expect, test } from 'vitest';
import { MAX_BREAKPOINTS, type PageMessage } from '#protocol/messages';
import { Page } from './page.ts';
import { openStand } from './stand.ts';

const open = { type: 'open', lab: 'cat', whatIf: null } as const;
const program = 'client';

test('a step or a pause of a thread reaches that thread', async () => {
  await using stand = await openStand();
  await using page = await Page.connect(stand.port);
  await page.ask(open, 'opened');
  page.send({ type: 'step', program, how: 'line', task: 'child-7-thread-2' });
  page.send({ type: 'pause', program, task: 'thread-2' });
  await page.ask({ type: 'step', program, how: 'call' }, 'refused');
  expect(stand.boxes[0]?.trace.at(-1)).toMatchObject({ move: 'client-child-7-thread-2-line' });
  expect(stand.boxes[0]?.asked).toEqual([{ pause: program, task: 'thread-2' }]);
});

test('breakpoints reach the box as a whole; a shell and a program that is none are refused', async () => {
  await using stand = await openStand();
  await using page = await Page.connect(stand.port);
  const set = { type: 'breakpoints', program, lines: [3, 7] } as const;
  const refusal = async (message: PageMessage) => await page.ask(message, 'refused');
  expect(await refusal({ ...set, lines: [...set.lines] })).toMatchObject({ code: 'no-box' });
  await page.ask(open, 'opened');
  page.send({ ...set, lines: [3, 7] });
  page.send({ ...set, lines: [] });
  await page.ask({ type: 'shell', host: 'pc' }, 'terminal');
  expect(await refusal({ ...set, program: 'shell-pc', lines: [1] })).toMatchObject({
    request: 'breakpoints',
    code: 'no-stepper',
  });
  expect(await refusal({ ...set, program: 'nobody', lines: [1] })).toMatchObject({ code: 'unknown-program' });
  expect(stand.boxes[0]?.asked).toEqual([
    { setBreakpoints: program, lines: [3, 7] },
    { setBreakpoints: program, lines: [] },
  ]);
  expect(stand.logged).toEqual([]);
});

test.each([
  ['a line before the first', { type: 'breakpoints', program, lines: [0] }],
  ['half a line', { type: 'breakpoints', program, lines: [1.5] }],
  ['a line that is a text', { type: 'breakpoints', program, lines: ['1;'] }],
  ['too many lines', { type: 'breakpoints', program, lines: Array(MAX_BREAKPOINTS + 1).fill(1) }],
  ['a task that is none', { type: 'step', program, how: 'run', task: 'thread-two' }],
  ['a task that is a number', { type: 'pause', program, task: 2 }],
])('%s reaches no box', async (_, message) => {
  await using stand = await openStand();
  await using page = await Page.connect(stand.port);
  await page.ask(open, 'opened');
  page.sendRaw(JSON.stringify(message));
  expect((await page.got('refused')).code).toBe('malformed-message');
  expect(stand.boxes[0]?.asked).toEqual([]);
});
