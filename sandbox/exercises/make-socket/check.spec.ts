/**
 * Judges make_socket.py. What kind of socket came back is not asked of the object, which says what its
 * process likes: the kernel's table of sockets knows.
 */
import {
  type LearnerModule,
  type LikelyCauses,
  type PythonValue,
  type Saw,
  type SocketKind,
  test,
} from '#grader/face';

const KINDS: Readonly<Record<string, SocketKind>> = {
  tcp4: { family: 'AF_INET', type: 'SOCK_STREAM' },
  udp4: { family: 'AF_INET', type: 'SOCK_DGRAM' },
  tcp6: { family: 'AF_INET6', type: 'SOCK_STREAM' },
  udp6: { family: 'AF_INET6', type: 'SOCK_DGRAM' },
  unix: { family: 'AF_UNIX', type: 'SOCK_STREAM' },
};

const openSocket = (value: PythonValue): number | undefined =>
  value.kind === 'socket' && value.fd >= 0 ? value.fd : undefined;

const wantsType = ({ want, saw }: Saw): boolean => want.split(', ')[0] === saw.split(', ')[0];
const isTable = ({ waitingFor }: Saw): boolean => waitingFor === 'table';

const causes: LikelyCauses = [
  ['no-such-function', ({ raised }) => raised === 'AttributeError'],
  ['which-exception', ({ check }) => check === 'unknown'],
  ['return-the-object', ({ saw, raised }) => raised === null && /^\d+$/.test(saw)],
  ['closed-already', ({ saw }) => saw.startsWith('<socket fd -1')],
  ['a-new-one-each-time', ({ check, saw }) => check === 'two' && saw.startsWith('<socket fd')],
  ['stream-is-tcp', saw => isTable(saw) && wantsType(saw)],
  ['family-is-the-format', isTable],
  ['no-socket', ({ waitingFor, raised }) => waitingFor === 'value' && raised === null],
];

/** The descriptor of the socket that was made, which the kernel shows to be of this kind. */
async function makes(module: LearnerModule, kind: string): Promise<number> {
  const fd = await module.calls('make', kind).gives('an open socket object', openSocket);
  const wanted = KINDS[kind];
  if (wanted !== undefined) await module.isKind(fd, wanted);
  return fd;
}

test('tcp4', async ({ run }) => {
  await makes(await run.module({ causes }), 'tcp4');
});

test('udp4', async ({ run }) => {
  await makes(await run.module({ causes }), 'udp4');
});

test('six', async ({ run }) => {
  const module = await run.module({ causes });
  await makes(module, 'tcp6');
  await makes(module, 'udp6');
});

test('unix', async ({ run }) => {
  await makes(await run.module({ causes }), 'unix');
});

test('two', async ({ run }) => {
  const module = await run.module({ causes });
  const first = await makes(module, 'tcp4');
  const another = (value: PythonValue): number | undefined => {
    const fd = openSocket(value);
    return fd === first ? undefined : fd;
  };
  await module.calls('make', 'tcp4').gives(`a socket with another number than ${first}`, another);
});

test('unknown', async ({ run }) => {
  const module = await run.module({ causes });
  const before = await module.descriptors();
  for (const kind of 'sctp TCP4 tcp'.split(' '))
    await module.calls('make', kind).raises({ name: 'ValueError' });
  await module.hasOnly(before);
});
