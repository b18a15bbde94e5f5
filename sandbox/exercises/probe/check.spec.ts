/**
 * Judges probe.py: the function is called for a port that listens, one that does not, a host that never
 * answers because the wire loses every SYN, and a network to which no route leads.
 */
import { type LearnerModule, type LikelyCauses, type Saw, test } from '#grader/face';

const SERVER = '10.0.0.2';
const NO_ROUTE = '192.0.2.1';
const OPEN = { host: 'server', port: 4000 };
const CLOSED = 4001;
const SECONDS = 0.5;
const DATA = {
  name: 'payload',
  is: ({ kind, length }: { kind: string; length: number }) => kind === 'tcp' && length > 0,
};

const gave = (saw: Saw, word: string): boolean => saw.saw === `'${word}'`;
const isSilence = ({ check }: Saw): boolean => check === 'silent';

const causes: LikelyCauses = [
  ['no-such-function', ({ raised }) => raised === 'AttributeError'],
  ['no-handshake-seen', ({ waitingFor }) => waitingFor === 'caller'],
  ['probing-must-not-talk', ({ waitingFor }) => waitingFor === 'wire'],
  ['leaves-sockets-open', ({ waitingFor }) => waitingFor === 'table'],
  ['still-in-syn-sent', ({ timedOut }) => timedOut],
  [
    'eleven-means-not-yet',
    saw => isSilence(saw) && gave(saw, 'refused') && saw.source.includes('connect_ex'),
  ],
  ['no-rst-came-back', saw => isSilence(saw) && gave(saw, 'refused')],
  ['silence-is-no-message', saw => isSilence(saw) && gave(saw, 'unreachable')],
  ['an-exception-is-an-answer', ({ raised }) => raised !== null],
  ['not-what-came-back', ({ waitingFor }) => waitingFor === 'value'],
];

const asks = (module: LearnerModule, host: string, port: number) =>
  module.calls('classify', host, port, SECONDS);

test('open', async ({ run }) => {
  const module = await run.module({ causes });
  const server = await module.serves(OPEN);
  const call = asks(module, SERVER, OPEN.port);
  await call.returns('open');
  await server.accepts();
});

test('refused', async ({ run }) => {
  const module = await run.module({ causes });
  await asks(module, SERVER, CLOSED).returns('refused');
});

test('silent', async ({ run }) => {
  const module = await run.module({ causes });
  await module.wire.drops({ protocol: 'tcp', flags: ['SYN'], count: null });
  await asks(module, SERVER, OPEN.port).returns('timeout');
});

test('unreachable', async ({ run }) => {
  const module = await run.module({ causes });
  await asks(module, NO_ROUTE, OPEN.port).returns('unreachable');
});

test('name', async ({ run }) => {
  const module = await run.module({ causes });
  const server = await module.serves(OPEN);
  await asks(module, 'www.python.org', OPEN.port).returns('open');
  await server.accepts();
});

test('quiet', async ({ run }) => {
  const module = await run.module({ causes });
  await module.serves(OPEN);
  await asks(module, SERVER, OPEN.port).returns('open');
  await module.sendsNo(DATA);
});

test('nothing-left', async ({ run }) => {
  const module = await run.module({ causes });
  await module.serves(OPEN);
  const before = await module.descriptors();
  await asks(module, SERVER, OPEN.port).returns('open');
  await asks(module, SERVER, CLOSED).returns('refused');
  await module.hasOnly(before);
});
