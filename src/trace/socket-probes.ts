/** Questions about the hosts' socket tables, and about what their kernels have counted. */
import type { SocketRow } from '#protocol/events';
import type { SingleProbe } from '#protocol/probe';
import { portIn } from './endpoints.ts';
import type { LabState } from './fold.ts';

type Named<Name extends SingleProbe['name']> = Extract<SingleProbe, { name: Name }>;
export type SocketProbe = Named<
  'state' | 'holder' | 'fds' | 'ready' | 'sockets' | 'queue' | 'rq' | 'sq' | 'port' | 'tcp' | 'counter'
>;

export function socketProbe(
  spec: SocketProbe,
  { sockets, programs, counters }: LabState,
): string | number | null {
  switch (spec.name) {
    case 'holder':
      return holdersOf(sockets, spec.state);
    case 'fds':
    case 'ready': {
      const rows = sockets[programs[spec.program]?.host ?? ''] ?? [];
      return fdsOf(spec.name === 'ready' ? rows.filter(isReadable) : rows, spec.program);
    }
    case 'sockets': {
      const { program, state } = spec;
      const isMeant = (row: SocketRow): boolean =>
        (program === undefined || row.owners.some(owner => owner.program === program)) &&
        (state === undefined || row.state === state);
      return (sockets[spec.host] ?? []).filter(row => matches(row, spec) && isMeant(row)).length;
    }
    case 'queue': {
      const listening = sockets[spec.host]?.find(
        ({ state, local }) => state === 'LISTEN' && local !== null && portIn(local) === spec.port,
      );
      return listening?.recvQ ?? null;
    }
    case 'counter':
      return counters[spec.host]?.[spec.counter] ?? 0;
    case 'state':
    case 'rq':
    case 'sq':
    case 'port':
    case 'tcp':
      return ofOne(spec, sockets[spec.host] ?? []);
    default:
      return spec satisfies never;
  }
}

function ofOne(spec: Named<'state' | 'rq' | 'sq' | 'port' | 'tcp'>, rows: readonly SocketRow[]) {
  const [row, ...more] = rows.filter(each => each.protocol !== 'unix' && matches(each, spec));
  if (row === undefined || more.length > 0) return null;
  switch (spec.name) {
    case 'state':
      return row.state;
    case 'rq':
      return row.recvQ;
    case 'sq':
      return row.sendQ;
    case 'port':
      return row.local === null ? null : portIn(row.local);
    case 'tcp':
      return row.tcp?.[spec.of] ?? null;
    default:
      return spec satisfies never;
  }
}

type Wanted = Pick<Named<'state'>, 'protocol' | 'local' | 'peer'>;

/** Whether a row is one that is asked for. */
export const matches = (row: SocketRow, { protocol, local, peer }: Wanted): boolean =>
  (protocol === undefined || row.protocol === protocol) && fits(row.local, local) && fits(row.peer, peer);

/** "10.0.0.2:3333" fits itself, ":3333" and "10.0.0.2"; no address fits "none", every other "any". */
function fits(endpoint: string | null, wanted: string | undefined): boolean {
  if (wanted === undefined) return true;
  if (endpoint === null || wanted === 'none') return endpoint === null && wanted === 'none';
  if (wanted === 'any' || endpoint === wanted) return true;
  return wanted.startsWith(':') ? endpoint.endsWith(wanted) : endpoint.replace(/:\d+$/, '') === wanted;
}

function holdersOf(sockets: LabState['sockets'], state: string): string {
  // The keys stand in the order in which the hosts' first tables came.
  const hosts = Object.keys(sockets).filter(host => sockets[host]?.some(row => row.state === state));
  return hosts.join('+') || 'none';
}

function fdsOf(rows: readonly SocketRow[], program: string): string {
  const owners = rows.flatMap(row => row.owners.filter(owner => owner.program === program));
  const fds = [...new Set(owners.map(({ fd }) => fd))].sort((one, other) => one - other);
  return fds.join(' ') || 'none';
}

/** States of a connection whose peer has sent its FIN: recv() gives what is left, then b''. */
const ENDED: readonly SocketRow['state'][] = ['CLOSE-WAIT', 'CLOSING', 'LAST-ACK', 'TIME-WAIT'];

const isReadable = ({ recvQ, state }: SocketRow): boolean => recvQ > 0 || ENDED.includes(state);
