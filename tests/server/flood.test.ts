/**
 * A flood out of a real box, to a page that draws slowly: the program floods behind its namespaces,
 * and its output goes into the trace as well. `terminals.test.ts` counts the bytes exactly, on bare ptys.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { canOpenBoxes } from '#driver/open';
import { CREDIT_BYTES } from '#protocol/channels';
import { descendants } from '../sandbox/leftovers.ts';
import { Page } from './page.ts';

const SCRIPT = fileURLToPath(new URL('./serve-programs.ts', import.meta.url));
const MEGABYTE = 1024 * 1024;
const FLOOD = "while True:\n    print('x' * 79)\n";
const QUIET = "print('ready')\nwhile True:\n    print('heard', input())\n";

/** @param signal ends the server when the test's time is over, which disposes of nothing */
async function startServer(programs: Record<string, string>, signal: AbortSignal) {
  const child = spawn(process.execPath, [SCRIPT, JSON.stringify(programs)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  signal.addEventListener('abort', () => child.kill('SIGKILL'), { once: true });
  const [line] = (await once(child.stdout.setEncoding('utf8'), 'data')) as [string];
  return {
    port: Number(line),
    /** resident bytes, from proc_pid_status(5) */
    memory: (): number =>
      Number(/VmRSS:\s*(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]) * 1024,
    async [Symbol.asyncDispose]() {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** Processor time a program has used, in ticks (proc_pid_stat(5)); fields counted from after its name. */
function ticksOf(command: string): number {
  const pid = descendants().find(process => process.command.startsWith(command))?.pid;
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
  return Number(fields[11]) + Number(fields[12]);
}

/** Types a line and waits for the program's answer; resolves with the milliseconds between. */
async function answer(page: Page, channel: number): Promise<number> {
  page.output.delete(channel);
  const typed = performance.now();
  page.type(channel, 'key\n');
  await page.until(() => page.text(channel).includes('heard key\r\n'));
  return performance.now() - typed;
}

test.skipIf(!(await canOpenBoxes()).live)(
  'a flooding program leaves the other terminal responsive and the server’s memory flat',
  async ({ signal }) => {
    await using server = await startServer({ 'flood@server': FLOOD, 'quiet@client': QUIET }, signal);
    await using page = await Page.connect(server.port);
    const { channels } = await page.ask({ type: 'open', lab: 'test', whatIf: null }, 'opened');
    const { flood = Number.NaN, quiet = Number.NaN } = channels;
    const events = () => page.all('trace').flatMap(message => message.events);
    await page.until(() => events().filter(({ type }) => type === 'line').length === 2);
    for (const program of ['quiet', 'flood']) page.send({ type: 'step', program, how: 'run' });
    await page.until(() => page.text(quiet).includes('ready'));
    await page.until(() => (page.output.get(flood)?.length ?? 0) === CREDIT_BYTES);
    const before = server.memory();

    // Nothing is drawn: soon the kernel makes the program itself wait, so nothing piles up anywhere.
    for (let ticks = -1; ticks !== ticksOf('python3 flood.py'); ) {
      ticks = ticksOf('python3 flood.py');
      for (let round = 0; round < 300; round += 1) await answer(page, quiet);
    }

    // Drawn slowly: what came is credited only after a key's answer has been seen.
    const delays: number[] = [];
    for (let drawn = 0; drawn < 8 * MEGABYTE; delays.push(await answer(page, quiet))) {
      const bytes = page.output.get(flood)?.length ?? 0;
      page.output.delete(flood);
      drawn += bytes;
      if (bytes > 0) page.send({ type: 'credit', program: 'flood', bytes });
    }
    expect(server.memory() - before).toBeLessThan(64 * MEGABYTE);
    delays.sort((one, other) => one - other);
    // Of all keys, not of the slowest one: that belongs to whatever else this machine does.
    expect(delays[Math.floor(delays.length * 0.9)]).toBeLessThan(500);
  },
);
