/** How full a socket's queues are, drawn beside the number: who looks at a table sees at once where bytes wait. */
import type { SocketRow } from '#protocol/events';
import { levelOf } from './levels.ts';
import type { Words } from './words.ts';

/** More cells than this would be too small to be counted. */
const MOST_CELLS = 16;

/** The kernel admits one connection more than the backlog says (`sk_acceptq_is_full` in the kernel's net/sock.h). */
export function AcceptQueue({ row, words }: { row: SocketRow; words: Words }) {
  const { recvQ: count } = row;
  const room = row.sendQ + 1;
  const isFull = count >= room;
  return (
    <span
      class="lab-queue"
      data-full={isFull}
      title={words.say('lab.sockets.queue-title', { n: count, room })}
    >
      {words.say('lab.sockets.queue', { n: count, room })}
      {room <= MOST_CELLS ? (
        <span class="lab-queue-cells" aria-hidden="true">
          {Array.from({ length: room }, (_, at) => (
            <span key={at} data-taken={at < count} />
          ))}
        </span>
      ) : (
        <span class="lab-queue-bar" aria-hidden="true">
          <span style={`inline-size: ${Math.min(100, (100 * count) / room)}%`} />
        </span>
      )}
    </span>
  );
}

/** States in which the FIN that came counts in Recv-Q, or the one that is not acknowledged in Send-Q. */
const FIN_IN: Readonly<Record<'recvQ' | 'sendQ', readonly SocketRow['state'][]>> = {
  recvQ: ['CLOSE-WAIT', 'LAST-ACK', 'CLOSING'],
  sendQ: ['FIN-WAIT-1', 'CLOSING', 'LAST-ACK'],
};

export function FillLevel({ row, queue, words }: { row: SocketRow; queue: 'recvQ' | 'sendQ'; words: Words }) {
  const count = row[queue];
  if (count === 0) return <span class="lab-zero">0</span>;
  const fin = FIN_IN[queue].includes(row.state) ? ` ${words.say('lab.sockets.level-fin')}` : '';
  return (
    <span class="lab-queue" title={`${words.say('lab.sockets.level')}${fin}`}>
      <span class="lab-waiting">{count}</span>
      <span class="lab-queue-bar lab-level" aria-hidden="true">
        <span style={`inline-size: ${100 * levelOf(count)}%`} />
      </span>
    </span>
  );
}
