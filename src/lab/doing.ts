/**
 * What a program is doing now, in words: the note beside its status, and why a move is not done yet.
 */
import type { LabState } from '#trace/fold';
import { whoCanUnblock } from '#trace/sentence';
import { writtenName } from './call-names.ts';
import { flowNow } from './task-choice.ts';
import type { Words } from './words.ts';

/** @param task undefined: its main thread */
export function doingText(state: LabState, program: string, words: Words, task?: string): string {
  const now = flowNow(state.programs[program], task);
  switch (now.status) {
    case 'ready':
      return words.say('lab.doing.ready');
    case 'running':
      return words.say('lab.doing.running');
    case 'paused':
      return words.say('lab.doing.paused', { line: now.line ?? '?' });
    case 'blocked': {
      const syscall = now.blocked?.syscall ?? '';
      const call = now.call?.returned === false ? now.call.call : writtenName(syscall);
      const who = whoCanUnblock(state, program, task);
      const inCall = words.say('lab.doing.blocked', { call });
      return who ? words.say('lab.doing.wake', { call, who: words.tell(who) }) : inCall;
    }
    case 'exited':
      if (task !== undefined) return words.say('lab.doing.ended');
      return now.exit?.signal
        ? words.say('lab.doing.signal', { signal: now.exit.signal })
        : words.say('lab.doing.exited', { code: now.exit?.code ?? '?' });
    default:
      return now.status satisfies never;
  }
}

/** Why a move takes its time: the program that it is about is blocked. Undefined while it is not. */
export const waitingText = (state: LabState, program: string, words: Words): string | undefined =>
  state.programs[program]?.status === 'blocked'
    ? words.say('lab.waiting', { program, doing: doingText(state, program, words) })
    : undefined;
