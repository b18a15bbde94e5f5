/** What two runs of one lab must have in common; everything that varies by nature is left out or renamed. */
import type { TraceEvent } from '#protocol/events';
import { dissect } from '#trace/dissect';

export type Digest = {
  /** per program: lines, calls and ends, in order */
  programs: Record<string, string[]>;
  /** per link and direction: what was sent, in order */
  links: Record<string, string[]>;
  /** per move: the frames it led to in each direction, and every host's table once settled */
  moves: { move: string; frames: Record<string, number>; sockets: Record<string, string[]> }[];
};

export function digest(trace: readonly TraceEvent[]): Digest {
  const programs: Record<string, string[]> = {};
  const links: Record<string, string[]> = {};
  const moves: Digest['moves'] = [];
  const tables: Record<string, string[]> = {};
  let frames: Record<string, number> = {};
  for (const event of trace) {
    if (event.type === 'sockets') tables[event.host] = event.sockets.map(socketText).sort();
    else if (event.type === 'frame' && event.verb === 'sent') {
      const direction = `${event.link} ${event.from}`;
      const text = dissect(Buffer.from(event.bytes ?? '', 'base64')).summary.text;
      if (text.startsWith('ARP')) continue; // neighbour entries grow stale by the clock
      links[direction] = [...(links[direction] ?? []), text];
      frames[`${direction}: ${text}`] = (frames[`${direction}: ${text}`] ?? 0) + 1;
    } else if (event.type === 'move') {
      moves.push({ move: event.move, frames, sockets: { ...tables } });
      frames = {};
    } else if ('program' in event && event.program !== null) {
      const line = programText(event);
      if (line !== null) programs[event.program] = [...(programs[event.program] ?? []), line];
    }
  }
  return { programs, links, moves };
}

/** Ports that the kernel chose (ip_local_port_range of Linux: 32768 to 60999) differ from run to run. */
const withoutPorts = (text: string): string =>
  text.replace(/\b(3276[89]|327[7-9]\d|32[89]\d\d|3[3-9]\d{3}|[45]\d{4}|60\d{3})\b/g, 'EPHEMERAL');

function programText(event: TraceEvent): string | null {
  switch (event.type) {
    case 'line':
      return withoutPorts(`${event.file}:${event.line} ${JSON.stringify(event.locals)}`);
    case 'call':
      return withoutPorts(`${event.call}(${event.args.join(', ')}) fd ${event.fd}`);
    case 'return':
      return withoutPorts(
        `${event.call} -> ${event.value ?? event.error} errno ${event.errno} fd ${event.fd}`,
      );
    case 'program-exited':
      return `exit ${event.code ?? event.signal}`;
    default:
      return null;
  }
}

const socketText = (row: Extract<TraceEvent, { type: 'sockets' }>['sockets'][number]): string =>
  withoutPorts(
    [
      row.owners.map(owner => `${owner.program}:${owner.fd}`).join('+'),
      row.protocol,
      row.state,
      row.local,
      row.peer,
      row.recvQ,
      row.sendQ,
    ].join(' '),
  );
