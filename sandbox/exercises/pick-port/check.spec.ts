/**
 * Judges pick_port.py. Other sockets hold ports before the function is called; what it has bound, and what
 * it has left open, is asked of the kernel's table, and what it has sent of the wire.
 */
import {
  framesOf,
  type LearnerModule,
  type LikelyCauses,
  type PythonValue,
  type Saw,
  test,
} from '#grader/face';

const IP = '10.0.0.2';
const NOT_HERE = '8.8.8.8';
const EADDRINUSE = 98;
const EADDRNOTAVAIL = 99;
const FORM = `(<socket fd …, bound to ${IP}:…>, port)`;

const isPair = (value: PythonValue): value is Extract<PythonValue, { kind: 'tuple' | 'list' }> =>
  value.kind === 'tuple' || value.kind === 'list';
const isBound = (value: PythonValue | undefined, port: number): boolean =>
  value?.kind === 'socket' && value.local === `${IP}:${port}`;
/** The pair that is asked for; undefined: it is none, or is bound to something else. */
const pairOf = (port: number) => (value: PythonValue) => {
  if (!isPair(value)) return undefined;
  const [sock, number] = value.items;
  return isBound(sock, port) && number?.kind === 'plain' && number.value === port ? value : undefined;
};
const formOf = (port: number): string => FORM.replace('…>', `${port}>`).replace('port)', `${port})`);

const isTalk = ({ trace }: Saw): boolean => framesOf(trace).length > 0;
const gaveClosed = ({ saw }: Saw): boolean => saw.includes('fd -1');
const gaveNumber = ({ saw }: Saw): boolean => /^\d+$/.test(saw);
const isBusyError = ({ errno }: Saw): boolean => errno === EADDRINUSE;

const causes: LikelyCauses = [
  ['a-syn-left-your-host', saw => saw.check === 'quiet' || (saw.check === 'udp' && isTalk(saw))],
  ['return-it-bound', gaveClosed],
  ['number-is-a-race', gaveNumber],
  ['no-such-function', ({ raised }) => raised === 'AttributeError'],
  ['bind-takes-a-pair', ({ raised, message }) => raised === 'TypeError' && message.includes('bind')],
  ['stole-a-busy-port', ({ check, waitingFor }) => check === 'shared' && waitingFor === 'value'],
  ['another-mistake', ({ check }) => check === 'foreign'],
  ['gives-up-too-early', saw => isBusyError(saw) && saw.check !== 'none'],
  ['none-is-an-error', ({ check }) => check === 'none'],
  ['leaves-sockets-open', ({ waitingFor }) => waitingFor === 'table'],
  ['not-that-pair', ({ waitingFor, raised }) => waitingFor === 'value' && raised === null],
];

async function picks(module: LearnerModule, ports: readonly number[], port: number): Promise<void> {
  await module.calls('bind_first_free', IP, ports).gives(formOf(port), pairOf(port));
  await module.isBound('tcp', `${IP}:${port}`);
}

test('first', async ({ run }) => {
  const module = await run.module({ causes });
  await picks(module, [5000, 5001], 5000);
});

test('busy', async ({ run }) => {
  const module = await run.module({ causes });
  await module.busy('tcp', [IP, 5000]);
  await module.busy('tcp', [IP, 5001]);
  await picks(module, [5000, 5001, 5002, 5003], 5002);
});

test('udp', async ({ run }) => {
  const module = await run.module({ causes });
  await module.busy('udp', [IP, 5000]);
  await picks(module, [5000, 5001], 5000);
});

test('quiet', async ({ run }) => {
  const module = await run.module({ causes });
  await module.busy('tcp', [IP, 5000]);
  await picks(module, [5000, 5001], 5001);
  await module.sendsNo({ name: 'frame', is: () => true });
});

test('foreign', async ({ run }) => {
  const module = await run.module({ causes });
  const call = module.calls('bind_first_free', NOT_HERE, [5000, 5001]);
  await call.raises({ name: 'OSError', errno: EADDRNOTAVAIL });
});

test('none', async ({ run }) => {
  const module = await run.module({ causes });
  await module.busy('tcp', [IP, 5000]);
  const call = module.calls('bind_first_free', IP, [5000]);
  await call.raises({ name: 'OSError', errno: EADDRINUSE });
});

test('closed', async ({ run }) => {
  const module = await run.module({ causes });
  await module.busy('tcp', [IP, 5000]);
  await module.busy('tcp', [IP, 5001]);
  const before = await module.descriptors();
  await module.calls('bind_first_free', IP, [5000, 5001, 5000]).raises({ name: 'OSError' });
  await module.hasOnly(before);
});

test('shared', async ({ run }) => {
  const module = await run.module({ causes });
  await module.busy('tcp', [IP, 5000], { shared: true });
  await picks(module, [5000, 5001], 5001);
});
