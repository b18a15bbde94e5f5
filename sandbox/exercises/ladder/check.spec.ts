/** Judges ladder.py, put together from given lines: it is run like any server, and the run says what is wrong. */
import { callsIn, type LikelyCauses, type Saw, test } from '#grader/face';

const EINVAL = 22;
const EBADF = 9;
const ENOTCONN = 107;

const made = ({ trace }: Saw, call: string): boolean => callsIn(trace, call).length > 0;
const isOnListener = ({ raised, errno }: Saw): boolean => raised === 'BrokenPipeError' || errno === ENOTCONN;
const isUnlistened = (saw: Saw): boolean => saw.errno === EINVAL && saw.raisedIn === 'accept';

const causes: LikelyCauses = [
  ['connect-is-the-clients', saw => made(saw, 'connect')],
  ['answer-on-accepted', isOnListener],
  ['accept-needs-listen', isUnlistened],
  ['closed-too-early', ({ errno, raised }) => errno === EBADF || raised === 'ValueError'],
  ['not-there-yet', ({ raised }) => raised === 'NameError'],
  ['nothing-is-used', saw => saw.waitingFor === 'listening' && !made(saw, 'socket')],
  ['never-listens', saw => saw.waitingFor === 'listening'],
  ['no-answer', ({ waitingFor }) => waitingFor === 'bytes'],
  [
    'left-open',
    ({ waitingFor }) => waitingFor === 'hang-up' || waitingFor === 'end' || waitingFor === 'wire',
  ],
];
const ladder = { port: 3333, causes };

test('listens', async ({ run }) => {
  const server = await run.server(ladder);
  await server.listening();
});

test('echo', async ({ run }) => {
  const server = await run.server(ladder);
  const client = await server.clientFromOutside();
  await client.sends('ladder');
  await client.receives('ladder');
  await client.seesEnd();
});

test('closes', async ({ run }) => {
  const server = await run.server(ladder);
  const client = await server.client();
  await client.sends('bye');
  await client.receives('bye');
  await client.seesEnd();
  await client.closes();
  await server.ends({ within: 1000, code: 0 });
  await server.closesItself(2);
});
