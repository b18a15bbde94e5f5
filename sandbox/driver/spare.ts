/**
 * The spare: a supervisor that has started, dropped its uid and made what every box has before
 * anybody wants a box, so that the next opening need not wait for a Python to start.
 *
 * It exists only while somebody keeps it. Nobody waits for it: it does not keep this process alive,
 * and if it has died, an opening does without it.
 */
import { findPython } from './python.ts';
import { type FreshSupervisor, startSupervisor } from './supervisor-start.ts';

/** A new box's programs start at once, and the next spare would be in their way. */
const REST_MS = 500;

export interface SpareKeeper extends AsyncDisposable {
  /** Starts a spare now unless one stands or a box is being opened; resolves when it is ready or dead. */
  ready(): Promise<void>;
}

let spare: FreshSupervisor | null = null;
let keepers = 0;
let openings = 0;
let resting: NodeJS.Timeout | undefined;

/** Keeps a spare until disposed. With several keepers there is still one spare, until the last goes. */
export function keepSpare(): SpareKeeper {
  keepers += 1;
  refill();
  let keeping = true;
  return {
    async ready() {
      refill();
      const awaited = spare;
      awaited?.process.ref();
      await awaited?.process.up;
      if (awaited === spare) awaited?.process.unref();
    },
    async [Symbol.asyncDispose]() {
      if (!keeping) return;
      keeping = false;
      keepers -= 1;
      if (keepers === 0) await take()?.process.end();
    },
  };
}

/** Starts a spare for the next opening of this process, and none after it. */
export function startSpare(): void {
  keepers += 1;
  refill();
  keepers -= 1;
}

/**
 * Opens a box with the spare, which is the opener's from then on; null when there is none. The next
 * one is started a while after the last opening under way.
 */
export async function withSpare<T>(open: (spare: FreshSupervisor | null) => Promise<T>): Promise<T> {
  openings += 1;
  try {
    return await open(take());
  } finally {
    openings -= 1;
    clearTimeout(resting);
    resting = setTimeout(refill, REST_MS).unref();
  }
}

function take(): FreshSupervisor | null {
  const taken = spare;
  spare = null;
  taken?.process.ref();
  return taken?.process.alive === true ? taken : null;
}

function refill(): void {
  if (keepers === 0 || openings > 0 || spare?.process.alive === true) return;
  const python = findPython();
  if (python === null) return;
  spare = startSupervisor(python);
  spare.process.unref();
}
