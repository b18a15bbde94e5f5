/**
 * Judges ready.py. The program is led from line to line, so that the kernel can be asked at the very moment
 * at which READY has come and the next line has not begun: a program that runs would have gone on meanwhile.
 */
import { callsIn, type LikelyCauses, type Saw, test } from '#grader/face';

const READY = 'READY';
const EOPNOTSUPP = 95;

const isUdp = ({ sockets, errno }: Saw): boolean =>
  errno === EOPNOTSUPP || sockets.some(({ protocol }) => protocol === 'udp');
const isUnseen = (saw: Saw): boolean => saw.waitingFor === 'output';
const acceptedAt = ({ trace }: Saw): number => callsIn(trace, 'accept')[0]?.seq ?? Number.POSITIVE_INFINITY;
/** When the program stood before the line that says READY; never, where it has not come so far. */
function saidAt({ source, trace }: Saw): number {
  const line = source.split('\n').findIndex(text => /^[^#]*READY/.test(text)) + 1;
  const reached = trace.find(event => event.type === 'line' && event.line === line);
  return reached?.seq ?? Number.POSITIVE_INFINITY;
}

const causes: LikelyCauses = [
  ['nothing-to-listen-to', isUdp],
  ['time-is-no-condition', ({ check, want }) => check === 'at-once' && want !== READY],
  ['still-in-a-buffer', saw => isUnseen(saw) && saidAt(saw) < acceptedAt(saw)],
  ['waited-for-somebody', saw => isUnseen(saw) && saw.saw.includes('somebody called')],
  ['ready-is-not-said', isUnseen],
  ['refused-before-listen', ({ waitingFor }) => waitingFor === 'listening'],
  ['only-loopback', ({ waitingFor, refused }) => waitingFor === 'connection' && refused],
  ['somebody-was-accepted', ({ check }) => check === 'nobody'],
];
const ready = { port: 3333, causes };

test('says', async ({ run }) => {
  const program = await run.stepped(ready);
  await program.saysUnasked(READY);
});

test('listens', async ({ run }) => {
  const program = await run.stepped(ready);
  await program.saysUnasked(READY);
  await program.listensStill();
});

test('reachable', async ({ run }) => {
  const program = await run.stepped(ready);
  await program.saysUnasked(READY);
  await program.clientFromOutside();
});

test('at-once', async ({ run }) => {
  const program = await run.stepped(ready);
  await program.saysUnasked(READY);
  await program.hasNotSlept();
});

test('nobody', async ({ run }) => {
  const program = await run.stepped(ready);
  await program.saysUnasked(READY);
  await program.clientFromOutside();
  await program.holds({ state: 'ESTABLISHED', atMost: 0 });
});
