/**
 * The frame that waits on the wire and for which a sleeping call waits: found by the addresses and
 * ports of the call's socket, so that behind a router it is found as well.
 */
import type { SocketRow } from '#protocol/events';
import { summaryOf } from './dissect.ts';
import type { FrameState, LabState } from './fold.ts';
import type { Summary } from './layer.ts';

type Wanted = (summary: Summary) => boolean;

/** Of a connection, or of a UDP socket that has a peer; what comes before what goes. */
export function heldBetween(state: LabState, row: SocketRow): FrameState | undefined {
  const { local, peer, protocol } = row;
  if (local === null || peer === null) return undefined;
  const comes: Wanted = ({ kind, source, destination }) =>
    kind === protocol && source === peer && destination === local;
  const goes: Wanted = ({ kind, source, destination }) =>
    kind === protocol && source === local && destination === peer;
  return (
    heldFrame(state, summary => comes(summary) && carries(summary)) ??
    heldFrame(state, summary => goes(summary) && carries(summary)) ??
    // A send buffer is emptied by acknowledgements.
    (row.sendQ > 0 ? heldFrame(state, comes) : undefined)
  );
}

/** A datagram on its way to a UDP socket without a peer. */
export function heldDatagram(state: LabState, host: string, row: SocketRow): FrameState | undefined {
  return heldFrame(
    state,
    ({ kind, destination }) => kind === 'udp' && isFor(state, host, row.local, destination),
  );
}

/** A part of the handshake with which a connection would come to a listening socket. */
export function heldHandshake(state: LabState, host: string, row: SocketRow): FrameState | undefined {
  const isOpening = (local: string | undefined, peer: string | undefined): boolean =>
    state.sockets[host]?.some(
      other => other.state === 'SYN-RECEIVED' && other.local === local && other.peer === peer,
    ) ?? false;
  return heldFrame(state, ({ kind, flags, source, destination }) => {
    if (kind !== 'tcp') return false;
    const isSyn = flags?.includes('SYN') ?? false;
    if (isFor(state, host, row.local, destination)) return isSyn || isOpening(destination, source);
    return isSyn && isFor(state, host, row.local, source);
  });
}

/** The one that has waited longest. */
const heldFrame = (state: LabState, wanted: Wanted): FrameState | undefined =>
  state.frames.find(frame => frame.status === 'held' && wanted(summaryOf(frame)));

/** Takes up sequence numbers, or is a datagram: more than an acknowledgement. */
const carries = ({ kind, length, flags }: Summary): boolean =>
  kind === 'udp' || length > 0 || (flags?.some(flag => ['SYN', 'FIN', 'RST'].includes(flag)) ?? false);

/** Whether an endpoint is the socket's own; a wildcard address stands for each of its host's. */
function isFor(state: LabState, host: string, local: string | null, endpoint: string | undefined): boolean {
  if (local === null || endpoint === undefined) return false;
  if (local === endpoint) return true;
  const [, address, port] = /^(.*):(\d+)$/.exec(local) ?? [];
  const [, wanted, wantedPort] = /^\[?(.*?)\]?:(\d+)$/.exec(endpoint) ?? [];
  if ((address !== '0.0.0.0' && address !== '[::]') || port !== wantedPort) return false;
  const network = state.networks[host];
  // Recordings of before there were network tables do not say who has which address.
  if (network === undefined) return true;
  return network.interfaces.some(({ addresses }) => addresses.some(cidr => cidr.split('/')[0] === wanted));
}
