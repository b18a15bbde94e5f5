/** G-QUEUE: connections that the kernel has made and nobody has accepted (listen(2)). */
import { generator } from '../generator.ts';
import { type Answers, type Said, said } from '../question.ts';
import type { Random } from '../random.ts';

/** Callers connect, the server accepts, more callers connect; nobody knocks a second time. */
export type Item = { backlog: number; first: number; accepts: number; more: number };

function draw(random: Random): Item {
  const backlog = random.between(1, 5);
  const first = random.between(0, backlog + 1);
  const accepts = random.between(0, first);
  return { backlog, first, accepts, more: random.between(first === 0 ? 2 : 1, backlog + 3) };
}

/** Linux: one more than the backlog has room (sk_acceptq_is_full). */
const roomFor = (backlog: number): number => backlog + 1;

function counts({ first, accepts, more }: Item, room: number) {
  const waiting = Math.min(first, room) - accepts;
  const queued = Math.max(0, Math.min(room, waiting + more));
  const established = accepts + queued;
  return { established, queued, synSent: first + more - established };
}

const answers = ({ established, queued, synSent }: ReturnType<typeof counts>): Answers => ({
  established: String(established),
  queued: String(queued),
  'syn-sent': String(synSent),
});

export default generator<Item>({
  id: 'queue',
  draw,
  ask: ({ backlog, first, accepts, more }) => ({
    ask: said('queue.ask'),
    given: [
      {
        kind: 'list',
        items: [
          said('queue.listen', { backlog: String(backlog) }),
          ...(first > 0 ? [said('queue.call', { count: String(first) })] : []),
          ...(accepts > 0 ? [said('queue.accept', { count: String(accepts) })] : []),
          said(first > 0 ? 'queue.call-more' : 'queue.call', { count: String(more) }),
        ],
      },
    ],
    fields: [
      { id: 'established', label: said('queue.established'), form: 'number' },
      { id: 'queued', label: said('queue.queued'), form: 'number' },
      { id: 'syn-sent', label: said('queue.syn-sent'), form: 'number' },
    ],
  }),
  answers: item => answers(counts(item, roomFor(item.backlog))),
  slips: {
    'n-not-one-more': item => {
      const fits = counts(item, item.backlog);
      return fits.queued < 0 || item.first > item.backlog ? null : answers(fits);
    },
    'accept-makes-it': ({ first, accepts, more }) =>
      answers({ established: accepts, queued: 0, synSent: first + more - accepts }),
    'accept-makes-it-from-queue': item => {
      const { queued, synSent } = counts(item, roomFor(item.backlog));
      return answers({ established: item.accepts, queued, synSent });
    },
    'backlog-is-clients': ({ backlog, first, accepts, more }) => {
      const established = Math.min(backlog, first + more);
      if (accepts > established) return null;
      return answers({ established, queued: established - accepts, synSent: first + more - established });
    },
    'no-limit': ({ first, accepts, more }) =>
      answers({ established: first + more, queued: first + more - accepts, synSent: 0 }),
  },
  values: item => ({
    backlog: String(item.backlog),
    room: String(roomFor(item.backlog)),
    accepts: String(item.accepts),
  }),
  shown: item => [{ kind: 'events', rows: rowsOf(item) }],
});

function rowsOf(item: Item): { what: Said; left: Said }[] {
  const room = roomFor(item.backlog);
  const left = (waiting: number) => said('queue.left', { waiting: String(waiting), room: String(room) });
  const waiting = item.first - item.accepts;
  const all = waiting + item.more;
  const refused = Math.max(0, all - room);
  const rows = [{ what: said('queue.listen', { backlog: String(item.backlog) }), left: left(0) }];
  if (item.first > 0)
    rows.push({ what: said('queue.call', { count: String(item.first) }), left: left(item.first) });
  if (item.accepts > 0)
    rows.push({ what: said('queue.accept', { count: String(item.accepts) }), left: left(waiting) });
  rows.push({
    what: said(item.first > 0 ? 'queue.call-more' : 'queue.call', { count: String(item.more) }),
    left: refused === 0 ? left(all) : said('queue.full', { room: String(room), count: String(refused) }),
  });
  return rows;
}
