/**
 * Questions to the trace of a check: how the program ended, what it said, where it stands.
 * Only what was observed; which mistake that points to is said by the exercise's own table.
 */
import type { TraceEvent } from '#protocol/events';

type Call = Extract<TraceEvent, { type: 'call' }>;
type Return = Extract<TraceEvent, { type: 'return' }>;
type Exit = Extract<TraceEvent, { type: 'program-exited' }>;
type Trace = readonly TraceEvent[];

/** Longest traceback that is passed on; a deep recursion keeps its end, which names the error. */
const TRACEBACK_CHARACTERS = 3000;
export const OUTPUT_CHARACTERS = 500;

export const exitOf = (trace: Trace): Exit | undefined =>
  trace.findLast((event): event is Exit => event.type === 'program-exited');

/** Everything the program wrote to its terminal, with plain line ends and without colours. */
export function printed(trace: Trace): string {
  const chunks = trace.filter(event => event.type === 'output');
  const text = Buffer.concat(chunks.map(({ bytes }) => Buffer.from(bytes, 'base64'))).toString('utf8');
  return (
    text
      .replaceAll('\r\n', '\n')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what an escape sequence begins with
      .replace(/\x1b(\[[0-9;?]*[A-Za-z]|\][^\x07]*(\x07|$))/g, '')
  );
}

/** The beginning and the end of a long text. */
export function shortened(text: string, limit = OUTPUT_CHARACTERS): string {
  if (text.length <= limit) return text;
  const half = Math.floor((limit - 3) / 2);
  return `${text.slice(0, half)}\n…\n${text.slice(-half)}`;
}

export type Crash = {
  traceback: string;
  /** class of the exception: "TypeError" */
  raised: string;
  /** "a bytes-like object is required, not 'str'" */
  message: string;
  errno: number | null;
  /** the learner's innermost line */
  line: number | null;
};

const CHAINED =
  /(During handling of the above exception|The above exception was the direct cause)[^\n]*\n\n$/;
const HEADER = 'Traceback (most recent call last):';

/** How Python said that an exception ended the program; undefined when none did. */
export function crashOf(trace: Trace, file: string): Crash | undefined {
  const exit = exitOf(trace);
  if (exit === undefined || exit.code === 0) return undefined;
  const text = printed(trace).trimEnd();
  const start = tracebackStart(text);
  return start === undefined ? undefined : crashIn(text.slice(start), file);
}

/** What a traceback says. */
export function crashIn(traceback: string, file: string): Crash {
  const error = errorLine(traceback);
  const lines = [...traceback.matchAll(/ {2}File "([^"]*)", line (\d+)/g)];
  const mine = lines.findLast(match => match[1]?.split('/').at(-1) === file);
  return {
    traceback: traceback.slice(-TRACEBACK_CHARACTERS),
    raised: /^[\w.]+/.exec(error)?.[0] ?? 'Exception',
    message: error.replace(/^[\w.]+:? ?/, ''),
    errno: numberIn(/\[Errno (\d+)\]/.exec(error)),
    line: mine === undefined ? null : Number(mine[2]),
  };
}

/** Where the last traceback begins, with those it says it grew out of; a SyntaxError has no header. */
function tracebackStart(text: string): number | undefined {
  let start = text.lastIndexOf(HEADER);
  if (start === -1) return [...text.matchAll(/^ {2}File ".*", line \d+$/gm)].at(-1)?.index;
  while (start > 0 && CHAINED.test(text.slice(0, start))) {
    const earlier = text.lastIndexOf(HEADER, start - 1);
    if (earlier === -1) break;
    start = earlier;
  }
  return start;
}

/** The first line behind the last frame that is not indented: "BrokenPipeError: [Errno 32] Broken pipe". */
function errorLine(traceback: string): string {
  const frames = traceback.slice(traceback.lastIndexOf('  File "'));
  return frames.split('\n').find(line => /^\S/.test(line)) ?? '';
}

const numberIn = (match: RegExpExecArray | null): number | null => (match === null ? null : Number(match[1]));

/** The call that the program has entered and not come back from. */
export function openCall(trace: Trace): Call | undefined {
  const call = trace.findLast(event => event.type === 'call');
  if (call === undefined) return undefined;
  return trace.some(event => event.type === 'return' && event.id === call.id) ? undefined : call;
}

/** The last call that raised. */
export const failedCall = (trace: Trace): Return | undefined =>
  trace.findLast((event): event is Return => event.type === 'return' && event.error !== null);

/** The last call whose name begins so and that came back without an error: "recv" finds recv_into too. */
export const returnedCall = (trace: Trace, name: string): Return | undefined =>
  trace.findLast(
    (event): event is Return =>
      event.type === 'return' && event.error === null && event.call.startsWith(name),
  );

/** The system call that the kernel has the program asleep in. */
export function asleepIn(trace: Trace): string | null {
  const last = trace.findLast(event => event.type === 'blocked');
  return last?.syscall ?? null;
}

/** "accept at line 12", "sleep", "read"; null when it was busy. */
export function blockedIn(trace: Trace): string | null {
  const call = openCall(trace);
  if (call !== undefined) return call.line === null ? call.call : `${call.call} at line ${call.line}`;
  return asleepIn(trace)?.replace(/^(clock_)?nanosleep$/, 'sleep') ?? null;
}

/** "recv(fd 4)" */
export const callText = ({ call, fd }: { call: string; fd: number | null }): string =>
  fd === null ? `${call}()` : `${call}(fd ${fd})`;

/** How often the program was told that the client has sent its last byte. */
export const emptyReads = (trace: Trace): number =>
  trace.filter(event => event.type === 'return' && event.call.startsWith('recv') && event.value === "b''")
    .length;

/** The box's own failure, if it had one. */
export const faultOf = (trace: Trace): Extract<TraceEvent, { type: 'fault' }> | undefined =>
  trace.find(event => event.type === 'fault');
