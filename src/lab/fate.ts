/**
 * What became of a frame on its way, in words: colour and shape alone would not say it to everyone.
 */
import { durationText } from './duration.ts';
import type { RowMark, WireRow } from './wire-rows.ts';
import type { WordKey } from './words.ts';

export type Note = { key: WordKey; values?: Record<string, string | number> };

export type Fate = {
  kind: 'arrived' | 'under-way' | 'waits' | 'lost';
  /** How far it came, as a share of its way. */
  reach: number;
  /** Some of what it carries had left before. */
  isAgain: boolean;
  notes: readonly Note[];
};

/** A passing frame lives 60 µs; one that took so long was delayed on purpose, and that is worth a word. */
const NOTABLE_DELAY = 10_000_000;
/** Where it ends that did not arrive: a full queue loses it at its sender's end. */
const HALFWAY = 0.5;
const NEAR_SENDER = 0.25;

export function fateOf(row: WireRow): Fate {
  const { kind, reach, notes } = endOf(row);
  const isAgain = row.marks.some(mark => mark.kind === 'retransmission');
  return { kind, reach, isAgain, notes: [...row.marks.map(markNote), ...notes] };
}

function endOf(row: WireRow): Omit<Fate, 'isAgain'> {
  const { frame } = row;
  switch (frame.status) {
    case 'held':
      return { kind: 'waits', reach: HALFWAY, notes: [...times(row), ...byRule(frame.why)] };
    case 'dropped': {
      const reach = frame.why === 'queue' ? NEAR_SENDER : HALFWAY;
      return { kind: 'lost', reach, notes: [lossOf(frame.why), ...waited(row), ...times(row)] };
    }
    case 'sent':
      return { kind: 'under-way', reach: 0.75, notes: [{ key: 'lab.wire.under-way' }, ...times(row)] };
    case 'delivered':
      return { kind: 'arrived', reach: 1, notes: arrival(row) };
    default:
      return frame.status satisfies never;
  }
}

/** What the frames before it say of it. */
function markNote(mark: RowMark): Note {
  switch (mark.kind) {
    case 'retransmission':
      return { key: 'lab.wire.retransmission', values: { n: mark.of } };
    case 'duplicate-ack':
      return mark.nth === 1
        ? { key: 'lab.wire.duplicate-ack' }
        : { key: 'lab.wire.duplicate-ack-nth', values: { n: mark.nth } };
    case 'part':
      return { key: 'lab.wire.part', values: { n: mark.of } };
    case 'zero-window':
    case 'window-probe':
    case 'keep-alive':
      return { key: `lab.wire.${mark.kind}` };
    default:
      return mark satisfies never;
  }
}

function lossOf(why: string | null): Note {
  const reasons: Record<string, WordKey> = {
    cut: 'lab.wire.lost-cut',
    loss: 'lab.wire.lost-loss',
    queue: 'lab.wire.lost-queue',
    asked: 'lab.wire.lost-asked',
  };
  const rule = ruleOf(why);
  if (rule !== null) return { key: 'lab.wire.lost-rule', values: { rule } };
  return { key: reasons[why ?? ''] ?? 'lab.wire.dropped' };
}

function arrival(row: WireRow): Note[] {
  const { frame, overtakenBy } = row;
  const most = Math.max(...frame.deliveries.map(({ to }) => arrivalsAt(row, to)), 0);
  const notes: Note[] = [...waited(row), ...delay(row)];
  if (most > 1) notes.push({ key: 'lab.wire.arrived-times', values: { n: most } });
  // Of two that it had become one was lost.
  else if (frame.why === 'loss' || frame.why === 'queue') notes.push({ key: 'lab.wire.one-lost' });
  if (frame.corrupted !== null) notes.push({ key: 'lab.wire.corrupted' });
  if (overtakenBy !== null) notes.push({ key: 'lab.wire.overtaken', values: { n: overtakenBy } });
  return [...notes, ...times(row), ...byRule(frame.why)];
}

const arrivalsAt = ({ frame }: WireRow, host: string): number =>
  frame.deliveries.filter(({ to }) => to === host).length;

const waited = ({ frame: { heldAt, deliveredAt } }: WireRow): Note[] =>
  heldAt === null || deliveredAt === null
    ? []
    : [{ key: 'lab.wire.waited', values: { time: durationText(deliveredAt - heldAt) } }];

function delay({ frame: { sentAt, heldAt, deliveredAt } }: WireRow): Note[] {
  if (heldAt !== null || deliveredAt === null || deliveredAt - sentAt < NOTABLE_DELAY) return [];
  return [{ key: 'lab.wire.took', values: { time: durationText(deliveredAt - sentAt) } }];
}

/** How often the kernel has sent it while the first one waited. */
const times = ({ frame: { copies } }: WireRow): Note[] =>
  copies.length === 0 ? [] : [{ key: 'lab.wire.times', values: { n: copies.length + 1 } }];

const byRule = (why: string | null): Note[] => {
  const rule = ruleOf(why);
  return rule === null ? [] : [{ key: 'lab.wire.by-rule', values: { rule } }];
};

/** The id of a rule that an event names as its reason (events.ts). */
const ruleOf = (why: string | null): string | null => /^rule:(.+)$/.exec(why ?? '')?.[1] ?? null;
