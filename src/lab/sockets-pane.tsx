/**
 * The kernels' socket tables as one table, grouped by host. What the last command changed is marked
 * until the next.
 */
import type { SocketRow } from '#protocol/events';
import type { LabState } from '#trace/fold';
import type { HostMark } from './hosts.ts';
import { type Cell, type MarkedRow, markedRows } from './table-marks.ts';
import type { WordKey, Words } from './words.ts';

const COLUMNS: readonly WordKey[] = [
  'lab.sockets.fd',
  'lab.sockets.protocol',
  'lab.sockets.state',
  'lab.sockets.local',
  'lab.sockets.peer',
  'lab.sockets.recv-q',
  'lab.sockets.send-q',
];

type SocketsPaneProps = { hosts: readonly HostMark[]; now: LabState; before: LabState; words: Words };

export function SocketsPane({ hosts, now, before, words }: SocketsPaneProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
    <section class="lab-pane lab-table lab-scroll" aria-label={words.say('lab.sockets')} tabIndex={0}>
      <table class="lab-sockets">
        <caption>{words.say('lab.sockets')}</caption>
        <thead>
          <tr>
            {COLUMNS.map(key => (
              <th key={key} scope="col">
                {words.say(key)}
              </th>
            ))}
          </tr>
        </thead>
        {hosts.map(host => (
          <HostRows
            key={host.name}
            host={host}
            rows={markedRows(before.sockets[host.name] ?? [], now.sockets[host.name] ?? [])}
            words={words}
          />
        ))}
      </table>
    </section>
  );
}

function HostRows({ host, rows, words }: { host: HostMark; rows: readonly MarkedRow[]; words: Words }) {
  return (
    <tbody style={host.style}>
      <tr class="lab-sockets-host">
        <th scope="rowgroup" colSpan={COLUMNS.length}>
          <span class="lab-host">
            {host.name} {host.address && <span class="lab-host-address">{host.address}</span>}
          </span>{' '}
          {rows.length === 0 && <span class="lab-empty">{words.say('lab.sockets.none')}</span>}
        </th>
      </tr>
      {rows.map(marked => (
        <Row key={marked.key} marked={marked} words={words} />
      ))}
    </tbody>
  );
}

function Row({ marked: { row, isNew, changed }, words }: { marked: MarkedRow; words: Words }) {
  const mark = (cell: Cell) => (changed.includes(cell) ? 'lab-changed' : undefined);
  const isListening = row.state === 'LISTEN';
  return (
    <tr class={isNew ? 'lab-new' : undefined}>
      <td class={mark('owner')}>{ownerText(row, words)}</td>
      <td>{row.protocol.toUpperCase()}</td>
      <td class={mark('state')}>
        <span class="lab-state" data-state={row.state ?? 'none'}>
          {row.state ?? words.say('lab.sockets.no-state')}
        </span>
      </td>
      <td class={mark('local')}>{row.local ?? '—'}</td>
      <td class={mark('peer')}>{row.peer ?? '—'}</td>
      <td class={mark('recvQ')}>
        {isListening ? <AcceptQueue row={row} words={words} /> : <Bytes count={row.recvQ} />}
      </td>
      <td class={mark('sendQ')}>
        {isListening ? words.say('lab.sockets.backlog', { n: row.sendQ }) : <Bytes count={row.sendQ} />}
      </td>
    </tr>
  );
}

/** The kernel admits one connection more than the backlog says (`sk_acceptq_is_full` in the kernel's net/sock.h). */
function AcceptQueue({ row, words }: { row: SocketRow; words: Words }) {
  const room = row.sendQ + 1;
  return (
    <span class="lab-queue">
      {words.say('lab.sockets.queue', { n: row.recvQ, room })}
      <span class="lab-queue-bar" aria-hidden="true">
        <span style={`inline-size: ${Math.min(100, (100 * row.recvQ) / room)}%`} />
      </span>
    </span>
  );
}

const Bytes = ({ count }: { count: number }) => (
  <span class={count > 0 ? 'lab-waiting' : 'lab-zero'}>{count}</span>
);

function ownerText(row: SocketRow, words: Words): string {
  if (row.owners.length > 0)
    return row.owners.map(({ fd, program, pid }) => `fd ${fd} · ${program ?? `pid ${pid}`}`).join(', ');
  const isClosing = row.state !== 'ESTABLISHED' && row.state !== 'SYN-RECEIVED';
  return words.say(isClosing ? 'lab.sockets.kernel' : 'lab.sockets.unaccepted');
}
