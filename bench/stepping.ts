/**
 * What lies between a command and its effect in a box that stands: a step, a program, a prompt, a key,
 * a look at the tables. Each beside its floor, by turns, so that a noisy moment hits both. Alone:
 * node bench/stepping.ts
 */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { openBox } from '#driver/open';
import { findPython } from '../src/cli/doctor/interpreters.ts';
import { sceneOfSources } from '../tests/sandbox/scene.ts';
import { BareHost, untilEnd } from './bare-host.ts';
import { type Figure, median, percentile, table } from './figure.ts';
import { measureKeys } from './keys.ts';

const STEPS = 400;
const STARTS = 40;
const LOOKS = 200;

const LINES = 'while True:\n    x = 1\n    y = 2\n';
/** A listener, a connection with both its ends, a socket of UDP: as small as in a lab. */
const SOCKETS = `import socket
listener = socket.create_server(("127.0.0.1", 3333))
client = socket.create_connection(("127.0.0.1", 3333))
server, _ = listener.accept()
udp = socket.socket(type=socket.SOCK_DGRAM)
input()
`;
const ECHO = 'import sys\nfor line in sys.stdin: print(line, end="", flush=True)';

export async function measureStepping(python: string): Promise<Figure[]> {
  return [
    ...(await measureSteps(python)),
    ...(await measureStarts(python)),
    ...(await measureKeys(python)),
    await measureLook(python),
  ];
}

async function measureSteps(python: string): Promise<Figure[]> {
  const lines: number[] = [];
  const echoes: number[] = [];
  await using host = await BareHost.open(python, LINES);
  using echo = pythonEcho(python);
  const first = host.next('line');
  await host.run('paused');
  await first;
  for (let nth = 0; nth < STEPS; nth += 1) {
    echoes.push(await echo.roundTrip());
    // Its reply comes when the supervisor has done all that it does after a step by itself.
    await host.command({ type: 'sample' });
    const line = host.next('line');
    const began = performance.now();
    void host.command({ type: 'step', program: 'program', how: 'line' });
    await line;
    lines.push(performance.now() - began);
  }
  const events = await stepsInDriver();
  const floor = { name: 'line to a bare Python and back', value: percentile(echoes, 0.95) };
  const common = { unit: 'ms', floor } as const;
  const of = (values: number[]): string => `p95 of ${STEPS}, median ${median(values).toFixed(2)} ms`;
  return [
    {
      ...{ name: 'step → supervisor’s line', value: percentile(lines, 0.95), aim: 1, ...common },
      method: of(lines),
    },
    {
      ...{ name: '… → driver’s event', value: percentile(events, 0.95), aim: null, ...common },
      method: `${of(events)}; holds 8 ms by design (decision 0005)`,
    },
  ];
}

/** How long each step of a program takes until the driver has its line, in ms. */
export async function stepsInDriver(): Promise<number[]> {
  const took: number[] = [];
  await using box = await openBox(sceneOfSources('solo', { 'program@pc': LINES }));
  await box.start('program', { mode: 'paused' });
  let after = (await box.waitFor(event => event.type === 'line')).seq + 1;
  for (let nth = 0; nth < STEPS; nth += 1) {
    await box.sockets();
    const began = performance.now();
    void box.step('program', 'line');
    after = (await box.waitFor(event => event.type === 'line', { after })).seq + 1;
    took.push(performance.now() - began);
  }
  return took;
}

async function measureStarts(python: string): Promise<Figure[]> {
  const bare: number[] = [];
  const joined: number[] = [];
  await using host = await BareHost.open(python, '');
  for (let nth = 0; nth < STARTS; nth += 1) {
    bare.push(await untilEnd(() => spawn(python, ['-c', 'pass'], { stdio: 'ignore', cwd: '/' })));
    joined.push(await untilEnd(() => host.join(['python3', '-c', 'pass'], 'plain')));
  }
  const floor = { name: 'python3 -c pass', value: median(bare) };
  return [
    {
      ...{ name: 'join a host and run python3 -c pass', value: median(joined), unit: 'ms', aim: null },
      ...{ ratioAim: { atMost: 2 }, floor, method: `no terminal, median of ${STARTS}` },
    },
  ];
}

async function measureLook(python: string): Promise<Figure> {
  const looks: number[] = [];
  const echoes: number[] = [];
  await using box = await openBox(sceneOfSources('solo', { 'program@pc': SOCKETS }));
  using echo = pythonEcho(python);
  await box.start('program', { mode: 'plain' });
  await box.waitFor(event => event.type === 'blocked' && event.syscall === 'read');
  for (let nth = 0; nth < LOOKS; nth += 1) {
    echoes.push(await echo.roundTrip());
    const began = performance.now();
    await box.sockets();
    looks.push(performance.now() - began);
  }
  const floor = { name: 'line to a bare Python and back', value: median(echoes) };
  return {
    ...{ name: 'a look at one small host', value: median(looks), unit: 'ms', aim: 1, floor },
    method: `\`sample\` and its reply, median of ${LOOKS}`,
  };
}

/** A bare Python that gives back what it is written. */
function pythonEcho(python: string): Disposable & { roundTrip(): Promise<number> } {
  const child = spawn(python, ['-c', ECHO], { stdio: ['pipe', 'pipe', 'inherit'] });
  const answers = createInterface({ input: child.stdout });
  return {
    async roundTrip() {
      const answer = new Promise(resolve => answers.once('line', resolve));
      const began = performance.now();
      child.stdin.write('{"type":"step","program":"program","how":"line","id":1}\n');
      await answer;
      return performance.now() - began;
    },
    [Symbol.dispose]: () => void child.kill(),
  };
}

if (import.meta.main) {
  const python = await findPython();
  if (python === undefined) throw new Error('npm run doctor tells what is missing');
  console.log(table(await measureStepping(python)));
}
