/**
 * Questions for neighbours and their answers (ARP, neighbour discovery), and for which call a host
 * asks: what it has kept back leaves as soon as it is answered (RFC 826; RFC 4861, 7.2.2). While nobody
 * answers, the newest call that goes out tells.
 */
import type { CallFact } from './call-facts.ts';
import type { JoinedFrame } from './joined-frames.ts';
import { destinationMac, type NeighbourEnds } from './packet-ends.ts';

/** One host asks for one address until it has its answer. */
export type Question = {
  readonly host: string;
  readonly frames: JoinedFrame[];
  /** the answerer's hardware address */
  answerer: string | null;
  /** what left for it first */
  keptBack: JoinedFrame | null;
};

export type Questions = {
  readonly all: readonly Question[];
  /** A frame of a question or an answer. */
  add(frame: JoinedFrame, ends: NeighbourEnds): void;
  /** Another frame has left a host; `base64` its bytes. */
  leaves(frame: JoinedFrame, base64: string): void;
};

export function openQuestions(): Questions {
  const all: Question[] = [];
  const open = new Map<string, Question>();
  /** answered, and nothing has left since */
  const answered = new Set<Question>();

  return {
    all,
    add(frame, { asks, asker, target, mac }) {
      const key = `${asker} ${target}`;
      const known = open.get(key);
      const question = known ?? { host: frame.host, frames: [], answerer: null, keptBack: null };
      question.frames.push(frame);
      frame.question = question;
      if (known === undefined) all.push(question);
      if (asks) {
        open.set(key, question);
        return;
      }
      open.delete(key);
      question.answerer = mac;
      if (known !== undefined) answered.add(question);
    },
    leaves(frame, base64) {
      for (const question of answered) {
        if (question.host !== frame.host || question.answerer !== destinationMac(base64)) continue;
        question.keptBack = frame;
        answered.delete(question);
      }
    },
  };
}

/** A call may have come back before the wire has read the question that it made its host ask; ns. */
const JUST_NOW = 20_000_000;

/** Of several calls that wait, the newest has made the host ask: the others had asked before. */
export function newestReaching({ frames }: Question, calls: readonly CallFact[]): CallFact | undefined {
  const time = frames[0]?.time;
  if (time === undefined) return undefined;
  return calls
    .filter(({ entered, left }) => {
      const isBack = left !== null && left.latest + JUST_NOW < time.earliest;
      return entered.earliest <= time.latest && !isBack;
    })
    .toSorted((one, other) => one.entered.latest - other.entered.latest)
    .at(-1);
}
