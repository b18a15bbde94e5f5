/**
 * The rubric of a good lesson (docs/authoring.md), as far as a machine can judge it. What it says is no
 * mistake in a file: the page would work, and teach less.
 */
import type { TraceEvent } from '#protocol/events';
import type { Lab } from '#protocol/lab';
import { LessonHead } from '#protocol/lesson';
import { momentOfMove } from '#trace/probes';
import { type Around, LOCALES, type Locale } from './around.ts';
import { allTags, readLesson, type Tag } from './lesson-source.ts';
import { feedbackOf, numbersIn, proseOf, recapOf, stretchesOf, wordsIn } from './prose.ts';

const LIMITS = {
  words: 700,
  between: { en: 120, ko: 300 },
  feedback: { en: 30, ko: 100 },
  recap: 5,
  questions: 2,
  mutants: 4,
} as const;

/**
 * What a reader needs at least, in minutes: for 200 words (a little below the mean of Brysbaert, "How many words
 * do we read per minute?", 2019), and for each thing that a lesson asks them to do.
 */
const PACE = { words: 1 / 200, Move: 0.2, Prediction: 1 / 3, WhatIf: 0.5, Exercise: 5 } as const;

/** Of a lesson without mistakes. */
export function shortcomingsOf(lesson: string, around: Around): string[] {
  const report: string[] = [];
  const texts = LOCALES.map(locale => [locale, around.source(lesson, locale) ?? ''] as const);
  for (const [locale, source] of texts) {
    const tell = (point: number, text: string): void =>
      void report.push(`lessons/${lesson}/${locale}.mdx: rubric ${point}: ${text}`);
    judgeProse(source, locale, tell);
  }
  const [source = '', korean = ''] = texts.map(([, text]) => text);
  const { head, tags } = readLesson('', source);
  const tell = (point: number, text: string): void =>
    void report.push(`lessons/${lesson}: rubric ${point}: ${text}`);
  const ofAll = LessonHead.parse(head);
  judgeNumbers(source, korean, tell);
  judgeMinutes(ofAll.minutes, source, allTags(tags), tell);
  judgeLabs(ofAll, allTags(tags), around, tell);
  return report;
}

type TellPoint = (point: number, text: string) => void;

function judgeProse(source: string, locale: Locale, tell: TellPoint): void {
  const prose = proseOf(source);
  const size = (text: string): number => (locale === 'en' ? wordsIn(text) : text.length);
  const unit = locale === 'en' ? 'words' : 'characters';
  if (locale === 'en' && wordsIn(prose) > LIMITS.words)
    tell(4, `expected at most ${LIMITS.words} words, got ${wordsIn(prose)}`);
  for (const stretch of stretchesOf(prose).filter(text => size(text) > LIMITS.between[locale]))
    tell(
      4,
      `expected at most ${LIMITS.between[locale]} ${unit} between two actions, got ${size(stretch)}: ${cut(stretch)}`,
    );
  for (const text of feedbackOf(source).filter(each => size(each) > LIMITS.feedback[locale]))
    tell(
      4,
      `expected at most ${LIMITS.feedback[locale]} ${unit} to an answer, got ${size(text)}: ${cut(text)}`,
    );
  const recap = recapOf(prose);
  const lines = recap.match(/^- /gm)?.length ?? 0;
  const questions = recap.match(/<Why question=/g)?.length ?? 0;
  if (lines === 0 || lines > LIMITS.recap)
    tell(9, `expected a recap of one to ${LIMITS.recap} lines at the end, got ${lines}`);
  if (questions !== LIMITS.questions)
    tell(
      9,
      `expected ${LIMITS.questions} questions to recall (<Why question="…">) at the end, got ${questions}`,
    );
}

/** What one language counts, the other one counts too. */
function judgeNumbers(english: string, korean: string, tell: TellPoint): void {
  const different = [...numbersIn(english).symmetricDifference(numbersIn(korean))];
  if (different.length > 0)
    tell(11, `expected the same numbers in both languages, and only one has ${different.join(', ')}`);
}

/** No reader is measured: this tells when a lesson has outgrown what it says of itself. */
function judgeMinutes(minutes: number, source: string, tags: readonly Tag[], tell: TellPoint): void {
  const doing = tags.reduce((sum, { name }) => sum + (name in PACE ? PACE[name as keyof typeof PACE] : 0), 0);
  const least = Math.ceil(wordsIn(proseOf(source)) * PACE.words + doing);
  if (least > minutes) tell(4, `expected at least ${least} minutes for what it asks, got ${minutes}`);
}

const cut = (text: string): string => (text.length > 40 ? `“${text.slice(0, 40)}…”` : `“${text}”`);

function judgeLabs(head: LessonHead, tags: readonly Tag[], around: Around, tell: TellPoint): void {
  const [id = ''] = head.labs;
  const lab = around.lab(id);
  if (lab === undefined) return;
  if (!showsAtOnce(lab, around.recording(id, null) ?? []))
    tell(2, 'expected the first move to show a socket, a frame or a changed network, without typing');
  const predictions = tags.filter(({ name }) => name === 'Prediction');
  if (!predictions.some(({ attributes }) => attributes.whatIf === undefined))
    tell(3, 'expected a question before the run, and none is asked about the lab itself');
  tags.forEach(({ name, attributes }, at) => {
    const isAsked = predictions.some(
      each => each.attributes.whatIf === attributes.id && tags.indexOf(each) < at,
    );
    if (name === 'WhatIf' && !isAsked)
      tell(3, `expected a question before <WhatIf id="${attributes.id}" />, and none is asked`);
  });
  const failing = lab.whatIfs.filter(each => hasError(around.recording(id, each.id) ?? []));
  if (failing.length === 0) tell(5, 'expected a what-if in which a call fails with an errno, and none does');
  for (const exercise of head.exercises) {
    const mutants = Object.keys(around.exercise(exercise)?.mutants ?? {}).length;
    if (mutants < LIMITS.mutants)
      tell(
        7,
        `expected ${LIMITS.mutants} wrong programs or more in sandbox/exercises/${exercise}/mutants, got ${mutants}`,
      );
  }
}

/** Something real is to be seen after "Run it live" and one Next. */
function showsAtOnce({ walk }: Lab, trace: readonly TraceEvent[]): boolean {
  const [first] = walk;
  if (first === undefined || first.types !== undefined) return false;
  const moment = momentOfMove(trace, first.id) ?? 0;
  return trace
    .slice(0, moment)
    .some(event => (event.type === 'sockets' && event.sockets.length > 0) || event.type === 'frame');
}

const hasError = (trace: readonly TraceEvent[]): boolean =>
  trace.some(event => event.type === 'return' && (event.errno !== null || event.error !== null));
