/** What `npm run sockscope` says in both languages, besides what a check says (check/words.ts). */
import type { Language } from './check/words.ts';

const en = {
  usage: `npm run sockscope -- [command]

  (none)               watch: checks an exercise whenever its file is saved
  list [--json]        the exercises, and how far you are
  task NAME            what to write
  check NAME [--json]  judges workspace/NAME.py
  hint NAME [1|2|3]    for what the last check saw: a nudge, which step to run
                       again, nearly the line
  solution NAME        one right way
  reset NAME [--yes]   begins again; what you wrote stays in .history
  lab ID [--what-if X] walks a lab in the terminal
  doctor               can this machine run the labs?
  new lesson ID        makes a lesson with a lab that runs, for authors
  new exercise ID      makes an exercise that proves itself, for authors
  check --all [NAME]   proves exercises: starter, solution, every wrong program
  lint [ID]            mistakes in lessons, and what the rubric misses

  --lang en|ko         otherwise as LANG says
exit code: 0 passed or done, 1 a check failed, 2 not judged or not understood,
           130 Ctrl-C`,
  unknownCommand: (name: string) => `no command "${name}"`,
  whichExercise: (names: string) => `which exercise? there is:\n${names}`,
  whichLab: (names: string) => `which lab? there is:\n${names}`,
  whichHint: 'a hint is 1, 2 or 3',
  moreHints: (name: string, next: number) => `more: npm run sockscope -- hint ${name} ${next}`,
  lastHint: (name: string) => `one right way: npm run sockscope -- solution ${name}`,
  file: (path: string) => `file: ${path}`,
  states: {
    new: 'not begun',
    passed: 'passed',
    failed: 'not yet right',
    edited: 'edited, not checked',
  },
  lessonsRead: (read: number, all: number) => `lessons read: ${read} of ${all}`,
  stoppedAt: (lesson: string, move: string | null) =>
    move === null ? `last: ${lesson}` : `last: ${lesson}, move ${move}`,
  askReset: (file: string) => `Begin ${file} again? What you wrote is kept in .history. [y/N] `,
  resetRefused: 'Nothing was changed. Without a terminal to ask in, say --yes.',
  kept: 'Nothing was changed.',
  wasReset: (file: string) => `${file} is as it began; what you had is in .history.`,
  labIntro: (title: string) => `${title}. Enter: next move · q: leave`,
  labMove: (number: number, all: number, program: string) => `move ${number} of ${all}: ${program}`,
  labOver: 'The walk is over.',
  labStuck: (why: string) => `The move cannot go on: ${why}`,
  watching: (file: string) => `watching ${file}; save it in any editor`,
  keys: 'n next · r run again · h hint · l list · c check all · x begin again · q quit',
  resetAgain: 'Press x once more to begin again; what you wrote is kept in .history.',
  nowPassed: 'Passed. n: the next exercise',
  whatIsNew: 'new lesson ID, or new exercise ID: small letters, digits and hyphens',
  exists: (path: string) => `${path} is there already; nothing was changed`,
  made: (files: string) => `made:\n${files}`,
  nothingToMend: (lessons: number) => `nothing to mend (lessons: ${lessons})`,
  afterLesson: (id: string) =>
    `Its lab was recorded. It stands in content/course.yaml; npm start shows it at /en/lessons/${id}/.`,
  afterExercise: (id: string) =>
    `Prove it: npm run check -- --all ${id}. A lesson shows it with <Exercise id="${id}" />.`,
};

export type Sayings = typeof en;

const ko: Sayings = {
  usage: `npm run sockscope -- [명령]

  (없음)               지켜보기: 파일을 저장할 때마다 그 연습 문제를 검사한다
  list [--json]        연습 문제 목록과 진도
  task 이름            무엇을 써야 하는지
  check 이름 [--json]  workspace/이름.py를 검사한다
  hint 이름 [1|2|3]    마지막 검사에 맞춘 힌트: 방향, 다시 볼 단계, 거의 그 줄
  solution 이름        올바른 답 하나
  reset 이름 [--yes]   처음부터 다시. 쓴 것은 .history에 남는다
  lab ID [--what-if X] 터미널에서 실습을 한 걸음씩 본다
  doctor               이 컴퓨터에서 실습이 돌아가는지 살핀다
  new lesson ID        돌아가는 실습이 딸린 강의를 만든다(저자용)
  new exercise ID      스스로 증명되는 연습 문제를 만든다(저자용)
  check --all [이름]   연습 문제를 증명한다: 처음 파일, 답, 틀린 프로그램 모두
  lint [ID]            강의의 실수와 평가 기준에 못 미치는 곳(저자용)

  --lang en|ko         없으면 LANG을 따른다
종료 코드: 0 통과 또는 완료, 1 검사 실패, 2 판정 못 함 또는 잘못된 명령,
           130 Ctrl-C`,
  unknownCommand: name => `"${name}"라는 명령은 없습니다`,
  whichExercise: names => `어느 연습 문제인가요? 있는 것:\n${names}`,
  whichLab: names => `어느 실습인가요? 있는 것:\n${names}`,
  whichHint: '힌트는 1, 2, 3 가운데 하나입니다',
  moreHints: (name, next) => `더 보기: npm run sockscope -- hint ${name} ${next}`,
  lastHint: name => `올바른 답 하나: npm run sockscope -- solution ${name}`,
  file: path => `파일: ${path}`,
  states: { new: '시작 전', passed: '통과', failed: '아직 틀림', edited: '고친 뒤 검사 전' },
  lessonsRead: (read, all) => `읽은 레슨: ${all}개 중 ${read}개`,
  stoppedAt: (lesson, move) => (move === null ? `마지막: ${lesson}` : `마지막: ${lesson}, 걸음 ${move}`),
  askReset: file => `${file}을(를) 처음부터 다시 할까요? 쓴 것은 .history에 남습니다. [y/N] `,
  resetRefused: '아무것도 바꾸지 않았습니다. 물어볼 터미널이 없으면 --yes를 붙이세요.',
  kept: '아무것도 바꾸지 않았습니다.',
  wasReset: file => `${file}을(를) 처음으로 되돌렸습니다. 쓰던 것은 .history에 있습니다.`,
  labIntro: title => `${title}. Enter: 다음 걸음 · q: 나가기`,
  labMove: (number, all, program) => `${all}걸음 중 ${number}: ${program}`,
  labOver: '걸음이 모두 끝났습니다.',
  labStuck: why => `이 걸음은 더 나아갈 수 없습니다: ${why}`,
  watching: file => `${file}을(를) 지켜보는 중입니다. 아무 편집기로나 저장하세요`,
  keys: 'n 다음 · r 다시 검사 · h 힌트 · l 목록 · c 모두 검사 · x 처음부터 · q 끝내기',
  resetAgain: '처음부터 다시 하려면 x를 한 번 더 누르세요. 쓴 것은 .history에 남습니다.',
  nowPassed: '통과했습니다. n: 다음 연습 문제',
  whatIsNew: 'new lesson ID 또는 new exercise ID: 소문자, 숫자, 붙임표만 씁니다',
  exists: path => `${path}이(가) 이미 있습니다. 아무것도 바꾸지 않았습니다`,
  made: files => `만든 파일:\n${files}`,
  nothingToMend: lessons => `고칠 것이 없습니다(강의 ${lessons}개)`,
  afterLesson: id =>
    `실습을 녹화했습니다. content/course.yaml에 들어갔고, npm start로 /ko/lessons/${id}/ 에서 볼 수 있습니다.`,
  afterExercise: id => `증명: npm run check -- --all ${id}. 강의에는 <Exercise id="${id}" />로 넣습니다.`,
};

export const sayingsIn = (language: Language): Sayings => ({ en, ko })[language];
