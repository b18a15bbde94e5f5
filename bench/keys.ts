/** The same bash at a bare pty and as the shell of a host: until its prompt stands, and per key. */
import { spawn } from 'node-pty';
import { openBox } from '#driver/open';
import { sceneOfSources } from '../tests/sandbox/scene.ts';
import { type Figure, median } from './figure.ts';
import { bareStarts } from './floors.ts';

const PROMPTS = 25;
const KEYS = 200;
const PROMPT = '$ ';
const BACKSPACE = '\x7f';

/** A shell that has been asked for just now. */
type Shell = {
  onOutput(listener: (bytes: Uint8Array) => void): () => void;
  write(keys: string): void;
  /** has it end, and waits for that */
  end(): Promise<void>;
};

export async function measureKeys(python: string): Promise<Figure[]> {
  const [pythons, bare, boxed] = [[] as number[], [] as number[], [] as number[]];
  const keys = { bare: [] as number[], boxed: [] as number[] };
  await using box = await openBox(sceneOfSources('solo', {}));
  const openBoxed = async (): Promise<Shell> => {
    const begun = box.trace.length;
    const terminal = await box.openShell('pc');
    const gone = () => box.waitFor(event => event.type === 'program-exited', { after: begun });
    return {
      onOutput: listener => terminal.onOutput(listener),
      write: text => terminal.write(text),
      end: async () => {
        terminal.write('exit\n');
        await gone();
      },
    };
  };
  for (let nth = 0; nth < PROMPTS; nth += 1) {
    pythons.push(...bareStarts(python, 1));
    bare.push(await useShell(bareShell, keys.bare));
    boxed.push(await useShell(openBoxed, keys.boxed));
  }
  const floor = { name: 'python3 -c pass', value: median(pythons) };
  const echo = { name: 'bash at a bare node-pty', value: median(keys.bare) };
  return [
    {
      ...{ name: 'prompt in a host’s terminal', value: median(boxed), unit: 'ms', aim: null, floor },
      ratioAim: { atMost: 4 },
      method: `median of ${PROMPTS}; ${median(bare).toFixed(1)} ms at a bare node-pty`,
    },
    {
      ...{ name: 'key echo in a host', value: median(keys.boxed) * 1000, unit: 'µs', aim: null },
      ...{ ratioAim: { atMost: 2 }, floor: { ...echo, value: echo.value * 1000 } },
      method: `key to bash’s echo, median of ${keys.boxed.length}`,
    },
  ];
}

/** Milliseconds until its prompt is there; those of each key are added to `keys`. */
async function useShell(open: () => Shell | Promise<Shell>, keys: number[]): Promise<number> {
  const began = performance.now();
  const shell = await open();
  await untilOutput(shell, text => text.includes(PROMPT));
  const took = performance.now() - began;
  for (let nth = 0; nth < KEYS / PROMPTS; nth += 1) {
    keys.push(await echoOf(shell, 'x'));
    await echoOf(shell, BACKSPACE);
  }
  await shell.end();
  return took;
}

async function echoOf(shell: Shell, key: string): Promise<number> {
  const echoed = untilOutput(shell, text => text !== '');
  const began = performance.now();
  shell.write(key);
  await echoed;
  return performance.now() - began;
}

function untilOutput(shell: Shell, isEnough: (text: string) => boolean): Promise<void> {
  let text = '';
  return new Promise(resolve => {
    const stop = shell.onOutput(bytes => {
      text += Buffer.from(bytes).toString();
      if (!isEnough(text)) return;
      // Not at once: it may be called with early output before it has returned.
      queueMicrotask(() => stop());
      resolve();
    });
  });
}

function bareShell(): Shell {
  const pty = spawn('/bin/bash', ['--norc', '--noprofile'], {
    encoding: null,
    cwd: '/',
    env: { PATH: '/usr/bin:/bin', PS1: PROMPT, HISTFILE: '', TERM: 'xterm-256color' },
  });
  const exited = new Promise<void>(resolve => pty.onExit(() => resolve()));
  return {
    onOutput: listener => {
      const listening = pty.onData(data => listener(data as unknown as Buffer));
      return () => listening.dispose();
    },
    write: keys => pty.write(keys),
    end: async () => {
      pty.write('exit\n');
      await exited;
    },
  };
}
