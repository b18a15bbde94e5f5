/**
 * What a published server asks before it listens, and the exercise does not forbid: an address, a port, a
 * press of Enter, or arguments on its command line. It is told where the exercise wants it.
 */
import type { TraceEvent } from '#protocol/events';
import { crashOf, exitOf, printed } from './seen.ts';

type Trace = readonly TraceEvent[];

const ANY_ADDRESS = '0.0.0.0';
const MOST_ANSWERS = 4;

/** It sleeps in a read from its terminal. */
export function isAtKeyboard(trace: Trace): boolean {
  const last = trace.findLast(event => event.type === 'blocked');
  return last?.syscall === 'read' && last.fd === 0;
}

/** Types answers, each question one; undefined: it has asked too often, or asks nothing new. */
export class Answers {
  readonly #port: number;
  #given = 0;
  #seen = -1;
  #question = '';

  constructor(port: number) {
    this.#port = port;
  }

  next(trace: Trace): string | undefined {
    if (!isAtKeyboard(trace) || this.#given === MOST_ANSWERS) return undefined;
    const asked = trace.findLast(event => event.type === 'blocked')?.seq ?? -1;
    const question = printed(trace).split('\n').at(-1) ?? '';
    // The kernel tells of a second read only if the program was seen awake between the two.
    if (asked === this.#seen && (question === '' || question.startsWith(this.#question))) return undefined;
    this.#seen = asked;
    this.#question = question;
    this.#given += 1;
    if (/host|\bip\b|addr|주소|호스트/i.test(question) && !/port|포트/i.test(question))
      return `${ANY_ADDRESS}\n`;
    return /enter|press|엔터|누르/i.test(question) && !/port|포트/i.test(question) ? '\n' : `${this.#port}\n`;
  }
}

/** Arguments to try with a program that has ended for the want of some, in this order. */
export const argumentsToTry = (port: number): string[][] => [[`${port}`], [ANY_ADDRESS, `${port}`]];

/** It has ended, and says that it was given too few arguments. */
export function wantsArguments(trace: Trace, file: string): boolean {
  if (exitOf(trace) === undefined) return false;
  const crash = crashOf(trace, file);
  if (crash !== undefined)
    return /argv/.test(crash.traceback) && /^(IndexError|ValueError)$/.test(crash.raised);
  return /usage|사용법|arguments are required/i.test(printed(trace));
}
