/**
 * Judges mask.py. What is right is arithmetic on 32 bits, done here anew; whether two are on one network
 * a real host decides in the last check: it is given the one address and the mask, and sends to the other.
 */
import { type LearnerModule, type LikelyCauses, type Saw, test } from '#grader/face';

const isAt =
  (...checks: string[]) =>
  ({ check, raised }: Saw): boolean =>
    raised === null && checks.includes(check);

const causes: LikelyCauses = [
  ['no-such-function', ({ raised }) => raised === 'AttributeError'],
  ['nothing-returned', ({ saw }) => saw === 'None'],
  [
    'no-ones-at-all',
    ({ check, want, raised }) => check === 'ends' && (raised !== null || want.includes('0.0.0.0')),
  ],
  ['all-ones', isAt('ends')],
  ['octets-count', isAt('octets')],
  ['line-inside-an-octet', isAt('inside')],
  ['ones-in-one-block', ({ check, want }) => check === 'back' && want === 'ValueError'],
  ['count-the-ones', isAt('back')],
  ['and-with-the-mask', isAt('network')],
  ['alike-as-text', isAt('same')],
  ['first-bits-decide', isAt('class')],
  ['some-bits-are-fixed', isAt('counts')],
  ['compare-the-bits', ({ waitingFor }) => waitingFor === 'value'],
];

const numberOf = (address: string): number =>
  address.split('.').reduce((value, octet) => value * 256 + Number(octet), 0);
const addressOf = (value: number): string =>
  [24, 16, 8, 0].map(bits => Math.floor(value / 2 ** bits) % 256).join('.');
const maskOf = (prefix: number): string => addressOf(2 ** 32 - 2 ** (32 - prefix));
const networkOf = (address: string, prefix: number): string => {
  const size = 2 ** (32 - prefix);
  return addressOf(Math.floor(numberOf(address) / size) * size);
};
const isSame = (one: string, other: string, prefix: number): boolean =>
  networkOf(one, prefix) === networkOf(other, prefix);

const masks = async (module: LearnerModule, ...prefixes: readonly number[]): Promise<void> => {
  for (const prefix of prefixes) await module.calls('prefix_to_mask', prefix).returns(maskOf(prefix));
};

test('octets', async ({ run }) => {
  await masks(await run.module({ causes }), 24, 16, 8);
});

test('inside', async ({ run }) => {
  await masks(await run.module({ causes }), 26, 20, 9, 31, 25, 30);
});

test('ends', async ({ run }) => {
  await masks(await run.module({ causes }), 0, 32);
});

test('back', async ({ run }) => {
  const module = await run.module({ causes });
  for (const prefix of [24, 26, 0, 32, 9, 20, 31])
    await module.calls('mask_to_prefix', maskOf(prefix)).returns(prefix);
  for (const mask of ['255.0.255.0', '255.255.255.1', '0.0.0.255', '255.255.253.0'])
    await module.calls('mask_to_prefix', mask).raises({ name: 'ValueError' });
});

test('network', async ({ run }) => {
  const module = await run.module({ causes });
  for (const [address, prefix] of [
    ['192.168.1.70', 24],
    ['192.168.1.70', 26],
    ['172.16.5.4', 20],
    ['10.200.3.4', 9],
    ['203.0.113.80', 32],
    ['203.0.113.80', 0],
  ] as const)
    await module.calls('network_of', address, maskOf(prefix)).returns(networkOf(address, prefix));
});

test('same', async ({ run }) => {
  const module = await run.module({ causes });
  for (const [one, other, prefix] of [
    ['192.168.1.10', '192.168.1.20', 24],
    ['192.168.1.10', '192.168.10.20', 24],
    ['192.168.1.70', '192.168.1.7', 26],
    ['192.168.1.70', '192.168.1.126', 26],
    ['172.16.16.1', '172.16.31.9', 20],
    ['10.0.0.1', '203.0.113.80', 0],
  ] as const)
    await module.calls('same_network', one, other, maskOf(prefix)).returns(isSame(one, other, prefix));
});

const CLASSES = { A: [0, 1, 126, 127], B: [128, 191], C: [192, 223], D: [224, 239], E: [240, 255] };

test('class', async ({ run }) => {
  const module = await run.module({ causes });
  for (const [name, firsts] of Object.entries(CLASSES))
    for (const first of firsts) await module.calls('class_of', `${first}.16.5.4`).returns(name);
});

test('counts', async ({ run }) => {
  const module = await run.module({ causes });
  await module.calls('networks_in', 'A').returns(2 ** 7);
  await module.calls('networks_in', 'B').returns(2 ** 14);
  await module.calls('networks_in', 'C').returns(2 ** 21);
});

const CASES = 300;

test('random', async ({ run }) => {
  const module = await run.module({ causes });
  for (const { ip, other, prefix } of drawn(1, CASES)) {
    await module.calls('network_of', ip, maskOf(prefix)).returns(networkOf(ip, prefix));
    await module.calls('same_network', ip, other, maskOf(prefix)).returns(isSame(ip, other, prefix));
  }
});

const PAIRS = 20;

test('wire', async ({ run }) => {
  const module = await run.module({ causes });
  for (const { ip, other, prefix } of drawn(2, PAIRS)) {
    const hop = await module.stage.nextHop('a', { address: `${ip}/${prefix}`, gateway: null }, other);
    await module.calls('same_network', ip, other, maskOf(prefix)).returns(hop === other);
  }
});

type Pair = { ip: string; other: string; prefix: number };

/** As the seed has it: hosts that are near each other, so that the line may run between them. */
function drawn(seed: number, count: number): Pair[] {
  let state = seed * 0x9e3779b1;
  const below = (limit: number): number => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x6d2b79f5) | 0;
    return ((state ^ (state >>> 13)) >>> 0) % limit;
  };
  const pairs: Pair[] = [];
  while (pairs.length < count) {
    const prefix = 9 + below(22);
    const size = 2 ** (32 - prefix);
    const ip = numberOf(`${11 + below(100)}.${below(256)}.${below(256)}.${below(256)}`);
    const other = ip + below(2 * size) - size;
    if ([ip, other].every(each => isHost(each, size)) && ip !== other)
      pairs.push({ ip: addressOf(ip), other: addressOf(other), prefix });
  }
  return pairs;
}

/** Neither the network's own address nor its broadcast address, which are for no host. */
const isHost = (value: number, size: number): boolean => value % size > 0 && value % size < size - 1;
