/**
 * Judges dissect.py. The frames are real ones, sent for each check and taken from the wire; what stands
 * in them our own dissector says. Padding is added as an Ethernet card adds it: the wire here adds none.
 */
import { fieldsIn, type LearnerModule, type LikelyCauses, type Saw, test } from '#grader/face';

const SHORTEST = 60;
const NO_OPERATION = 1;
const TO_SERVER = { from: 'client', to: 'server', port: 3333 };
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

const isAbout = ({ want, check }: Saw, key: string): boolean =>
  check !== 'short' && want.startsWith(`'${key}`);
const isTooLong = ({ saw }: Saw): boolean => saw.includes('too many');

const causes: LikelyCauses = [
  ['no-such-function', ({ raised }) => raised === 'AttributeError'],
  ['short-frame-is-a-value-error', ({ check }) => check === 'short'],
  ['check-the-type', ({ check }) => check === 'arp'],
  ['bytes-not-text', ({ raised, saw }) => raised === 'UnicodeDecodeError' || /^'payload': '/.test(saw)],
  ['destination-comes-first', saw => isAbout(saw, 'mac_')],
  ['ip-header-can-be-longer', ({ check }) => check === 'ip-options'],
  ['network-byte-order', saw => isAbout(saw, 'port_')],
  ['rest-is-padding', saw => saw.check === 'padded' && isTooLong(saw)],
  ['data-offset-tells', saw => saw.check === 'tcp' && isAbout(saw, 'payload')],
  ['not-that-field', ({ waitingFor, raised }) => waitingFor === 'value' && raised === null],
];

/** All that stands in a frame with TCP or UDP. */
function contentOf(frame: Uint8Array, payload: Uint8Array) {
  const fields = fieldsIn(frame);
  const of = (key: string): string => fields.get(key) ?? '';
  const transport = fields.has('tcp.srcport') ? 'tcp' : 'udp';
  return {
    ...etherOf(frame),
    protocol: transport === 'tcp' ? 6 : 17,
    ip_source: of('ip.src'),
    ip_destination: of('ip.dst'),
    port_source: Number(of(`${transport}.srcport`)),
    port_destination: Number(of(`${transport}.dstport`)),
    payload,
  };
}

function etherOf(frame: Uint8Array) {
  const fields = fieldsIn(frame);
  const type = Number(/0x[0-9a-f]{4}/.exec(fields.get('eth.type') ?? '')?.[0]);
  return { mac_destination: fields.get('eth.dst') ?? '', mac_source: fields.get('eth.src') ?? '', type };
}

/** Ethernet sends no frame shorter than this: zeros follow. */
function padded(frame: Uint8Array): Uint8Array {
  const longer = new Uint8Array(Math.max(SHORTEST, frame.length));
  longer.set(frame);
  return longer;
}

async function dissects(module: LearnerModule, frame: Uint8Array, payload: Uint8Array): Promise<void> {
  await module.calls('dissect', frame).returnsDict(contentOf(frame, payload));
}

test('udp', async ({ run }) => {
  const module = await run.module({ causes });
  const bytes = utf8('hello over UDP');
  await dissects(module, await module.stage.carries({ ...TO_SERVER, protocol: 'udp', bytes }), bytes);
});

test('tcp', async ({ run }) => {
  const module = await run.module({ causes });
  const bytes = utf8('hello over TCP');
  await dissects(module, await module.stage.carries({ ...TO_SERVER, protocol: 'tcp', bytes }), bytes);
});

test('korean', async ({ run }) => {
  const module = await run.module({ causes });
  const bytes = utf8('봉투').subarray(0, 5);
  await dissects(module, await module.stage.carries({ ...TO_SERVER, protocol: 'tcp', bytes }), bytes);
});

test('arp', async ({ run }) => {
  const module = await run.module({ causes });
  await module.stage.carries({ ...TO_SERVER, protocol: 'udp', bytes: utf8('hello') });
  const frame = await module.stage.question();
  await module.calls('dissect', frame).returnsDict(etherOf(frame));
});

test('ip-options', async ({ run }) => {
  const module = await run.module({ causes });
  const bytes = utf8('hello with options');
  const ipOptions = new Uint8Array(8).fill(NO_OPERATION);
  const carried = { ...TO_SERVER, protocol: 'udp', bytes, ipOptions } as const;
  await dissects(module, await module.stage.carries(carried), bytes);
});

test('padded', async ({ run }) => {
  const module = await run.module({ causes });
  const bytes = utf8('!');
  const frame = await module.stage.carries({ ...TO_SERVER, protocol: 'udp', bytes });
  await dissects(module, padded(frame), bytes);
});

test('short', async ({ run }) => {
  const module = await run.module({ causes });
  const bytes = utf8('hello, all of it');
  const frame = await module.stage.carries({ ...TO_SERVER, protocol: 'tcp', bytes });
  // Within Ethernet, IP and TCP, and before the last byte that IP has announced.
  for (const length of [9, 20, 40, frame.length - 1])
    await module.calls('dissect', frame.subarray(0, length)).raises({ name: 'ValueError' });
});
