/** What two runs of one lab must have in common; everything that varies by nature is left out or renamed. */
import type { FrameEvent, TraceEvent } from '#protocol/events';
import type { HostNetwork } from '#protocol/network';
import { dissect } from '#trace/dissect';
import { outputOf } from '../../src/trace/output.ts';

export type Digest = {
  /** per program and thread of it: lines, calls and ends, in order */
  flows: Record<string, string[]>;
  /** per program: all that stood on its terminal, what was typed among it */
  output: Record<string, string>;
  /** per link and direction: what was sent, in order */
  links: Record<string, string[]>;
  /** the settings that the wire was given, in order */
  wire: string[];
  moves: {
    move: string;
    /** how many frames of each kind were sent, held, … in each direction since the move before */
    frames: Record<string, number>;
    /** every host's table once settled */
    sockets: Record<string, string[]>;
    /** every host's addresses and routes; neighbours come and go with ARP */
    network: Record<string, string[]>;
  }[];
};

export function digest(trace: readonly TraceEvent[]): Digest {
  const flows: Record<string, string[]> = {};
  const programs = new Set<string>();
  const links: Record<string, string[]> = {};
  const wire: string[] = [];
  const moves: Digest['moves'] = [];
  const sockets: Record<string, string[]> = {};
  const network: Record<string, string[]> = {};
  let frames: Record<string, number> = {};
  const textOf = frameTexts(trace);
  for (const event of trace) {
    if (event.type === 'sockets') sockets[event.host] = event.sockets.map(socketText).sort();
    else if (event.type === 'network') network[event.host] = networkTexts(event);
    else if (event.type === 'wire') {
      const { mode, impairments, rules } = event;
      wire.push(JSON.stringify({ mode, impairments, rules }));
    } else if (event.type === 'frame') {
      const text = textOf.get(event.id);
      if (text === undefined || event.verb === 'delivered') continue;
      const direction = `${event.link} ${event.from}`;
      if (event.verb === 'sent') links[direction] = [...(links[direction] ?? []), text];
      const what = `${direction}: ${event.verb === 'sent' ? '' : `${event.verb} `}${text}`;
      frames[what] = (frames[what] ?? 0) + 1;
    } else if (event.type === 'move') {
      moves.push({ move: event.move, frames, sockets: { ...sockets }, network: { ...network } });
      frames = {};
    } else if ('program' in event && event.program !== null) {
      const line = programText(event);
      if (line === null) continue;
      programs.add(event.program);
      // Threads run side by side: which of two tells first differs from run to run.
      const flow =
        'task' in event && event.task !== undefined ? `${event.program} ${event.task}` : event.program;
      flows[flow] = [...(flows[flow] ?? []), line];
    }
  }
  const output = Object.fromEntries(
    [...programs].map(name => [name, withoutPorts(outputOf(trace, trace.length, name))]),
  );
  return { flows, output, links, wire, moves };
}

/**
 * Of a race through the weather: which frames are lost depends on who was a little faster, and so does all that
 * follows. The same in every run are what those sent that came to their end, how that was, and the weather.
 */
export function raceDigest(
  trace: readonly TraceEvent[],
): Pick<Digest, 'flows' | 'wire'> & { moves: string[] } {
  const { flows, wire, moves } = digest(trace);
  const isLasting = (line: string): boolean => /^(send|connect|exit)/.test(line) && !line.includes('->');
  const ended = Object.entries(flows).filter(([, lines]) => lines.at(-1)?.startsWith('exit'));
  return {
    flows: Object.fromEntries(ended.map(([name, lines]) => [name, lines.filter(isLasting)])),
    wire,
    moves: moves.map(({ move }) => move),
  };
}

/**
 * What each frame is, by id. Left out with all that happens to them: ARP, because neighbour entries
 * grow stale by the clock; copies, of which the kernel sends more the longer a frame waits; and segments
 * like one that went on its way, which a machine with much to do sends again before the answer is there. So is
 * PSH: which segments of a long send() carry it depends on how fast the kernel fills them (RFC 9293, 3.9.1.2).
 */
function frameTexts(trace: readonly TraceEvent[]): ReadonlyMap<number, string> {
  const sent = trace.filter((event): event is FrameEvent => event.type === 'frame' && event.verb === 'sent');
  const lost = new Set(
    trace.flatMap(event => (event.type === 'frame' && event.verb === 'dropped' ? [event.id] : [])),
  );
  const onTheWay = new Set<string>();
  const texts = new Map<number, string>();
  for (const { id, link, from, bytes, copyOf } of sent) {
    const { summary } = dissect(Buffer.from(bytes ?? '', 'base64'));
    const { kind, text, source, destination, seq, ack } = summary;
    const segment = [link, from, source, destination, seq, ack, text].join(' ');
    if (copyOf !== undefined || kind === 'arp' || onTheWay.has(segment)) continue;
    if (kind === 'tcp' && !lost.has(id)) onTheWay.add(segment);
    // What a kernel tells itself, once for each time that it has sent a segment in vain.
    if (link === 'lo' && text === 'ICMP host unreachable') onTheWay.add(segment);
    texts.set(id, text.replace('PSH, ', ''));
  }
  return texts;
}

const networkTexts = ({ interfaces, routes }: HostNetwork): string[] => [
  ...interfaces.map(({ name, up, addresses }) => [name, up ? 'up' : 'down', ...addresses].join(' ')),
  ...routes.map(({ to, via, interface: through }) => `${to} via ${via} dev ${through}`),
];

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
      row.kind,
      row.state,
      row.local,
      row.peer,
      row.recvQ,
      row.sendQ,
    ].join(' '),
  );
