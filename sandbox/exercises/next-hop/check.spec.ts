/**
 * Judges next_hop.py. What is right is arithmetic on 32 bits, done here anew; and in the last check a
 * real host is set so, and asks by ARP.
 */
import { type LearnerModule, type LikelyCauses, type Saw, test } from '#grader/face';

type Asked = [ip: string, prefix: number, gateway: string | null, dst: string];

const isGateway = (text: string): boolean => /\.1'$/.test(text);
const inOctets = ({ check, raised }: Saw): boolean => check === 'octets' && raised === null;

const causes: LikelyCauses = [
  ['no-such-function', ({ raised }) => raised === 'AttributeError'],
  ['nothing-returned', ({ saw }) => saw === 'None'],
  ['prefix-decides', saw => inOctets(saw) && !isGateway(saw.want)],
  ['text-is-no-network', saw => inOctets(saw) && isGateway(saw.want)],
  ['line-inside-an-octet', ({ check, raised }) => check === 'inside' && raised === null],
  ['neighbour-needs-no-gateway', ({ check, want }) => check === 'alone' && want !== "'unreachable'"],
  ['no-way-out', ({ check, want }) => check === 'alone' && want === "'unreachable'"],
  ['gateway-must-be-a-neighbour', ({ check }) => check === 'gateway'],
  ['that-is-you', ({ check }) => check === 'yourself'],
  ['stays-on-the-wire', ({ check }) => check === 'broadcast'],
  ['compare-the-bits', ({ waitingFor }) => waitingFor === 'value'],
];

const UNREACHABLE = 'unreachable';

const numberOf = (address: string): number =>
  address.split('.').reduce((value, octet) => value * 256 + Number(octet), 0);
const addressOf = (value: number): string =>
  [24, 16, 8, 0].map(bits => Math.floor(value / 2 ** bits) % 256).join('.');

function nextHop([ip, prefix, gateway, dst]: Asked): string {
  const size = 2 ** (32 - prefix);
  const isNeighbour = (address: string): boolean =>
    Math.floor(numberOf(address) / size) === Math.floor(numberOf(ip) / size);
  if (isNeighbour(dst)) return dst;
  return gateway !== null && isNeighbour(gateway) ? gateway : UNREACHABLE;
}

async function answers(module: LearnerModule, ...asked: readonly Asked[]): Promise<void> {
  for (const each of asked) await module.calls('next_hop', ...each).returns(nextHop(each));
}

test('octets', async ({ run }) => {
  const module = await run.module({ causes });
  await answers(
    module,
    ['192.168.1.10', 24, '192.168.1.1', '192.168.1.20'],
    ['192.168.1.10', 24, '192.168.1.1', '192.168.7.20'],
    ['10.1.2.3', 16, '10.1.0.1', '10.1.200.9'],
    ['10.1.2.3', 16, '10.1.0.1', '10.10.2.9'],
    ['1.2.3.4', 8, '1.0.0.1', '10.2.3.4'],
  );
});

test('inside', async ({ run }) => {
  const module = await run.module({ causes });
  await answers(
    module,
    ['192.168.1.10', 26, '192.168.1.1', '192.168.1.70'],
    ['192.168.1.70', 26, '192.168.1.65', '192.168.1.126'],
    ['172.16.5.4', 20, '172.16.0.1', '172.16.15.9'],
    ['172.16.5.4', 20, '172.16.0.1', '172.16.16.9'],
  );
});

test('alone', async ({ run }) => {
  const module = await run.module({ causes });
  await answers(
    module,
    ['192.168.1.10', 26, null, '192.168.1.20'],
    ['192.168.1.10', 26, null, '192.168.1.70'],
  );
});

test('gateway', async ({ run }) => {
  const module = await run.module({ causes });
  await answers(
    module,
    ['192.168.1.10', 26, '192.168.1.65', '192.168.1.70'],
    ['192.168.1.10', 26, '192.168.1.65', '192.168.1.20'],
    ['10.0.0.7', 30, '10.0.0.1', '10.9.9.9'],
  );
});

test('yourself', async ({ run }) => {
  const module = await run.module({ causes });
  await answers(module, ['192.168.1.10', 26, '192.168.1.1', '192.168.1.10']);
});

test('broadcast', async ({ run }) => {
  const module = await run.module({ causes });
  await answers(module, ['192.168.1.10', 26, '192.168.1.1', '192.168.1.63']);
});

const CASES = 30;

test('thirty', async ({ run }) => {
  const module = await run.module({ causes });
  await answers(
    module,
    ['10.0.0.1', 0, null, '203.0.113.80'],
    ['10.0.0.2', 31, '10.0.0.3', '10.0.0.4'],
    ['10.0.0.2', 32, '10.0.0.3', '10.0.0.3'],
    ...Array.from({ length: CASES }, (_, index) => drawn(index + 1)),
  );
});

test('wire', async ({ run }) => {
  const module = await run.module({ causes });
  for (const asked of ON_THE_WIRE) {
    const [ip, prefix, gateway, dst] = asked;
    const hop = await module.stage.nextHop('a', { address: `${ip}/${prefix}`, gateway }, dst);
    await module.calls('next_hop', ...asked).returns(hop);
  }
});

const ON_THE_WIRE: readonly Asked[] = [
  ['192.168.1.10', 26, '192.168.1.1', '192.168.1.20'],
  ['192.168.1.10', 26, '192.168.1.1', '192.168.1.70'],
  ['192.168.1.10', 24, '192.168.1.1', '192.168.1.70'],
  ['192.168.1.10', 26, '192.168.1.65', '192.168.1.70'],
];

/** As the seed has it: an address, a prefix, and both others near it, where the line may run between them. */
function drawn(seed: number): Asked {
  let state = seed * 0x9e3779b1;
  const below = (limit: number): number => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x6d2b79f5) | 0;
    return ((state ^ (state >>> 13)) >>> 0) % limit;
  };
  const prefix = 8 + below(23);
  const size = 2 ** (32 - prefix);
  const ip = numberOf(`${1 + below(222)}.${below(256)}.${below(256)}.${1 + below(253)}`);
  const near = (): string => addressOf(ip + below(2 * size) - size);
  return [addressOf(ip), prefix, below(6) === 0 ? null : near(), near()];
}
