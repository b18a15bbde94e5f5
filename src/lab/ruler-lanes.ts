/**
 * What stands on the byte ruler at a moment, in three lanes: the calls that sent, the segments, the calls
 * that received. What ends a direction stands behind its last byte.
 */
import type { Picked } from '#trace/belongs';
import { type ByteRuler, type CallSpan, fateAt, type SegmentFate, type SegmentSpan } from '#trace/byte-ruler';
import { pickOfCall } from './call-pick.ts';
import { rowsFor } from './ruler-layout.ts';
import type { WordKey, Words } from './words.ts';

export type ItemWords = {
  /** the call as it was written, "segment", "FIN" */
  what: string;
  /** what there is room for; `about` has it word for word, for who speaks what is seen (WCAG 2.5.3) */
  name: string;
  /** all of it but the bytes, for the ear */
  about: string;
  /** what became of it */
  became: string;
};

export type RulerItem = {
  key: string;
  /** its place in the lane */
  place: number;
  start: number;
  end: number;
  /** It has no byte and stands behind the last one. */
  isTail: boolean;
  row: number;
  fate: SegmentFate | 'open' | 'done';
  isResent: boolean;
  pick: Picked;
  /** Asked only of what is seen: a long stream has thousands. */
  tell: () => ItemWords;
};

export type RulerLane = {
  id: 'sends' | 'segments' | 'receives';
  key: WordKey;
  items: readonly RulerItem[];
  rows: number;
};

type Call = CallSpan['call'];

/** Copies beyond this stand in the last row. */
const MOST_ROWS = 4;

export function lanesOf(ruler: ByteRuler, moment: number, words: Words): RulerLane[] {
  const { sends, segments, receives, end } = ruler;
  const sent = sends.filter(({ call }) => call.index < moment);
  const came = receives.filter(({ call }) => call.end !== null && call.end < moment);
  const left = segments.filter(({ journey }) => journey.index < moment);
  const data = left.filter(span => span.end > span.start);
  const rows = rowsFor(data, MOST_ROWS);
  const fins = left.filter(({ journey }) => journey.fin).slice(0, 1);
  const closes = end.closes !== null && end.closes.index < moment ? [end.closes] : [];
  const finds = end.finds?.end != null && end.finds.end < moment ? [end.finds] : [];
  const call = (span: CallSpan, place: number) => callItem(span, place, moment, words);
  const tails = (calls: readonly Call[], from: number) =>
    calls.map((each, at) => endItem(each, from + at, moment, words));
  return [
    {
      ...{ id: 'sends', key: 'lab.ruler.sends', rows: 1 },
      items: [...sent.map(call), ...tails(closes, sent.length)],
    },
    {
      ...{ id: 'segments', key: 'lab.ruler.segments', rows: rowsIn(rows) },
      items: [
        ...data.map((span, at) => segmentItem(span, at, rows[at] ?? 0, moment, words)),
        ...fins.map(span => finItem(span, data.length, moment, words)),
      ],
    },
    {
      ...{ id: 'receives', key: 'lab.ruler.receives', rows: 1 },
      items: [...came.map(call), ...tails(finds, came.length)],
    },
  ];
}

const rowsIn = (rows: readonly number[]): number => rows.reduce((most, row) => Math.max(most, row), 0) + 1;

/** "bytes 0–4" */
export const rangeText = (start: number, end: number, words: Words): string =>
  end - start === 1
    ? words.say('lab.ruler.one-byte', { from: start })
    : words.say('lab.ruler.bytes', { from: start, to: end - 1 });

const callText = ({ call, args }: Call): string => `${call}(${args.join(', ')})`;
const lineText = ({ line }: Call, words: Words): string[] =>
  line === null ? [] : [words.say('lab.ruler.line', { line })];

const known = new WeakMap<Call, { words: Words; item: RulerItem }>();

/** A call that is done stays what it is while the trace grows: of thousands only the new ones are made. */
function callItem(span: CallSpan, place: number, moment: number, words: Words): RulerItem {
  const { call, start, end } = span;
  if (call.end === null || call.end >= moment) return newCallItem(span, place, true, words);
  const before = known.get(call);
  const { item } = before ?? {};
  if (before?.words === words && item?.place === place && item.start === start && item.end === end)
    return item;
  const made = newCallItem(span, place, false, words);
  known.set(call, { words, item: made });
  return made;
}

function newCallItem(
  { call, start, end }: CallSpan,
  place: number,
  isOpen: boolean,
  words: Words,
): RulerItem {
  return {
    key: `call ${call.seq}`,
    place,
    start,
    end,
    isTail: false,
    row: 0,
    fate: isOpen ? 'open' : 'done',
    isResent: false,
    pick: pickOfCall(call),
    tell() {
      const became = isOpen ? words.say('lab.ruler.open') : sizeText(end - start, words);
      const text = callText(call);
      // What was sent stands below as bytes.
      const name = [call.call.startsWith('recv') ? text : call.call, ...lineText(call, words)].join(', ');
      const about = [`${call.program}: ${name}`, rangeText(start, end, words), became].join(', ');
      return { what: `${call.program}: ${text}`, name, about, became };
    },
  };
}

const sizeText = (n: number, words: Words): string =>
  words.say(n === 1 ? 'lab.wire.byte' : 'lab.wire.bytes', { n });

/** The call that ended the direction, or the one that found its end. */
function endItem(call: Call, place: number, moment: number, words: Words): RulerItem {
  const isOpen = call.end === null || call.end >= moment;
  return {
    ...nothing,
    place,
    key: `end ${call.seq}`,
    fate: isOpen ? 'open' : 'done',
    pick: pickOfCall(call),
    tell() {
      const finds = call.call.startsWith('recv');
      const name = finds ? `${call.call} → ${call.value ?? ''}` : callText(call);
      const became = words.say('lab.ruler.end');
      const about = [`${call.program}: ${name}`, ...lineText(call, words), became].join(', ');
      return { what: `${call.program}: ${callText(call)}`, name, about, became };
    },
  };
}

const nothing = { start: Infinity, end: Infinity, isTail: true, row: 0, isResent: false } as const;

const FATES: Readonly<Record<SegmentFate, WordKey>> = {
  arrived: 'lab.ruler.arrived',
  lost: 'lab.ruler.lost',
  waits: 'lab.ruler.waits',
  underway: 'lab.ruler.underway',
};

/** "lost", "sent again, arrived", "sent ×3, waits on the wire" */
function fateText(span: SegmentSpan, fate: SegmentFate, moment: number, words: Words): string {
  const copies = span.copies.filter(({ index }) => index < moment).length;
  return [
    span.isResent && words.say('lab.ruler.again'),
    copies > 0 && words.say('lab.ruler.times', { n: copies + 1 }),
    words.say(FATES[fate]),
  ]
    .filter(Boolean)
    .join(', ');
}

function segmentItem(span: SegmentSpan, place: number, row: number, moment: number, words: Words): RulerItem {
  const { journey, start, end, isResent } = span;
  const fate = fateAt(span, moment);
  return {
    key: `frame ${journey.id}`,
    place,
    start,
    end,
    isTail: false,
    row,
    fate,
    isResent,
    pick: { kind: 'frame', id: journey.id },
    tell() {
      const became = fateText(span, fate, moment, words);
      const what = words.say('lab.ruler.segment');
      const size = sizeText(end - start, words);
      const isPlain = fate === 'arrived' && !isResent;
      const about = [what, rangeText(start, end, words), size, became].join(', ');
      return { what, name: isPlain ? size : became, about, became };
    },
  };
}

function finItem(span: SegmentSpan, place: number, moment: number, words: Words): RulerItem {
  const fate = fateAt(span, moment);
  return {
    ...nothing,
    place,
    key: `fin ${span.journey.id}`,
    fate,
    pick: { kind: 'frame', id: span.journey.id },
    tell() {
      const became = fateText({ ...span, isResent: false }, fate, moment, words);
      const name = fate === 'arrived' ? 'FIN' : `FIN: ${became}`;
      return { what: 'FIN', name, about: `${name}, ${words.say('lab.ruler.end')}`, became };
    },
  };
}
