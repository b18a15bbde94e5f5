/**
 * A host's addresses, routes and neighbours as its kernel has them. What the last command changed is
 * marked until the next.
 */
import type { ComponentChildren } from 'preact';
import type { HostNetwork } from '#protocol/network';
import { EditableAddress, type EditProps, InterfaceSwitch, RemoveRoute } from './network-edit.tsx';
import { type AddressRow, addressRows, neighbourRows, routeRows } from './network-marks.ts';
import type { WordKey, Words } from './words.ts';

type TableProps = {
  host: string;
  now: HostNetwork;
  before: HostNetwork | undefined;
  edit?: EditProps | undefined;
  words: Words;
};

/** A column, and how much room it needs to be shown. */
type Column = { key: WordKey; needs?: 'lab-wide' | 'lab-middling' };

type FrameProps = {
  caption: string;
  columns: readonly Column[];
  isEmpty?: boolean;
  words: Words;
  children: ComponentChildren;
};

const TableFrame = ({ caption, columns, isEmpty, words, children }: FrameProps) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: it may scroll, so the keyboard must reach it
  <section class="lab-scroll" aria-label={caption} tabIndex={0}>
    <table class="lab-network">
      <caption>{caption}</caption>
      <thead>
        <tr>
          {columns.map(({ key, needs }) => (
            <th key={key} scope="col" class={needs}>
              {words.say(key)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {children}
        {isEmpty && (
          <tr>
            <td colSpan={columns.length} class="lab-empty">
              {words.say('lab.network.none')}
            </td>
          </tr>
        )}
      </tbody>
    </table>
  </section>
);

const ADDRESS_COLUMNS: readonly Column[] = [
  { key: 'lab.network.interface' },
  { key: 'lab.network.address' },
  { key: 'lab.network.mac', needs: 'lab-wide' },
];
const ROUTE_COLUMNS: readonly Column[] = [
  { key: 'lab.network.to' },
  { key: 'lab.network.via' },
  { key: 'lab.network.interface' },
  { key: 'lab.network.source', needs: 'lab-wide' },
];
const NEIGHBOUR_COLUMNS: readonly Column[] = [
  { key: 'lab.network.address' },
  { key: 'lab.network.mac' },
  { key: 'lab.network.interface', needs: 'lab-middling' },
  { key: 'lab.network.state' },
];

const mark = (isChanged: boolean) => (isChanged ? 'lab-changed' : undefined);

export function Addresses({ host, now, before, edit, words }: TableProps) {
  return (
    <TableFrame
      caption={words.say('lab.network.addresses', { host })}
      columns={ADDRESS_COLUMNS}
      words={words}
    >
      {addressRows(before, now).map(({ key, row, changed }) => (
        <tr key={key} data-loopback={row.on.link === null}>
          {row.isFirst && (
            <td rowSpan={row.span} class={mark(changed.includes('up'))}>
              <InterfaceCell on={row.on} edit={edit} words={words} />
            </td>
          )}
          <td class={mark(changed.includes('address'))}>
            <AddressCell row={row} edit={edit} words={words} />
          </td>
          {row.isFirst && (
            <td class="lab-wide" rowSpan={row.span}>
              {row.on.mac ?? '—'}
            </td>
          )}
        </tr>
      ))}
    </TableFrame>
  );
}

type CellProps = { edit: EditProps | undefined; words: Words };

function InterfaceCell({ on, edit, words }: CellProps & { on: HostNetwork['interfaces'][number] }) {
  return (
    <span class="lab-interface">
      <span class="lab-network-value">{on.name}</span>{' '}
      {on.link !== null &&
        (edit ? (
          <InterfaceSwitch {...edit} on={on} />
        ) : (
          <span data-up={on.up}>{words.say(on.up ? 'lab.network.up' : 'lab.network.down')}</span>
        ))}
    </span>
  );
}

function AddressCell({ row: { on, address }, edit, words }: CellProps & { row: AddressRow }) {
  if (address === null) return <span class="lab-empty">{words.say('lab.network.no-address')}</span>;
  if (edit === undefined || on.link === null) return <span class="lab-network-value">{address}</span>;
  return <EditableAddress {...edit} on={on.name} address={address} />;
}

export function Routes({ host, now, before, edit, words }: TableProps) {
  return (
    <TableFrame
      caption={words.say('lab.network.routes', { host })}
      columns={ROUTE_COLUMNS}
      isEmpty={now.routes.length === 0}
      words={words}
    >
      {routeRows(before, now).map(({ key, row, isNew, changed }) => (
        <tr key={key} class={isNew ? 'lab-new' : undefined}>
          <td>
            <span class="lab-network-value">{row.to}</span>{' '}
            {edit && row.via !== null && <RemoveRoute {...edit} to={row.to} />}
          </td>
          <td class={mark(changed.includes('via'))}>
            {row.via ?? <span class="lab-empty">{words.say('lab.network.directly')}</span>}
          </td>
          <td class={mark(changed.includes('interface'))}>{row.interface ?? '—'}</td>
          <td class={['lab-wide', mark(changed.includes('source'))].filter(Boolean).join(' ')}>
            {row.source ?? '—'}
          </td>
        </tr>
      ))}
    </TableFrame>
  );
}

export function Neighbours({ host, now, before, words }: TableProps) {
  return (
    <TableFrame
      caption={words.say('lab.network.neighbours', { host })}
      columns={NEIGHBOUR_COLUMNS}
      isEmpty={now.neighbours.length === 0}
      words={words}
    >
      {neighbourRows(before, now).map(({ key, row, isNew, changed }) => (
        <tr key={key} class={isNew ? 'lab-new' : undefined}>
          <td>{row.address}</td>
          <td class={mark(changed.includes('mac'))}>{row.mac ?? '—'}</td>
          <td class="lab-middling">{row.interface}</td>
          <td class={mark(changed.includes('state'))}>
            <span class="lab-state" data-state={row.state}>
              {row.state}
            </span>
          </td>
        </tr>
      ))}
    </TableFrame>
  );
}
