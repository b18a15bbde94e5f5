/**
 * Judges subnet_info.py. What is right follows from the number of addresses alone, and is worked out here
 * without a bit operation, so that a slip of the learner's cannot be one of ours.
 */
import { type LearnerModule, type LikelyCauses, type Saw, test } from '#grader/face';

const ADDRESSES = 2 ** 32;
const COUNT = 500;
/** So many calls are on their way at once. */
const TOGETHER = 50;

const isAbout =
  (key: string) =>
  ({ want, raised }: Saw): boolean =>
    raised === null && want.startsWith(`'${key}':`);

const causes: LikelyCauses = [
  ['no-such-function', ({ raised }) => raised === 'AttributeError'],
  ['not-that-one', ({ saw }) => saw.endsWith('missing')],
  ['two-ends-are-hosts', ({ check }) => check === 'two'],
  ['one-is-a-host', ({ check }) => check === 'one'],
  ['any-host-may-be-given', ({ check }) => check === 'any-host'],
  ['octets-before-the-last', ({ check }) => check === 'wide'],
  ['last-is-all-ones', isAbout('broadcast')],
  ['network-is-no-host', isAbout('first')],
  ['broadcast-is-no-host', isAbout('last')],
  ['two-are-no-hosts', isAbout('hosts')],
  ['not-that-one', () => true],
];

const dotted = (value: number): string =>
  [3, 2, 1, 0].map(place => Math.floor(value / 256 ** place) % 256).join('.');

/** What is to be known of the network of so many addresses in which this one is. */
function known(address: number, prefix: number) {
  const size = 2 ** (32 - prefix);
  const network = address - (address % size);
  const everybody = network + size - 1;
  const isLink = size <= 2;
  return {
    network: dotted(network),
    broadcast: isLink ? null : dotted(everybody),
    first: dotted(isLink ? network : network + 1),
    last: dotted(isLink ? everybody : everybody - 1),
    hosts: isLink ? size : size - 2,
    mask: dotted(ADDRESSES - size),
  };
}

const number = (address: string): number =>
  address.split('.').reduce((value, octet) => value * 256 + Number(octet), 0);

const tells = (module: LearnerModule, address: number, prefix: number): (() => Promise<void>) => {
  const call = module.calls('info', `${dotted(address)}/${prefix}`);
  return () => call.returnsDict(known(address, prefix));
};

const ask = (module: LearnerModule, address: string, prefix: number): Promise<void> =>
  tells(module, number(address), prefix)();

/** The same addresses at every run. */
function* drawn(seed: number): Generator<[address: number, prefix: number]> {
  let state = seed;
  const next = (): number => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x6d2b79f5) | 0;
    return (state ^ (state >>> 13)) >>> 0;
  };
  for (let index = 0; index < COUNT; index += 1) yield [next(), 1 + (next() % 32)];
}

async function asksAll(module: LearnerModule, all: readonly [number, number][]): Promise<void> {
  for (let from = 0; from < all.length; from += TOGETHER) {
    const waiting = all.slice(from, from + TOGETHER).map(each => tells(module, ...each));
    for (const told of waiting) await told();
  }
}

test('quarter', async ({ run }) => {
  const module = await run.module({ causes });
  await ask(module, '192.168.1.0', 26);
  await ask(module, '192.168.1.192', 26);
});

test('any-host', async ({ run }) => {
  const module = await run.module({ causes });
  for (const address of ['192.168.1.70', '192.168.1.64', '192.168.1.127']) await ask(module, address, 26);
});

test('wide', async ({ run }) => {
  const module = await run.module({ causes });
  await ask(module, '10.1.21.5', 20);
  await ask(module, '172.16.5.4', 16);
  await ask(module, '10.200.3.4', 9);
});

test('two', async ({ run }) => {
  const module = await run.module({ causes });
  await ask(module, '192.168.1.10', 31);
  await ask(module, '192.168.1.11', 31);
});

test('one', async ({ run }) => {
  await ask(await run.module({ causes }), '192.168.1.10', 32);
});

test('every', async ({ run }) => {
  const prefixes = Array.from({ length: 33 }, (_, prefix): [number, number] => [
    number('192.168.77.77'),
    prefix,
  ]);
  await asksAll(await run.module({ causes }), prefixes);
});

test('random', async ({ run }) => {
  await asksAll(await run.module({ causes }), [...drawn(29)]);
});
