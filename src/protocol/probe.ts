/**
 * Questions that a run answers, as an author writes them under `probe:`. Each is a named query on the
 * events up to the end of a move (src/trace/probes.ts). What it finds nothing for it calls "none".
 */
import { z } from 'zod';
import { HostName, Id, IpAddress } from './network.ts';
import { raceProbes } from './race-probe.ts';

const Endpoint = z.string().optional();

/** The one socket of a host that matches. */
const oneSocket = {
  host: HostName,
  protocol: z.enum(['tcp', 'udp']).optional(),
  local: Endpoint.describe('local address, its port or its host: "10.0.0.2:3333", ":3333", "10.0.0.2"'),
  peer: Endpoint.describe('the same of the peer; "none" for no peer, "any" for some peer'),
};

const CallName = z.string().describe('"connect", "recv", … as the trace names it');

/** One call of a program since it was last started. */
const oneCall = {
  program: Id,
  call: CallName,
  nth: z
    .int()
    .refine(nth => nth !== 0, 'expected 1 for the first, -1 for the last')
    .default(-1)
    .describe('which of the calls of this name: 1 is the first, -1 the last'),
};

const Part = z
  .enum(['value', 'moved', 'fd', 'host'])
  .default('value')
  .describe(
    'of what it gave: the value as Python shows it, the bytes that it moved, the new descriptor, the host ' +
      'whose address stands in the value (of accept or recvfrom: who it came from)',
  );

/** Frames as they were sent; a copy of a waiting frame never counts: it tells how long the reader took. */
const frames = {
  text: z.string().optional().describe('what the Wire table calls it, whole: "SYN"'),
  contains: z.string().optional().describe('a part of that: "SYN" is in "SYN, ACK" too'),
  from: HostName.optional().describe('the host that put it on the link'),
  link: Id.optional(),
  since: Id.optional().describe('only those after this move of the walk'),
};

const sockets = [
  z.strictObject({ name: z.literal('state').describe('TCP state of the one matching socket'), ...oneSocket }),
  z.strictObject({
    name: z.literal('holder').describe('hosts that have a socket in this state, joined by "+"'),
    state: z.string(),
  }),
  z.strictObject({
    name: z.literal('fds').describe('descriptors of a program’s sockets in order: "3 4 5"'),
    program: Id,
  }),
  z.strictObject({
    name: z.literal('ready').describe('of these, those that select() would find readable: "3 5"'),
    program: Id,
  }),
  z.strictObject({
    name: z.literal('sockets').describe('number of sockets of a host that match'),
    ...oneSocket,
    program: Id.optional().describe('only those that it holds'),
    state: z.string().optional(),
  }),
  z.strictObject({
    name: z.literal('queue').describe('connections that wait to be accepted at a listening port'),
    host: HostName,
    port: z.int().min(1).max(65535),
  }),
  z.strictObject({
    name: z.literal('rq').describe('Recv-Q of the one matching socket, as the Sockets pane shows it'),
    ...oneSocket,
  }),
  z.strictObject({ name: z.literal('sq').describe('its Send-Q'), ...oneSocket }),
  z.strictObject({ name: z.literal('port').describe('its local port'), ...oneSocket }),
  z.strictObject({
    name: z.literal('tcp').describe('what TCP keeps of it (struct tcp_info)'),
    ...oneSocket,
    of: z.enum(['cwnd', 'ssthresh', 'rttUs', 'rtoMs', 'retransmits', 'totalRetransmits', 'unacked', 'mss']),
  }),
  z.strictObject({
    name: z.literal('counter').describe('how often a host’s kernel has counted something; 0: never'),
    host: HostName,
    counter: z.string().describe('nstat(8)’s name: "TcpExtListenOverflows", "UdpRcvbufErrors"'),
  }),
] as const;

const programs = [
  z.strictObject({
    name: z
      .literal('ret')
      .describe(
        'what a call gave: its value, its errno name, "waiting", or "none" when there is none or the program ' +
          'was ended in it',
      ),
    ...oneCall,
    of: Part,
  }),
  z.strictObject({
    name: z.literal('rets').describe('the same of every call of this name, in order: "3, 3, 2"'),
    program: Id,
    call: CallName,
    of: Part,
  }),
  z.strictObject({
    name: z.literal('calls').describe('number of calls of this name that came back without an error'),
    program: Id,
    call: CallName,
  }),
  z.strictObject({
    name: z.literal('moved').describe('bytes that all calls of this name have moved'),
    program: Id,
    call: CallName,
  }),
  z.strictObject({
    name: z.literal('took').describe('milliseconds from a call to its return; ask for a range'),
    ...oneCall,
  }),
  z.strictObject({
    name: z
      .literal('elapsed')
      .describe('milliseconds from one call to the return of another; ask for a range'),
    from: z.strictObject(oneCall),
    to: z.strictObject(oneCall),
  }),
  z.strictObject({
    name: z
      .literal('returned')
      .describe('programs whose last call of this name came back without an error, joined by "+"'),
    call: CallName,
  }),
  z.strictObject({
    name: z
      .literal('errno')
      .describe('errno name of the last failing call, or the exception: "UnicodeDecodeError"'),
    program: Id,
  }),
  z.strictObject({
    name: z.literal('failures').describe('how every program ended: "server:UnicodeDecodeError client:none"'),
  }),
  z.strictObject({
    name: z.literal('out').describe('a line that the program printed, without empty ones'),
    program: Id,
    nth: oneCall.nth.describe('1 is the first line, -1 the last'),
  }),
  z.strictObject({
    name: z.literal('lines').describe('number of lines that it printed and that contain this'),
    program: Id,
    contains: z.string(),
  }),
] as const;

const network = [
  z.strictObject({
    name: z.literal('wire').describe('how many frames were sent, or how much they carry'),
    ...frames,
    of: z
      .enum(['frames', 'bytes', 'sequence'])
      .default('frames')
      .describe('frames; bytes of payload; sequence numbers that TCP takes for them'),
  }),
  z.strictObject({
    name: z
      .literal('field')
      .describe(
        'a header field of the newest such frame, as its details show it: "61", "02:00:00:00:00:02"; of the ' +
          'innermost header, not of one that an ICMP error quotes',
      ),
    ...frames,
    field: z
      .string()
      .describe('Wireshark’s name (content/headers/): "ip.ttl", "eth.dst"; "frame.len" for all its bytes'),
  }),
  z.strictObject({
    name: z.literal('payload').describe('first bytes of what the newest such frame carries: "00 00 00 03"'),
    ...frames,
    bytes: z.int().min(1).max(32),
  }),
  z.strictObject({
    name: z.literal('begins').describe('the byte, from 0, at which a header of the newest such frame begins'),
    ...frames,
    layer: z.string().describe('"ip", "tcp", … or "payload"'),
  }),
  z.strictObject({
    name: z.literal('inside').describe('the innermost header of the newest such frame with these bytes'),
    ...frames,
    bytes: z
      .string()
      .regex(/^[0-9a-f]{2}( [0-9a-f]{2})*$/, 'expected bytes in hexadecimal, like "0d 05"')
      .describe('"0d 05", which is port 3333'),
  }),
  z.strictObject({
    name: z.literal('heard').describe('hosts that any such frame was delivered to, joined by "+"'),
    ...frames,
  }),
  z.strictObject({
    name: z
      .literal('rewritten')
      .describe(
        'fields in which the newest such frame left a router as another than it came: "eth.dst eth.src ip.checksum ' +
          'ip.ttl"; none when it was not passed on',
      ),
    ...frames,
  }),
  z.strictObject({
    name: z.literal('waiting').describe('number of frames that wait on the wire; copies do not count'),
  }),
  z.strictObject({
    name: z
      .literal('neigh')
      .describe('state of an address in a host’s neighbour table; without one, how many it has'),
    host: HostName,
    address: IpAddress.optional(),
  }),
  z.strictObject({
    name: z
      .literal('route')
      .describe(
        'where a host sends what is for this address: the next router’s address, its own interface ("eth0", ' +
          '"lo" for itself)',
      ),
    host: HostName,
    to: IpAddress,
    of: z
      .enum(['next', 'prefix'])
      .default('next')
      .describe('prefix: the destination of the route that decides: "10.1.0.0/16", "default"'),
  }),
] as const;

const SingleProbe = z.discriminatedUnion('name', [...sockets, ...programs, ...network, ...raceProbes]);
export type SingleProbe = z.infer<typeof SingleProbe>;

export const Probe = z.discriminatedUnion('name', [
  ...sockets,
  ...programs,
  ...network,
  ...raceProbes,
  z.strictObject({
    name: z.literal('both').describe('what several probes find, in order: "SYN-SENT / SYN-RECEIVED"'),
    of: z.array(SingleProbe).min(2).max(4),
  }),
]);
export type Probe = z.infer<typeof Probe>;
