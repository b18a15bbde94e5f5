/** What every place of generated questions does: answers go into the record, a wrong one leads to its lab. */
import type { Answered, QuizOptions } from '#lab/quiz';
import type { PageRecord } from '#record/page';
import { proofAddress, questionAddress } from './question-address.ts';
import { theRecord } from './record.ts';

type Locale = QuizOptions['locale'];
type Labs = Awaited<ReturnType<NonNullable<QuizOptions['labs']>>>;

/** Everything of a quiz but its plan. */
export const quizOptions = (base: string, locale: Locale): Omit<QuizOptions, 'plan'> => ({
  locale,
  addressOf: ask => questionAddress(base, locale, ask),
  proofOf: (ask, said) => proofAddress(base, locale, ask, said),
  labs: () => labsOf(base, locale),
  onAnswer: answered => void theRecord().then(record => noteAnswered(record, answered)),
});

function noteAnswered(record: PageRecord, { of, seed, slip, isRight, made, isSure }: Answered): void {
  const sure = isSure === undefined ? {} : { isSure };
  void record.note({ type: 'answered', topic: of, seed, on: slip, isRight, made, ...sure });
}

/** Without them an answer is judged and explained all the same. */
async function labsOf(base: string, locale: Locale): Promise<Labs> {
  const answer = await fetch(`${base}${locale}/topics.json`).catch(() => undefined);
  return answer?.ok ? ((await answer.json()) as Labs) : {};
}
