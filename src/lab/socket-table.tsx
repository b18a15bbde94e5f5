/**
 * The kernels' socket tables as one table, grouped by host. What the last command changed is marked until the
 * next; the row that is picked tells more of its socket.
 */
import { Fragment } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { SocketRow } from '#protocol/events';
import type { Picked } from '#trace/belongs';
import type { LabState } from '#trace/fold';
import { HostCounters } from './host-counters.tsx';
import type { HostMark } from './hosts.ts';
import { lightOf } from './light.ts';
import { localText, ownerText, peerText, protocolText } from './owner-text.ts';
import { isPlainClick, isSamePick, type Picking } from './pick.ts';
import { AcceptQueue, FillLevel } from './queue-levels.tsx';
import { revealIn } from './reveal.ts';
import { SocketDetails } from './socket-details.tsx';
import { type Cell, type MarkedRow, markedRows } from './table-marks.ts';
import type { WordKey, Words } from './words.ts';

/** Where there is little room, what is `lab-wide` stands in the cell of its neighbour. */
const COLUMNS: readonly { key: WordKey; class?: string; below?: WordKey }[] = [
  { key: 'lab.sockets.fd' },
  { key: 'lab.sockets.protocol', class: 'lab-wide' },
  { key: 'lab.sockets.state', below: 'lab.sockets.protocol' },
  { key: 'lab.sockets.local', below: 'lab.sockets.peer' },
  { key: 'lab.sockets.peer', class: 'lab-wide' },
  { key: 'lab.sockets.recv-q' },
  { key: 'lab.sockets.send-q' },
];

type SocketTableProps = {
  hosts: readonly HostMark[];
  now: LabState;
  before: LabState;
  picking: Picking;
  /** The box lives, and what is shown is now. */
  ticks: boolean;
  onShow: (view: 'states' | 'bytes') => void;
  words: Words;
};

export function SocketTable(props: SocketTableProps) {
  const { hosts, words } = props;
  const place = useLitInView(props.picking);
  return (
    <section
      ref={place}
      class="lab-scroll lab-sockets-scroll"
      aria-label={words.say('lab.sockets')}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
      tabIndex={0}
    >
      <table class="lab-sockets">
        <caption class="lab-unseen">{words.say('lab.sockets')}</caption>
        <thead>
          <tr>
            {COLUMNS.map(column => (
              <th key={column.key} scope="col" class={column.class}>
                {words.say(column.key)}{' '}
                {column.below && <span class="lab-narrow">{words.say(column.below)}</span>}
              </th>
            ))}
          </tr>
        </thead>
        {hosts.map(host => (
          <HostRows key={host.name} {...props} host={host} />
        ))}
      </table>
    </section>
  );
}

/** What another pane's pick has lit is brought into view, within the table alone. */
function useLitInView({ picked }: Picking) {
  const place = useRef<HTMLElement>(null);
  const now = picked.value;
  useEffect(() => {
    if (now === null || now.kind === 'socket') return;
    const row = place.current?.querySelector<HTMLElement>('tr[data-light]');
    if (place.current && row) revealIn(place.current, row);
  }, [now]);
  return place;
}

type HostRowsProps = SocketTableProps & { host: HostMark };

function HostRows({ host, now, before, ...rest }: HostRowsProps) {
  const { words } = rest;
  const table = now.sockets[host.name] ?? [];
  const rows = markedRows(before.sockets[host.name] ?? [], table);
  return (
    <tbody style={host.style}>
      <tr class="lab-sockets-host">
        <th scope="rowgroup" colSpan={COLUMNS.length}>
          <span class="lab-host">
            {host.name} {host.address && <span class="lab-host-address">{host.address}</span>}
          </span>{' '}
          {rows.length === 0 && <span class="lab-empty">{words.say('lab.sockets.none')}</span>}
          <HostCounters host={host.name} now={now} before={before} words={words} />
        </th>
      </tr>
      {rows.map(marked => (
        <Row
          key={marked.key}
          {...rest}
          marked={marked}
          table={table}
          pick={{ kind: 'socket', host: host.name, row: marked.row, moment: now.moment }}
          at={now.at}
        />
      ))}
    </tbody>
  );
}

type RowProps = Pick<SocketTableProps, 'picking' | 'ticks' | 'onShow' | 'words'> & {
  marked: MarkedRow;
  /** the table that it stands in */
  table: readonly SocketRow[];
  pick: Picked;
  /** the box's time at the moment that is shown */
  at: number;
};

function Row({ marked: { row, isNew, changed }, table, pick, at, picking, ticks, onShow, words }: RowProps) {
  const isPicked = isSamePick(picking.picked.value, pick);
  const isLit = picking.lights.value?.hasSocket(row) ?? false;
  const mark = (cell: Cell) => (changed.includes(cell) ? 'lab-changed' : '');
  const isListening = row.state === 'LISTEN';
  const peer = peerText(row, table, words);
  return (
    <Fragment>
      <tr
        class={isNew ? 'lab-pickable lab-new' : 'lab-pickable'}
        data-light={lightOf(isPicked, isLit)}
        onClick={() => isPlainClick() && picking.toggle(pick)}
      >
        <td class={['lab-owner', mark('owner')].join(' ')}>
          <button type="button" class="lab-pick" aria-pressed={isPicked} aria-expanded={isPicked}>
            {ownerText(row, words)}
          </button>
        </td>
        <td class="lab-wide">{protocolText(row)}</td>
        <td class={mark('state')}>
          <span class="lab-state" data-state={row.state ?? 'none'}>
            {row.state ?? words.say('lab.sockets.no-state')}
          </span>{' '}
          <span class="lab-narrow">{protocolText(row)}</span>
        </td>
        <td class={['lab-ends', mark('local')].join(' ')}>
          {localText(row, words)} {peer !== '—' && <span class="lab-narrow">{peer}</span>}
        </td>
        <td class={['lab-wide', mark('peer')].join(' ')}>{peer}</td>
        <td class={['lab-recv-q', mark('recvQ')].join(' ')} data-label={words.say('lab.sockets.recv-q')}>
          {isListening ? (
            <AcceptQueue row={row} words={words} />
          ) : (
            <FillLevel row={row} queue="recvQ" words={words} />
          )}
        </td>
        <td class={['lab-send-q', mark('sendQ')].join(' ')} data-label={words.say('lab.sockets.send-q')}>
          {isListening ? (
            words.say('lab.sockets.backlog', { n: row.sendQ })
          ) : (
            <FillLevel row={row} queue="sendQ" words={words} />
          )}
        </td>
      </tr>
      {isPicked && (
        <tr class="lab-socket-details">
          <td colSpan={COLUMNS.length}>
            <SocketDetails row={row} at={at} ticks={ticks} onShow={onShow} words={words} />
          </td>
        </tr>
      )}
    </Fragment>
  );
}
