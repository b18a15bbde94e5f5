/** The words of `npm run check` in both languages; the exercise's own texts come from exercise.yaml. */

import { uiTexts } from '../ui-texts.ts';

export type Language = 'en' | 'ko';

const en = {
  checking: (file: string) => `checking ${file}`,
  check: '[check]',
  program: '[your program]',
  did: 'did',
  wanted: 'wanted',
  saw: 'saw',
  where: 'where',
  likely: 'likely',
  died: 'an exception ended your program:',
  printed: 'it printed:',
  line: (line: number) => `line ${line}`,
  frame: (frame: string) => `frame "${frame}"`,
  timedOut: (ms: number) => `nothing for ${ms} ms`,
  blocked: (call: string) => `; your program waits in ${call}`,
  busy: '; your program is busy',
  notJudged: (code: string) => `not judged, and not your fault (${code})`,
  passed: (count: number) => `all ${count} checks passed`,
  failed: (count: number, all: number) => `${count} of ${all} checks failed`,
  unjudged: 'the checks could not be finished; your program was not judged',
  usage: 'usage: npm run check -- <exercise> [--lang en|ko] [--all] [--json]',
};

const ko: typeof en = {
  checking: file => `${file} 검사`,
  check: '[검사]',
  program: '[내 프로그램]',
  did: '한 일',
  wanted: '바란 것',
  saw: '받은 것',
  where: '위치',
  likely: '짐작',
  died: '예외가 프로그램을 끝냈습니다:',
  printed: '출력:',
  line: line => `${line}번째 줄`,
  frame: frame => `프레임 "${frame}"`,
  timedOut: ms => `${ms} ms 동안 아무 일도 없었습니다`,
  blocked: call => `. 프로그램은 ${call}에서 기다리고 있습니다`,
  busy: '. 프로그램은 쉬지 않고 돌고 있습니다',
  notJudged: code => `판정하지 못했습니다. 당신의 잘못이 아닙니다 (${code})`,
  passed: count => `검사 ${count}개를 모두 통과했습니다`,
  failed: (count, all) => `검사 ${all}개 중 ${count}개가 실패했습니다`,
  unjudged: '검사를 끝내지 못했습니다. 프로그램은 판정되지 않았습니다',
  usage: '사용법: npm run check -- <연습문제> [--lang en|ko] [--all] [--json]',
};

export type Words = typeof en;

export const wordsIn = (language: Language): Words => (language === 'ko' ? ko : en);

/** Korean when `--lang` or the environment (locale(7)) says so. */
export function languageOf(asked: string | undefined, env: NodeJS.ProcessEnv): Language {
  const locale = asked || env.LC_ALL || env.LC_MESSAGES || env.LANG || '';
  return locale.startsWith('ko') ? 'ko' : 'en';
}

/** The text of a cause that no exercise has of its own, as the page has it. */
export function commonCause(language: Language, id: string): string[] {
  const text = uiTexts(language)[`exercise.cause.${id}`];
  return text === undefined ? [] : [text];
}
