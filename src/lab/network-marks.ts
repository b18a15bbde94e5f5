/**
 * What a command changed in a host's addresses, routes and neighbours. A host that had not spoken
 * before has nothing new: its first word is not a change.
 */
import type { HostNetwork } from '#protocol/network';

type Interface = HostNetwork['interfaces'][number];
type RouteRow = HostNetwork['routes'][number];
type Neighbour = HostNetwork['neighbours'][number];

export type Marked<Row, Cell> = { key: string; row: Row; isNew: boolean; changed: readonly Cell[] };
/** One address; `address` is null for an interface that has none. */
export type AddressRow = { on: Interface; address: string | null; isFirst: boolean; span: number };

/** A row for every address, in the kernel's order; what loopback has needs one only, as nobody changes it. */
export function addressRows(
  before: HostNetwork | undefined,
  now: HostNetwork,
): Marked<AddressRow, 'up' | 'address'>[] {
  return now.interfaces.flatMap(on => {
    const old = before?.interfaces.find(({ name }) => name === on.name);
    const addresses = addressesIn(on);
    return addresses.map((address, index) => ({
      // By place and not by text: a form that is open in the row stays open while the address changes.
      key: `${on.name} ${index}`,
      row: { on, address, isFirst: index === 0, span: addresses.length },
      isNew: false,
      changed: [
        ...(old && old.up !== on.up && index === 0 ? ['up' as const] : []),
        ...(old && !addressesIn(old).includes(address) ? ['address' as const] : []),
      ],
    }));
  });
}

function addressesIn({ link, addresses }: Interface): (string | null)[] {
  if (addresses.length === 0) return [null];
  return link === null ? [addresses.join(', ')] : addresses;
}

export function routeRows(
  before: HostNetwork | undefined,
  now: HostNetwork,
): Marked<RouteRow, 'via' | 'interface' | 'source'>[] {
  return now.routes.map((row, index) => {
    const old = before?.routes.filter(({ to }) => to === row.to) ?? [];
    const isSame = old.some(other => textOf(other) === textOf(row));
    // Where one line took the place of another, only what differs in it is new.
    const [replaced] = isSame || old.length !== 1 ? [] : old;
    return {
      key: `${index} ${textOf(row)}`,
      row,
      isNew: before !== undefined && !isSame && replaced === undefined,
      changed: replaced ? ROUTE_CELLS.filter(cell => replaced[cell] !== row[cell]) : [],
    };
  });
}

const ROUTE_CELLS = ['via', 'interface', 'source'] as const;
const textOf = ({ to, via, interface: name, source }: RouteRow) => [to, via, name, source].join(' ');

export function neighbourRows(
  before: HostNetwork | undefined,
  now: HostNetwork,
): Marked<Neighbour, 'mac' | 'state'>[] {
  return now.neighbours.map(row => {
    const old = before?.neighbours.find(
      other => other.address === row.address && other.interface === row.interface,
    );
    return {
      key: `${row.interface} ${row.address}`,
      row,
      isNew: before !== undefined && old === undefined,
      changed: old ? NEIGHBOUR_CELLS.filter(cell => old[cell] !== row[cell]) : [],
    };
  });
}

const NEIGHBOUR_CELLS = ['mac', 'state'] as const;

/** Whether anything that the tables show is different, rows that have gone included. */
export const hasChanged = (before: HostNetwork | undefined, now: HostNetwork | undefined): boolean =>
  before !== undefined && now !== undefined && JSON.stringify(before) !== JSON.stringify(now);
