/**
 * What a box is to everyone outside it: open, start a program in a terminal, command, events, close.
 * Kept small on purpose, so that another runner (a container engine, a cluster) can stand behind it.
 */
import type { SocketRow, StepHow, TraceEvent } from '#protocol/events';
import type { NetworkChange } from '#protocol/network';
import type { FrameVerb, WireSetting } from '#protocol/wire';

/** A program's terminal. Bytes, not text: a chunk may end in the middle of a character. */
export interface Terminal {
  readonly program: string;
  /** Calls the listener with output as it comes; returns what undoes it. */
  onOutput(listener: (bytes: Uint8Array) => void): () => void;
  write(bytes: Uint8Array | string): void;
  resize(cols: number, rows: number): void;
  /** No output is read from the program until resume(); it then blocks when the kernel's buffer is full. */
  pause(): void;
  resume(): void;
}

/** How a program begins: before its first line, running with its calls reported, or without stepper. */
export type StartMode = 'paused' | 'run' | 'plain';

/** A checker's own TCP connection, opened from inside a host's network. */
export interface Peer extends AsyncDisposable {
  send(bytes: Uint8Array): Promise<void>;
  /**
   * Resolves when `want` bytes have come, the peer has ended or reset, or the time is over,
   * whichever is first; bytes once returned are not returned again.
   */
  receive(want: number, options: { timeoutMs: number }): Promise<Received>;
  /** shutdown(SHUT_WR) */
  end(): Promise<void>;
  close(options?: { reset?: boolean }): Promise<void>;
}

/** A checker's own listening socket on a host. */
export interface PeerListener extends AsyncDisposable {
  /** The next connection, past or future, that nobody was given yet; null when the time is over. */
  accept(options: { timeoutMs: number }): Promise<{ peer: Peer; address: string } | null>;
  /** Closes the listening socket; accepted peers stay. */
  close(): Promise<void>;
}

export type Received = {
  bytes: Uint8Array;
  /** why it stopped: enough bytes, end of file, a reset (errno), or time */
  ended: 'enough' | 'eof' | 'error' | 'time';
  errno: number | null;
};

export interface Box extends AsyncDisposable {
  /** Everything so far, in order of seq. The array grows; do not keep a copy. */
  readonly trace: readonly TraceEvent[];
  onEvent(listener: (event: TraceEvent) => void): () => void;
  /** Resolves with the first event, past or future, that matches; rejects when the box closes or the signal fires. */
  waitFor(
    match: (event: TraceEvent) => boolean,
    options?: { signal?: AbortSignal; after?: number },
  ): Promise<TraceEvent>;
  /** Starts a program of the lab in its own terminal. */
  start(program: string, options: { mode: StartMode; cols?: number; rows?: number }): Promise<Terminal>;
  /** The terminal of a program that has been started. */
  terminal(program: string): Terminal | undefined;
  step(program: string, how: StepHow): Promise<void>;
  pause(program: string): Promise<void>;
  /** SIGKILL; resolves when the exit event is in the trace. */
  stop(program: string): Promise<void>;
  /** The kernel's tables as they are now. */
  sockets(): Promise<ReadonlyMap<string, readonly SocketRow[]>>;
  /** Connects from a host; rejects with DialError (its errno) when the kernel refuses. */
  dial(host: string, address: string, port: number): Promise<Peer>;
  /** Listens on every address of a host; rejects with DialError when the port is taken. */
  listen(host: string, port: number): Promise<PeerListener>;
  /** Replaces what is given of the wire's setting; resolves when it is in force and its event in the trace. */
  setWire(setting: Partial<WireSetting>): Promise<void>;
  /** Releases, drops or duplicates a frame that waits. Rejects with code `no-such-frame` when it does not. */
  handleFrame(frame: number, verb: FrameVerb): Promise<void>;
  /** Rejects with code `change-refused` and the kernel's words; the `network` event is in the trace when done. */
  changeNetwork(change: NetworkChange): Promise<void>;
  /** bash on a host, as the program `shell-<host>`; one that runs already is given back. */
  openShell(host: string, size?: { cols?: number; rows?: number }): Promise<Terminal>;
  /**
   * Resolves when the box has come to rest: no new event, no frame under way on a slow link, and no
   * socket in a state that passes by itself (FIN-WAIT-1, unacknowledged bytes, …). A connection of
   * which a frame waits on the wire rests; that frame's copies are no event. Gives up `limitMs` after
   * its call or after the wire has fallen silent, for a cut wire never rests.
   */
  settled(options?: { limitMs?: number }): Promise<void>;
  /** Writes a `move` event: the walk has completed this move. */
  markMove(move: string): void;
  /** Resolves with the reason when the box is gone, asked or not. */
  readonly closed: Promise<'asked' | 'died'>;
  close(): Promise<void>;
}

export class DialError extends Error {
  readonly errno: number;
  constructor(errno: number, message: string) {
    super(message);
    this.name = 'DialError';
    this.errno = errno;
  }
}
