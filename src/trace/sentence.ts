/**
 * One event in words, for the status line: as a key of the catalogue and its values, so that this
 * part knows no language. The words themselves stand in content/ui/*.json under `trace.*`.
 */
import type { TraceEvent } from '#protocol/events';
import { bytesOf, textOf } from './bytes.ts';
import { type Descriptor, message } from './descriptor.ts';
import { errnoName } from './errno.ts';
import type { LabState } from './fold.ts';
import { frameSentence } from './frame-sentence.ts';
import { networkChange } from './network-change.ts';
import { linesOf, plainText } from './output.ts';
import { socketChange } from './socket-change.ts';
import { doer, taskWords } from './task-words.ts';
import { flowOf, waitingIn } from './unblock.ts';
import { wireChange } from './wire-change.ts';

export { type Descriptor, type Messages, say } from './descriptor.ts';
export { frameText } from './frame-sentence.ts';
export { doer, taskWords as taskName } from './task-words.ts';
export { whoCanUnblock } from './unblock.ts';

/** How much of a terminal's text is repeated, in characters. */
const SHOWN_TEXT = 60;

type Of<Type extends TraceEvent['type']> = Extract<TraceEvent, { type: Type }>;

/**
 * What the event was. `before` and `after` are the lab around it (after = fold(before, event)).
 * Null when there is nothing to tell: bytes that show nothing, a table without a difference.
 */
export function sentence(event: TraceEvent, before: LabState, after: LabState): Descriptor | null {
  switch (event.type) {
    case 'program-started':
    case 'program-exited':
      return life(event);
    case 'task-started':
    case 'task-ended': {
      const { type, program } = event;
      return message(`trace.${type}`, { program, task: taskWords(after, program, event.task) });
    }
    case 'line': {
      const { line, file } = event;
      return message('trace.line', { program: doer(after, event), line: String(line), file });
    }
    case 'breakpoints':
      return breakpoints(event, before);
    case 'resumed':
      return message(`trace.resumed-${event.how}`, { program: doer(after, event) });
    case 'call': {
      const { call, args } = event;
      return message('trace.call', { program: doer(after, event), call, args: args.join(', ') });
    }
    case 'return':
      return returned(event, after);
    case 'blocked':
      return blocked(event, after);
    case 'sockets':
      return socketChange(event.host, before.sockets[event.host] ?? [], event.sockets);
    case 'frame':
      return frameSentence(event, after);
    case 'wire':
      return wireChange(before.wire, event);
    case 'network':
      return networkChange(event.host, before.networks[event.host], event);
    case 'output':
    case 'input':
      return terminal(event);
    case 'truncated':
      return message(`trace.truncated-${event.what}`, { program: event.program ?? '' });
    case 'counters':
      return null;
    case 'move':
      return message('trace.move', { move: event.move });
    case 'fault':
      return message('trace.fault', { fault: message(`faults.${event.code}`) });
    default:
      return event satisfies never;
  }
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

function breakpoints({ program, lines, nowhere }: Of<'breakpoints'>, before: LabState): Descriptor {
  const known = before.programs[program]?.nowhere ?? [];
  const vain = nowhere.filter(line => !known.includes(line));
  if (vain.length > 0) return message('trace.breakpoints-nowhere', { program, lines: vain.join(', ') });
  return lines.length === 0
    ? message('trace.breakpoints-none', { program })
    : message('trace.breakpoints', { program, lines: lines.join(', ') });
}

function returned(event: Of<'return'>, after: LabState): Descriptor {
  const { call, value, errno, error } = event;
  const program = doer(after, event);
  if (error !== null || errno !== null) {
    const names = [errno === null ? null : errnoName(errno), error].filter(name => name !== null);
    return message('trace.raised', { program, call, error: names.join(', ') });
  }
  return value === null || value === 'None'
    ? message('trace.returned-nothing', { program, call })
    : message('trace.returned', { program, call, value });
}

function blocked(event: Of<'blocked'>, after: LabState): Descriptor {
  const program = doer(after, event);
  if (event.syscall === null) return message('trace.woke', { program });
  const state = flowOf(after, event.program, event.task);
  const open = state?.call?.returned === false ? state.call.call : null;
  const waiting = state === undefined ? { name: event.syscall, fd: event.fd } : waitingIn(state);
  if (waiting.fd === 0 && open === null) return message('trace.blocked-input', { program });
  if (waiting.name === 'clock_nanosleep') return message('trace.blocked-sleep', { program });
  return message('trace.blocked', { program, call: open ?? waiting.name });
}

function terminal({ type, program, bytes }: Of<'output' | 'input'>): Descriptor | null {
  const decoded = textOf(bytesOf(bytes));
  const text = type === 'output' ? lastLine(decoded) : typedText(decoded);
  if (text === '') return null;
  return message(type === 'output' ? 'trace.printed' : 'trace.typed', { program, text: shownText(text) });
}

/** A terminal's text as far as it is repeated. */
export const shownText = (text: string): string =>
  text.length > SHOWN_TEXT ? `${text.slice(0, SHOWN_TEXT)}…` : text;

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
