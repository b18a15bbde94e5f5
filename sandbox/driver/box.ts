/**
 * What a box is to everyone outside it: open, start a program in a terminal, command, events, close.
 * Kept small on purpose, so that another runner (a container engine, a cluster) can stand behind it.
 */
import type { SocketRow, StepHow, TraceEvent } from '#protocol/events';
import type { NetworkChange } from '#protocol/network';
import type { ProcessUsage } from '#protocol/supervisor';
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

export type StartOptions = { mode: StartMode; argv?: readonly string[]; cols?: number; rows?: number };

/** A checker's own TCP connection, opened from inside a host's network. */
export interface Peer extends AsyncDisposable {
  /** Of its own end, "10.0.0.1:40112". */
  readonly address: string;
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

/** A checker's own UDP socket on a host, bound to a port that the kernel chose. */
export interface DatagramPeer extends AsyncDisposable {
  /** "0.0.0.0:40112" */
  readonly address: string;
  send(address: string, port: number, bytes: Uint8Array): Promise<void>;
  /** The next datagram, past or future, that nobody was given yet; null when the time is over. */
  receive(options: { timeoutMs: number }): Promise<Datagram | null>;
  close(): Promise<void>;
}

/** Where a checker's socket is bound; every address, unless it is said. */
export type Local = {
  address?: string;
  /** beside others of the checker's on this port whose address is another one, or every address */
  shared?: boolean;
};

export type Datagram = {
  bytes: Uint8Array;
  /** "10.0.0.2:9999" */
  from: string;
};

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
  /** Starts a program of the lab in its own terminal; `argv` takes the place of `python3 FILE ARGS`. */
  start(program: string, options: StartOptions): Promise<Terminal>;
  /** The terminal of a program that has been started. */
  terminal(program: string): Terminal | undefined;
  /** `task` of a thread or forked child; without it the program's main thread is meant. */
  step(program: string, how: StepHow, task?: string): Promise<void>;
  pause(program: string, task?: string): Promise<void>;
  /**
   * Replaces the lines of its own file before which a program, with all its threads and children,
   * stops by itself: before its start, while it stands, runs or is blocked; at most MAX_BREAKPOINTS.
   * Resolves when they are on their way; a `breakpoints` event says which lines hold.
   * Rejects with code `no-stepper` for what is no program of the lab.
   */
  setBreakpoints(program: string, lines: readonly number[]): Promise<void>;
  /** SIGKILL; resolves when the exit event is in the trace. */
  stop(program: string): Promise<void>;
  /** The kernel's tables as they are now. */
  sockets(): Promise<ReadonlyMap<string, readonly SocketRow[]>>;
  /** At the next event or change of a table, or after the time; resolves with the tables as last told. */
  news(options: { timeoutMs: number }): Promise<ReadonlyMap<string, readonly SocketRow[]>>;
  /** What the kernel counts for each process of a program now: open files, threads, processor time. */
  usage(): Promise<readonly ProcessUsage[]>;
  /** A UDP socket on a host; `ipOptions` stand in the header of each packet that it sends. */
  openDatagrams(
    host: string,
    local?: Local & { port?: number; ipOptions?: Uint8Array },
  ): Promise<DatagramPeer>;
  /** Connects from a host; rejects with DialError (its errno) when the kernel refuses. */
  dial(host: string, address: string, port: number, own?: { port: number }): Promise<Peer>;
  /** Listens on a host; rejects with DialError when the port is taken. */
  listen(host: string, port: number, local?: Local): Promise<PeerListener>;
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
