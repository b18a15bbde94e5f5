/**
 * The redo queue: which topics are to be asked again, and when. A topic is a generator of questions, or the
 * predictions of a lab. Spacing is even (1, 3, 5, 7 days), so that a topic that was right four times, each
 * time when it was due, has been met over more than two weeks; then it rests until it goes wrong again.
 */
import type { Entry } from '#protocol/record';

export const SPACING_DAYS = [1, 3, 5, 7] as const;

const HOUR = 3_600_000;
/** Who learns in the evening may go on the next afternoon. */
const EARLIER = 8 * HOUR;

export type Topic = { kind: 'questions'; id: string } | { kind: 'lab'; id: string };

export type Standing = {
  topic: Topic;
  /** how many times it was right when it was due: 0 … 4 */
  step: number;
  /** since when it stands there; milliseconds since 1970 */
  since: number;
  /** wrong since it was last right, and whether the reader had been sure of it */
  missed: 'sure' | 'unsure' | null;
};

export type Due = Standing & { at: number };

/** How every topic stands that the reader has met, in the order in which they were met. */
export function standingsOf(entries: readonly Entry[]): Standing[] {
  const standings = new Map<string, Standing>();
  /** What was said of a prediction, until its run answers. */
  const sure = new Map<string, boolean>();
  for (const entry of entries) {
    if (entry.type === 'answered')
      meet(standings, { kind: 'questions', id: entry.topic }, entry, entry.isRight, entry.isSure);
    if (entry.type === 'predicted') sure.set(questionKey(entry), entry.isSure === true);
    if (entry.type === 'shown') {
      const isRight = entry.said === entry.shown;
      const topic: Topic = { kind: 'lab', id: entry.lab };
      // A lab whose predictions were right needs no redoing: its lesson's questions are asked anyway.
      if (!isRight || standings.has(keyOf(topic)))
        meet(standings, topic, entry, isRight, sure.get(questionKey(entry)));
    }
  }
  return [...standings.values()];
}

/** When it is to be asked again; null: it rests. */
export function dueAt({ step, since }: Standing): number | null {
  const days = SPACING_DAYS[step];
  return days === undefined ? null : since + days * 24 * HOUR - EARLIER;
}

/** What is due now: "sure and wrong" first, then what was wrong, then what has waited longest. */
export function dueNow(entries: readonly Entry[], now: number): Due[] {
  return scheduled(entries)
    .filter(({ at }) => at <= now)
    .sort((one, other) => urgency(other) - urgency(one) || one.at - other.at);
}

/** What will be due later, soonest first. */
export const dueLater = (entries: readonly Entry[], now: number): Due[] =>
  scheduled(entries)
    .filter(({ at }) => at > now)
    .sort((one, other) => one.at - other.at);

function scheduled(entries: readonly Entry[]): Due[] {
  return standingsOf(entries).flatMap(standing => {
    const at = dueAt(standing);
    return at === null ? [] : { ...standing, at };
  });
}

const urgency = ({ missed }: Standing): number => (missed === 'sure' ? 2 : missed === 'unsure' ? 1 : 0);

const keyOf = ({ kind, id }: Topic): string => `${kind}/${id}`;

const questionKey = ({ lab, whatIf, prediction }: Extract<Entry, { type: 'predicted' | 'shown' }>): string =>
  `${lab}/${whatIf ?? ''}/${prediction}`;

function meet(
  standings: Map<string, Standing>,
  topic: Topic,
  { at }: Entry,
  isRight: boolean,
  isSure: boolean | undefined,
): void {
  const before = standings.get(keyOf(topic));
  if (!isRight) {
    const missed = isSure || before?.missed === 'sure' ? 'sure' : 'unsure';
    standings.set(keyOf(topic), { topic, step: 0, since: at, missed });
  } else if (before === undefined) {
    standings.set(keyOf(topic), { topic, step: 0, since: at, missed: null });
  } else {
    const due = dueAt(before);
    // Right again on the same evening says nothing about next week.
    if (due !== null && at >= due)
      standings.set(keyOf(topic), { topic, step: before.step + 1, since: at, missed: null });
  }
}
