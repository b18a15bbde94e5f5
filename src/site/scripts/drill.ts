/** The drill: a level is chosen, its questions follow from what went wrong; an address is ten fixed ones. */
import type { Plan } from '#lab/quiz';
import { type GeneratorId, isGenerator } from '#quiz/catalogue';
import { LEVELS } from '#quiz/levels';
import type { PageRecord } from '#record/page';
import { quizOptions } from './asked-questions.ts';
import { startDrillLevels } from './drill-levels.ts';
import { startDrillSlips } from './drill-slips.ts';
import { filled } from './filled.ts';
import { seedIn } from './question-address.ts';
import { theRecord } from './record.ts';

type Quiz = typeof import('#lab/quiz');

/** How many questions an address stands for. */
const SHARED = 10;

const page = document.querySelector<HTMLElement>('[data-drill]');
const place = page?.querySelector<HTMLElement>('[data-drill-question]');
const slot = place?.querySelector<HTMLElement>('.quiz-slot');
if (page && place && slot) startDrill(page, place, slot);

function startDrill(page: HTMLElement, place: HTMLElement, slot: HTMLElement): void {
  const locale = document.documentElement.lang === 'ko' ? 'ko' : 'en';
  const options = quizOptions(page.dataset.base ?? '/', locale);
  let shown = new AbortController();
  const ask = async (planOf: (quiz: Quiz, record: PageRecord) => Plan) => {
    const [quiz, record] = await Promise.all([import('#lab/quiz'), theRecord()]);
    shown.abort();
    shown = new AbortController();
    place.hidden = false;
    await quiz.mountQuiz(slot, { ...options, plan: planOf(quiz, record), signal: shown.signal });
    place.scrollIntoView({ block: 'nearest' });
  };
  const begin = (level: number, seed?: number): void => {
    mark(level);
    void ask((quiz, record) => {
      offerToShare(place, level, seed ?? quiz.newSeed());
      return seed === undefined ? ownPlan(quiz, record, level) : sharedPlan(quiz, level, seed);
    });
  };
  const mark = startDrillLevels(page, level => begin(level));
  startDrillSlips(page, (of, slip) => {
    mark(null);
    place.querySelector('[data-share]')?.replaceChildren();
    if (!isGenerator(of)) return;
    void ask(({ newSeed }) => ({ next: () => ({ of, seed: newSeed(), slip }), total: null }));
  });
  const level = Number(new URLSearchParams(location.search).get('level')) - 1;
  const seed = seedIn(location.search);
  if (LEVELS[level] !== undefined && seed !== undefined) begin(level, seed);
}

const ownPlan = ({ drillPlan }: Quiz, record: PageRecord, level: number): Plan =>
  drillPlan({ topics: LEVELS[level] ?? [], history: () => record.history });

/** The same for everybody who has the address. */
function sharedPlan({ fixedPlan }: Quiz, level: number, seed: number): Plan {
  const topics: readonly GeneratorId[] = LEVELS[level] ?? [];
  const asked = Array.from({ length: Math.ceil(SHARED / topics.length) }, () => topics).flat();
  return fixedPlan(asked.slice(0, SHARED), seed);
}

/** The address of ten questions of this level, for somebody else. */
function offerToShare(place: HTMLElement, level: number, seed: number): void {
  const line = place.querySelector<HTMLElement>('[data-share]');
  const link = document.createElement('a');
  link.href = `?${new URLSearchParams({ level: String(level + 1), seed: String(seed) })}`;
  link.textContent = filled(line?.dataset.share, { number: level + 1, seed, count: SHARED });
  line?.replaceChildren(link);
}
