/**
 * Judges ipbits.py. Random addresses are drawn here and nothing but the number is compared; which texts
 * are no addresses inet_pton(3) says.
 */
import { type LearnerModule, type LikelyCauses, type Saw, test } from '#grader/face';

const TOP = 2 ** 32 - 1;
const COUNT = 1000;
/** So many calls are on their way at once. */
const TOGETHER = 100;

const isValue = ({ raised }: Saw): boolean => raised === null;

const causes: LikelyCauses = [
  ['by-hand', ({ check }) => check === 'by-hand'],
  ['no-such-function', ({ raised }) => raised === 'AttributeError'],
  ['ends-at-255', ({ check }) => check === 'too-large'],
  ['four-octets', ({ check }) => check === 'parts'],
  ['digits-only', ({ check }) => check === 'digits'],
  ['eight-places', saw => saw.check === 'bits' && isValue(saw)],
  ['first-octet-weighs-most', saw => saw.check === 'places' && isValue(saw)],
  ['thirty-two-bits', ({ check }) => check === 'ends'],
  ['not-that-number', isValue],
];

async function converts(module: LearnerModule, text: string, number: number): Promise<void> {
  await module.calls('ip_to_int', text).returns(number);
  await module.calls('int_to_ip', number).returns(text);
}

/** The same numbers at every run; anything else would be no fair repetition. */
function* drawn(seed: number): Generator<number> {
  let state = seed;
  for (let index = 0; index < COUNT; index += 1) {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x6d2b79f5) | 0;
    yield (state ^ (state >>> 13)) >>> 0;
  }
}

const dotted = (number: number): string => [24, 16, 8, 0].map(place => (number >>> place) & 255).join('.');

async function refuses(module: LearnerModule, texts: readonly string[]): Promise<void> {
  for (const text of texts) {
    await module.calls('ip_to_int', text).raises({ name: 'ValueError' });
    await module.calls('ip_to_bits', text).raises({ name: 'ValueError' });
  }
}

test('by-hand', async ({ run }) => {
  const module = await run.module({ causes });
  await module.importsNone('ipaddress', 'socket', 'struct');
});

test('places', async ({ run }) => {
  const module = await run.module({ causes });
  await converts(module, '10.0.0.1', 167772161);
  await converts(module, '0.0.1.0', 256);
  await converts(module, '1.2.3.4', 16909060);
});

test('ends', async ({ run }) => {
  const module = await run.module({ causes });
  await converts(module, '0.0.0.0', 0);
  await converts(module, '255.255.255.255', TOP);
  for (const number of [TOP + 1, -1]) await module.calls('int_to_ip', number).raises({ name: 'ValueError' });
});

test('bits', async ({ run }) => {
  const module = await run.module({ causes });
  await module.calls('ip_to_bits', '10.0.0.5').returns('00001010.00000000.00000000.00000101');
  await module.calls('ip_to_bits', '255.128.64.1').returns('11111111.10000000.01000000.00000001');
});

test('parts', async ({ run }) => {
  await refuses(await run.module({ causes }), ['1.2.3', '1.2.3.4.5', '10.1', '', '1..2.3']);
});

test('too-large', async ({ run }) => {
  await refuses(await run.module({ causes }), ['256.1.1.1', '1.1.1.256', '1.2.3.999']);
});

test('digits', async ({ run }) => {
  const wrong = [
    '01.2.3.4',
    ' 1.2.3.4',
    '1.2.3.4 ',
    '-1.2.3.4',
    '+1.2.3.4',
    '1_0.2.3.4',
    '٣.2.3.4',
    '1.2.3.x',
  ];
  await refuses(await run.module({ causes }), wrong);
});

test('thousand', async ({ run }) => {
  const module = await run.module({ causes });
  const numbers = [...drawn(27)];
  for (let from = 0; from < COUNT; from += TOGETHER) {
    const calls = numbers.slice(from, from + TOGETHER).flatMap(number => [
      { call: module.calls('ip_to_int', dotted(number)), wanted: number },
      { call: module.calls('int_to_ip', number), wanted: dotted(number) },
    ]);
    for (const { call, wanted } of calls) await call.returns(wanted);
  }
});
