/** G-DEMUX: which socket a packet belongs to, by protocol and both ends (RFC 9293, 3.3; udp(7)). */
import { generator } from '../generator.ts';
import { plain, type Said, said } from '../question.ts';
import type { Random } from '../random.ts';

type Protocol = 'tcp' | 'udp';
type End = { ip: string; port: number };
export type Socket = {
  fd: number;
  protocol: Protocol;
  state: 'LISTEN' | 'ESTABLISHED' | 'UNCONN';
  local: End;
  /** null: none, whoever sends is heard */
  peer: End | null;
};
export type Packet = { protocol: Protocol; kind: 'SYN' | 'data'; from: End; to: End };
type Item = { sockets: readonly Socket[]; packet: Packet };

/** The host's own address as others see it. */
const HERE = '10.0.0.2';
const ANY = '0.0.0.0';
const LOOPBACK = '127.0.0.1';
const CLIENTS = ['10.0.0.1', '10.0.0.3'];
const NONE = 'none';

const PORTS = [3333, 5000, 8080, 8888, 9999];

type Draft = Omit<Socket, 'fd'>;

function draw(random: Random): Item {
  const [port = 0, other = 0] = random.shuffled(PORTS);
  const drafts = random
    .shuffled([...tcpSockets(random, port), ...udpSockets(random, port, other)])
    .slice(0, 6);
  const sockets = drafts.map((draft, index): Socket => ({ fd: index + 3, ...draft }));
  const packet = packetFor(random, drafts, port, other);
  return sockets.length < 3 ? draw(random) : { sockets, packet };
}

/** A listener, which may have been closed since, with connections that it gave out. */
function tcpSockets(random: Random, port: number): Draft[] {
  const isClosed = random.chance(0.15);
  const ip = isClosed || random.chance(0.6) ? ANY : random.pick([HERE, HERE, LOOPBACK]);
  const listener: Draft = { protocol: 'tcp', state: 'LISTEN', local: { ip, port }, peer: null };
  const count = ip === LOOPBACK ? 0 : random.between(1, 2);
  const peers = random.shuffled([40001, 40002, 51000]).slice(0, count);
  const accepted = peers.map((from, index): Draft => {
    const peer = { ip: CLIENTS[(index + random.below(2)) % 2] ?? '', port: from };
    return { protocol: 'tcp', state: 'ESTABLISHED', local: { ip: HERE, port }, peer };
  });
  return isClosed ? accepted : [listener, ...accepted];
}

function udpSockets(random: Random, port: number, other: number): Draft[] {
  const bound = (own: number): Draft => ({
    protocol: 'udp',
    state: 'UNCONN',
    local: { ip: random.pick([ANY, ANY, HERE, LOOPBACK]), port: own },
    peer: null,
  });
  const sockets = [bound(random.chance(0.7) ? port : other)];
  if (random.chance(0.5)) {
    const peer = { ip: random.pick(CLIENTS), port: 9000 };
    sockets.push({ protocol: 'udp', state: 'ESTABLISHED', local: { ip: HERE, port: 46000 }, peer });
  }
  return sockets;
}

function packetFor(random: Random, drafts: readonly Draft[], port: number, other: number): Packet {
  const connected = drafts.filter(({ peer }) => peer !== null);
  const known = connected.length > 0 ? random.pick(connected) : undefined;
  const stranger = { ip: random.pick(CLIENTS), port: random.pick([40001, 40003, 9000]) };
  const to = (own: number): End => ({ ip: HERE, port: own });
  const kinds: (() => Packet)[] = [
    () => ({ protocol: 'tcp', kind: 'SYN', from: { ...stranger, port: 40009 }, to: to(port) }),
    () => ({ protocol: 'udp', kind: 'data', from: known?.peer ?? stranger, to: to(port) }),
    () => ({ protocol: 'udp', kind: 'data', from: stranger, to: to(random.pick([port, other, 46000])) }),
    () => ({ protocol: 'tcp', kind: 'SYN', from: { ...stranger, port: 40009 }, to: to(other) }),
  ];
  if (known?.peer && random.chance(0.5))
    return { protocol: known.protocol, kind: 'data', from: known.peer, to: known.local };
  return random.pick(kinds)();
}

const sameEnd = (one: End | null, other: End): boolean => one?.ip === other.ip && one.port === other.port;
const isFor = ({ local }: Socket, { to }: Packet): boolean =>
  local.port === to.port && (local.ip === ANY || local.ip === to.ip);

/** Connected to the sender before bound; what has no socket is answered with RST, or by ICMP. */
export function receiverOf({ sockets, packet }: Item): string {
  const fitting = sockets.filter(each => each.protocol === packet.protocol && isFor(each, packet));
  const connected = fitting.find(({ peer }) => sameEnd(peer, packet.from));
  const open = fitting.find(({ peer }) => peer === null);
  return String((connected ?? open)?.fd ?? NONE);
}

const endText = ({ ip, port }: End): string => `${ip}:${port}`;
const row = ({ fd, protocol, state, local, peer }: Socket): string[] => [
  String(fd),
  protocol,
  state,
  endText(local),
  peer === null ? '*' : endText(peer),
];

const packetText = ({ protocol, kind, from, to }: Packet): Said =>
  said(protocol === 'tcp' && kind === 'SYN' ? 'demux.syn' : `demux.${protocol}`, {
    from: endText(from),
    to: endText(to),
  });

const firstOf = (sockets: readonly Socket[], isIt: (socket: Socket) => boolean) => {
  const found = sockets.find(isIt);
  return found === undefined ? null : { receiver: String(found.fd) };
};

export default generator<Item>({
  id: 'demux',
  draw,
  ask: ({ sockets, packet }) => ({
    ask: said('demux.ask', { packet: packetText(packet) }),
    given: [
      {
        kind: 'table',
        head: ['fd', 'protocol', 'state', 'local', 'peer'].map(name => said(`demux.head.${name}`)),
        rows: sockets.map(row),
      },
    ],
    fields: [
      {
        id: 'receiver',
        label: said('demux.field'),
        form: 'choice',
        options: [
          ...sockets.map(socket => ({ value: String(socket.fd), label: plain(row(socket).join('  ')) })),
          { value: NONE, label: said('demux.none') },
        ],
      },
    ],
  }),
  answers: item => ({ receiver: receiverOf(item) }),
  slips: {
    'listener-first': ({ sockets, packet }) =>
      packet.protocol === 'udp'
        ? null
        : firstOf(sockets, each => each.state === 'LISTEN' && each.local.port === packet.to.port),
    'protocol-ignored': ({ sockets, packet }) =>
      firstOf(sockets, each => each.protocol !== packet.protocol && each.local.port === packet.to.port),
    'address-ignored': ({ sockets, packet }) =>
      firstOf(
        sockets,
        each =>
          each.protocol === packet.protocol && each.local.port === packet.to.port && !isFor(each, packet),
      ),
    'port-only': ({ sockets, packet }) =>
      firstOf(
        sockets,
        each =>
          each.protocol === packet.protocol &&
          isFor(each, packet) &&
          each.peer !== null &&
          !sameEnd(each.peer, packet.from),
      ),
  },
  values: ({ packet }) => ({
    from: endText(packet.from),
    to: endText(packet.to),
    protocol: packet.protocol.toUpperCase(),
  }),
  shown: ({ sockets, packet }) => [
    {
      kind: 'events',
      rows: sockets.map(socket => ({ what: plain(row(socket).join('  ')), left: whyNot(socket, packet) })),
    },
  ],
});

/** How far a socket fits a packet: the first thing that differs. */
function whyNot(socket: Socket, packet: Packet): Said {
  if (socket.protocol !== packet.protocol) return said('demux.differs.protocol');
  if (socket.local.port !== packet.to.port) return said('demux.differs.port');
  if (!isFor(socket, packet)) return said('demux.differs.address');
  if (socket.peer === null)
    return said(socket.protocol === 'tcp' ? 'demux.fits.listener' : 'demux.fits.bound');
  return said(sameEnd(socket.peer, packet.from) ? 'demux.fits.connected' : 'demux.differs.peer');
}
