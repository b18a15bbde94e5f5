/** What happened to a message, and what a strip comes to, in words. */
import type { Message, Strip } from '#trace/race';
import { AT_ONCE, countsOf, keptFor } from '#trace/race-counts';
import { durationText } from './duration.ts';
import type { WordKey, Words } from './words.ts';

export function whatTexts(message: Message, words: Words): string[] {
  const { fate, tries, behind, arrivedAt, readsAt, isBackwards } = message;
  const kept = keptFor(message);
  const waited = (readsAt[0] ?? arrivedAt ?? 0) - (arrivedAt ?? 0);
  const texts = [
    kept > AT_ONCE && words.say('lab.race.kept', { time: durationText(kept) }),
    tries.length > 1 && words.say('lab.race.again', { n: tries.length }),
    behind !== null && words.say('lab.race.behind', { time: durationText(waited), nth: behind }),
    isBackwards && words.say('lab.race.backwards'),
    readsAt.length > 1 && words.say('lab.race.twice', { n: readsAt.length }),
    fate !== 'read' && words.say(FATES[fate]),
  ];
  const told = texts.filter(text => typeof text === 'string');
  return told.length > 0 ? told : [words.say('lab.race.read')];
}

const FATES: Readonly<Record<Exclude<Message['fate'], 'read'>, WordKey>> = {
  lost: 'lab.race.lost',
  underway: 'lab.race.underway',
  unread: 'lab.race.unread',
};

export type CountText = {
  text: string;
  /** the look of the lines that it counts, where they have one (race.css) */
  what?: string;
};

/** What a strip comes to. What has not happened is not said. */
export function countTexts(strip: Strip, words: Words): CountText[] {
  const { sent, read, lost, backwards, twice, again, kept, behind, usual, longest, first } = countsOf(strip);
  const counted = (n: number, key: WordKey, what?: string): CountText | null =>
    n > 0 ? { text: words.say(key, { n }), ...(what && { what }) } : null;
  const timed = (time: number | null, key: WordKey): CountText | null =>
    time === null ? null : { text: words.say(key, { time: durationText(time) }) };
  const texts = [
    { text: words.say('lab.race.sum.read', { n: read, all: sent }), what: 'read' },
    counted(lost, 'lab.race.sum.lost', 'lost'),
    counted(again, 'lab.race.sum.again', 'again'),
    counted(kept, 'lab.race.sum.kept', 'waited'),
    counted(behind, 'lab.race.sum.behind', 'waited'),
    counted(backwards, 'lab.race.sum.backwards', 'waited'),
    counted(twice, 'lab.race.sum.twice'),
    timed(first, 'lab.race.sum.first'),
    timed(usual, 'lab.race.sum.usual'),
    timed(longest, 'lab.race.sum.longest'),
  ];
  return texts.filter(each => each !== null);
}
