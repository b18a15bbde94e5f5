/**
 * One event in words, for the status line: as a key of the catalogue and its values, so that this
 * part knows no language. The words themselves stand in content/ui/*.json under `trace.*`.
 */
import type { FrameEvent, TraceEvent } from '#protocol/events';
import { bytesOf, textOf } from './bytes.ts';
import { type Descriptor, message } from './descriptor.ts';
import { dissect, summaryOf } from './dissect.ts';
import { errnoName } from './errno.ts';
import type { LabState } from './fold.ts';
import { bytesText, type Summary } from './layer.ts';
import { linesOf, plainText } from './output.ts';
import { socketChange } from './socket-change.ts';
import { waitingIn } from './unblock.ts';

export { type Descriptor, type Messages, say } from './descriptor.ts';
export { whoCanUnblock } from './unblock.ts';

/** How much of a terminal's text is repeated, in characters. */
const SHOWN_TEXT = 60;

type Of<Type extends TraceEvent['type']> = Extract<TraceEvent, { type: Type }>;

/**
 * What the event was. `before` and `after` are the lab around it (after = fold(before, event)).
 * Null when there is nothing to tell: bytes that show nothing, a socket table without a difference.
 */
export function sentence(event: TraceEvent, before: LabState, after: LabState): Descriptor | null {
  switch (event.type) {
    case 'program-started':
    case 'program-exited':
      return life(event);
    case 'line':
      return message('trace.line', { program: event.program, line: String(event.line), file: event.file });
    case 'resumed':
      return message(`trace.resumed-${event.how}`, { program: event.program });
    case 'call': {
      const { program, call, args } = event;
      return message('trace.call', { program, call, args: args.join(', ') });
    }
    case 'return':
      return returned(event);
    case 'blocked':
      return blocked(event, after);
    case 'sockets':
      return socketChange(event.host, before.sockets[event.host] ?? [], event.sockets);
    case 'frame':
      return frame(event, after);
    case 'wire':
    case 'network':
      return null;
    case 'output':
    case 'input':
      return terminal(event);
    case 'truncated':
      return message(`trace.truncated-${event.what}`, { program: event.program ?? '' });
    case 'move':
      return message('trace.move', { move: event.move });
    case 'fault':
      return message('trace.fault', { fault: message(`faults.${event.code}`) });
    default:
      return event satisfies never;
  }
}

/** The text of the Wire table in the catalogue's language: "PSH, ACK 5 bytes", "PSH, ACK 5바이트". */
export function frameText({ text, length }: Summary): Descriptor {
  const count = bytesText(length);
  if (!text.endsWith(` ${count}`)) return message('trace.frame', { what: text });
  const what = text.slice(0, -count.length - 1);
  return message(length === 1 ? 'trace.frame-byte' : 'trace.frame-bytes', { what, bytes: String(length) });
}

function life(event: Of<'program-started' | 'program-exited'>): Descriptor {
  const { program, host } = event;
  if (event.type === 'program-started') {
    return message('trace.started', { program, host, command: event.argv.join(' ') });
  }
  if (event.signal !== null) return message('trace.exited-signal', { program, signal: event.signal });
  return event.code === 0
    ? message('trace.exited', { program })
    : message('trace.exited-code', { program, code: String(event.code ?? '?') });
}

function returned({ program, call, value, errno, error }: Of<'return'>): Descriptor {
  if (error !== null || errno !== null) {
    const names = [errno === null ? null : errnoName(errno), error].filter(name => name !== null);
    return message('trace.raised', { program, call, error: names.join(', ') });
  }
  return value === null || value === 'None'
    ? message('trace.returned-nothing', { program, call })
    : message('trace.returned', { program, call, value });
}

function blocked(event: Of<'blocked'>, after: LabState): Descriptor {
  const { program } = event;
  if (event.syscall === null) return message('trace.woke', { program });
  const state = after.programs[program];
  const open = state?.call?.returned === false ? state.call.call : null;
  const waiting = state === undefined ? { name: event.syscall, fd: event.fd } : waitingIn(state);
  if (waiting.fd === 0 && open === null) return message('trace.blocked-input', { program });
  if (waiting.name === 'clock_nanosleep') return message('trace.blocked-sleep', { program });
  return message('trace.blocked', { program, call: open ?? waiting.name });
}

function frame(event: FrameEvent, after: LabState): Descriptor {
  // Only "sent" carries the bytes; the lab keeps them for the other verbs.
  const known = after.frames.findLast(({ id }) => id === event.id);
  const summary = known === undefined ? dissect(bytesOf(event.bytes ?? '')).summary : summaryOf(known);
  const values = { from: event.from, frame: frameText(summary) };
  const to = event.to ?? (event.link === 'lo' ? event.from : null);
  return event.verb === 'delivered' && to !== null
    ? message('trace.frame-delivered', { ...values, to })
    : message(`trace.frame-${event.verb}`, values);
}

function terminal({ type, program, bytes }: Of<'output' | 'input'>): Descriptor | null {
  const decoded = textOf(bytesOf(bytes));
  const text = type === 'output' ? lastLine(decoded) : typedText(decoded);
  if (text === '') return null;
  const shown = text.length > SHOWN_TEXT ? `${text.slice(0, SHOWN_TEXT)}…` : text;
  return message(type === 'output' ? 'trace.printed' : 'trace.typed', { program, text: shown });
}

/** Of many lines the last says most: a traceback ends with its exception. */
const lastLine = (text: string): string =>
  linesOf(text)
    .findLast(line => line.trim() !== '')
    ?.trim() ?? '';

/** Keys as a reader names them. */
function typedText(text: string): string {
  return plainText(
    text
      .replaceAll('\x03', 'Ctrl+C')
      .replaceAll('\x04', 'Ctrl+D')
      .replace(/\r\n?|\n/g, '⏎'),
  );
}
