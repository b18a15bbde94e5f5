/**
 * One run of the learner's program in its own box, and the one way a check fails: with what the
 * kernel and the trace show at that moment. A program that died speaks first, in its own traceback.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Box, StartMode, Terminal } from '#driver/box';
import type { SocketRow, TraceEvent } from '#protocol/events';
import { FaultCode } from '#protocol/faults';
import { causesOf, type Found, type LikelyCauses, sawIn } from './causes.ts';
import { evidenceOf } from './evidence.ts';
import type { Patience } from './patience.ts';
import { blockedIn, crashOf, exitOf, faultOf } from './seen.ts';
import type { Failure, Submission } from './submission.ts';

/** Thrown to end a check; what it says in full stands in the test's notes. */
export class CheckFailure extends Error {
  override readonly name = 'CheckFailure';
}

/** What went wrong as the checker saw it; a crash found in the trace takes its place. */
export type Finding =
  | { kind: 'failed'; wanted: string; saw: string; caret?: number }
  | { kind: 'timed-out'; afterMs: number };

const NO_BYTES = new Uint8Array();
/** A program in an endless loop never comes to rest. */
const SETTLE_MS = 200;
/** Whatever happens is told; looked at nevertheless, for what no event tells, and for the time that is over. */
const LOOK_AGAIN_MS = 50;
const SIZE = { cols: 200, rows: 50 };

export type RunOptions = {
  box: Box;
  submission: Submission;
  /** id of the check */
  check: string;
  causes: LikelyCauses;
  patience: Patience;
  /** told how the check failed, just before CheckFailure is thrown */
  note: (failure: Failure) => void;
};

type Exit = Extract<TraceEvent, { type: 'program-exited' }>;

export class ProgramRun {
  readonly box: Box;
  readonly patience: Patience;
  readonly scene: Submission['scene'];
  readonly program: Submission['scene']['programs'][number];
  /** what the checker did last, as a command to repeat */
  did: string;
  readonly #check: string;
  readonly #causes: LikelyCauses;
  readonly #note: (failure: Failure) => void;
  #ended: Promise<unknown> = Promise.resolve();
  /** Number of events when the program was started last. */
  #since = 0;

  constructor({ box, submission, check, causes, patience, note }: RunOptions) {
    const [program] = submission.scene.programs;
    if (program === undefined) throw new Error(`${submission.exercise}: the scene has no program`);
    this.box = box;
    this.patience = patience;
    this.scene = submission.scene;
    this.program = program;
    this.did = `python3 ${program.file}`;
    this.#check = check;
    this.#causes = causes;
    this.#note = note;
  }

  /** Starts the program, or starts it again once it has ended; `argv` takes the place of `python3 FILE`. */
  async start({
    mode = 'run',
    argv,
  }: {
    mode?: StartMode;
    argv?: readonly string[];
  } = {}): Promise<Terminal> {
    this.#since = this.box.trace.length;
    const after = this.#since;
    // The box may close first; then nobody waits for this any more.
    this.#ended = this.box
      .waitFor(event => event.type === 'program-exited', { after })
      .catch(() => undefined);
    return await this.box.start(this.program.name, { mode, ...SIZE, ...(argv && { argv }) });
  }

  /** The kernel's table of the program's host, as it is now. */
  async sockets(): Promise<readonly SocketRow[]> {
    return (await this.box.sockets()).get(this.program.host) ?? [];
  }

  /** That table as last told, at the next event or change of a table, or after a while without one. */
  async news(): Promise<readonly SocketRow[]> {
    return (await this.box.news({ timeoutMs: LOOK_AGAIN_MS })).get(this.program.host) ?? [];
  }

  /** What has happened since the program was started last. */
  get trace(): readonly TraceEvent[] {
    return this.#since === 0 ? this.box.trace : this.box.trace.slice(this.#since);
  }

  get exit(): Exit | undefined {
    return exitOf(this.trace);
  }

  /** Whether an exception ended the program. */
  async crashed(): Promise<boolean> {
    if (this.exit === undefined || this.exit.code === 0) return false;
    await this.box.settled({ limitMs: SETTLE_MS });
    return crashOf(this.trace, this.program.file) !== undefined;
  }

  /** Resolves when the program has ended or the time is over, whichever is first. */
  async endedWithin(ms: number): Promise<void> {
    const cancel = new AbortController();
    const time = delay(ms, undefined, { signal: cancel.signal }).catch(() => undefined);
    await Promise.race([this.#ended, time]);
    cancel.abort();
  }

  async fail(finding: Finding, found: Partial<Found> & Pick<Found, 'waitingFor'>): Promise<never> {
    // The reset, the output and the table of this moment may still be on their way to the trace.
    await this.box.settled({ limitMs: SETTLE_MS });
    const sockets = await this.sockets();
    const { trace } = this;
    const known: Found = {
      sent: NO_BYTES,
      wanted: NO_BYTES,
      got: NO_BYTES,
      refused: false,
      timedOut: finding.kind === 'timed-out',
      crash: undefined,
      want: finding.kind === 'failed' ? finding.wanted : '',
      saw: finding.kind === 'failed' ? finding.saw : '',
      ...found,
    };
    const { file, source } = this.program;
    const saw = sawIn(known, { trace, file, source, check: this.#check, sockets });
    const verdict = this.#verdict(finding, known);
    this.#note({ verdict, causes: causesOf(this.#causes, saw) });
    throw new CheckFailure(JSON.stringify(verdict, null, 2));
  }

  #verdict(finding: Finding, found: Found): Failure['verdict'] {
    const { trace } = this;
    const fault = faultOf(trace);
    if (fault !== undefined) return ourFault(fault);
    const evidence = evidenceOf({ trace, program: this.program, did: this.did, found });
    const crash = found.crash ?? crashOf(trace, this.program.file);
    if (crash !== undefined) return { kind: 'crashed', traceback: crash.traceback, evidence };
    if (finding.kind === 'timed-out') return { ...finding, blockedIn: blockedIn(trace), evidence };
    return { ...finding, caret: finding.caret ?? null, evidence };
  }
}

/** A fault event as a verdict; it never counts against the learner. */
export const ourFault = ({ code, detail }: { code: string; detail: string }): Failure['verdict'] => ({
  kind: 'our-fault',
  code: FaultCode.safeParse(code).data ?? 'internal',
  detail,
});
