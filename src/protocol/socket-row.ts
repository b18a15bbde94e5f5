/**
 * One row of a host's socket table, with what the kernel tells of the socket beside its addresses.
 * A table of Unix sockets has the same rows: what a family lacks is absent, never invented.
 */
import { z } from 'zod';

/** TCP states as RFC 9293, section 3.3.2 names them; a UDP socket has none. */
export const TcpState = z.enum([
  'CLOSED',
  'LISTEN',
  'SYN-SENT',
  'SYN-RECEIVED',
  'ESTABLISHED',
  'FIN-WAIT-1',
  'FIN-WAIT-2',
  'CLOSE-WAIT',
  'CLOSING',
  'LAST-ACK',
  'TIME-WAIT',
]);
export type TcpState = z.infer<typeof TcpState>;

/** A program's descriptor for a socket; a socket that nobody has accepted yet has no owner. */
export const SocketOwner = z.object({
  program: z.string().nullable().describe('program name, null for a process the lab did not start'),
  pid: z.int().describe('process id inside the host'),
  fd: z.int(),
});
export type SocketOwner = z.infer<typeof SocketOwner>;

/** A timer of a TCP connection that is running. */
export const SocketTimer = z.object({
  kind: z
    .enum(['retransmit', 'keepalive', 'time-wait', 'probe'])
    .describe(
      'what the kernel does when it is over: send again (or a loss probe), ask a silent peer, forget the ' +
        'connection (FIN-WAIT-2 without a holder too), ask whether a closed window has opened',
    ),
  expiresAt: z.int().describe('time of it, as `at`; a timer of a minute may run out seconds late'),
  count: z.int().describe('how often it has run out in a row: segments sent again, probes unanswered'),
});

/** What TCP keeps of a connection (struct tcp_info, <linux/tcp.h>). */
export const TcpInfo = z.object({
  cwnd: z.int().describe('congestion window, in segments of `mss`'),
  ssthresh: z.int().nullable().describe('slow start threshold in segments; null until a loss has set it'),
  rttUs: z.int().nullable().describe('smoothed round-trip time, RFC 6298; null before the first measurement'),
  rtoMs: z.int().describe('retransmission timeout, doubled each time it runs out'),
  retransmits: z.int().describe('timeouts in a row of what is unacknowledged now'),
  totalRetransmits: z.int().describe('segments sent again since the connection began'),
  unacked: z.int().describe('segments sent and not yet acknowledged'),
  mss: z.int().describe('bytes of data that a segment sent carries at most'),
  sndWscale: z.int().nullable().describe('by how many bits the peer’s windows are scaled; null: not agreed'),
  rcvWscale: z.int().nullable().describe('by how many bits its own windows are scaled'),
});
export type TcpInfo = z.infer<typeof TcpInfo>;

/** One row of a host's socket table, as the kernel has it (sock_diag(7)). */
export const SocketRow = z.object({
  inode: z.int().describe('0 for a connection nobody accepted yet and for TIME-WAIT'),
  owners: z.array(SocketOwner),
  protocol: z.enum(['tcp', 'udp', 'unix']),
  family: z.enum(['inet', 'inet6', 'unix']),
  kind: z.enum(['stream', 'dgram', 'seqpacket']).optional().describe('of a Unix socket, and only there'),
  state: TcpState.nullable().describe('null for datagrams; a Unix socket is CLOSED, LISTEN or ESTABLISHED'),
  local: z
    .string()
    .nullable()
    .describe(
      '"10.0.0.2:3333", "[::]:3333", "*:0" is never written: null when unbound; of a Unix socket its path ' +
        'or "@name" when abstract',
    ),
  peer: z.string().nullable().describe('of a Unix socket the path or name of the one at the other end'),
  peerInode: z
    .int()
    .optional()
    .describe(
      'of a Unix socket: the one at the other end; absent while nobody has accepted, and when it is closed',
    ),
  recvQ: z.int().describe('bytes not yet read; for LISTEN: connections in the accept queue'),
  sendQ: z.int().describe('bytes not yet acknowledged; for LISTEN: the backlog given to listen()'),
  timer: SocketTimer.optional().describe('absent while none runs, and for all but TCP'),
  tcp: TcpInfo.optional().describe('absent for all but TCP, while nothing is connected, and in TIME-WAIT'),
});
export type SocketRow = z.infer<typeof SocketRow>;
