/** A run through a plan: the question of the moment, the one on the slip just made, and what became of all. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { loadGenerator } from '#quiz/loaders';
import { type Question, type Said, said } from '#quiz/question';
import { sayIn, type Texts } from '#quiz/say';
import type { QuizOptions } from './quiz.tsx';
import { type Answered, type Ask, newSeed, type Plan } from './quiz-plan.ts';
import { QuizQuestion } from './quiz-question.tsx';

type RunProps = {
  plan: Plan;
  texts: Texts;
  addressOf: QuizOptions['addressOf'];
  proofOf: QuizOptions['proofOf'];
  labs: Awaited<ReturnType<NonNullable<QuizOptions['labs']>>>;
  onAnswer: QuizOptions['onAnswer'];
};

/** The question that is asked: of the plan, or one in between on a slip. */
type Asked = { ask: Ask; isExtra: boolean };

export function QuizRun({ plan, texts, addressOf, proofOf, labs, onAnswer }: RunProps) {
  const [answered, setAnswered] = useState<readonly Answered[]>([]);
  const [asked, setAsked] = useState<Asked | null>(() => ofPlan(plan.next([])));
  const say = (text: Said): string => sayIn(texts, text);
  const question = useQuestion(asked?.ask ?? null);

  const take = (result: Answered): void => {
    onAnswer?.(result);
    if (!asked?.isExtra) setAnswered(before => [...before, result]);
  };
  const next = (): void => setAsked(ofPlan(plan.next(answered)));
  const onSlip = (slip: string): void => {
    if (asked) setAsked({ ask: { of: asked.ask.of, seed: newSeed(), slip }, isExtra: true });
  };

  if (asked === null) return <QuizEnd answered={answered} say={say} />;
  if (question === null) return <p class="quiz-wait">…</p>;
  const number = answered.length + (asked.isExtra || isAnswered(answered, asked.ask) ? 0 : 1);
  return (
    <QuizQuestion
      key={keyOf(asked.ask)}
      ask={asked.ask}
      question={question}
      place={placeOf(number, plan.total, asked.isExtra)}
      say={say}
      address={addressOf(asked.ask)}
      proofOf={answers => proofOf?.(asked.ask, answers) ?? null}
      lab={labs[asked.ask.of] ?? null}
      onAnswer={take}
      onNext={next}
      onSlip={onSlip}
    />
  );
}

const ofPlan = (ask: Ask | null): Asked | null => ask && { ask, isExtra: false };

const keyOf = ({ of, seed, slip }: Ask): string => `${of}/${seed}/${slip ?? ''}`;

const isAnswered = (answered: readonly Answered[], ask: Ask): boolean => {
  const last = answered.at(-1);
  return last !== undefined && last.of === ask.of && last.seed === ask.seed;
};

function placeOf(number: number, total: number | null, isExtra: boolean): Said {
  if (isExtra) return said('ui.extra');
  if (total === null) return said('ui.nth', { nth: String(number) });
  return said('ui.nth-of', { nth: String(number), total: String(total) });
}

/** Null until its generator is loaded. */
function useQuestion(ask: Ask | null): Question | null {
  const [made, setMade] = useState<{ key: string; question: Question } | null>(null);
  const key = ask === null ? '' : keyOf(ask);
  useEffect(() => {
    if (ask === null) return;
    let isWanted = true;
    void loadGenerator(ask.of).then(generator => {
      if (isWanted) setMade({ key, question: generator.question(ask.seed, ask.slip) });
    });
    return () => {
      isWanted = false;
    };
  }, [key]);
  return made?.key === key ? made.question : null;
}

function QuizEnd({ answered, say }: { answered: readonly Answered[]; say: (text: Said) => string }) {
  const end = useRef<HTMLDivElement>(null);
  useEffect(() => end.current?.focus(), []);
  const right = answered.filter(({ isRight }) => isRight).length;
  const made = [...new Set(answered.flatMap(({ of, made: slip }) => (slip ? [`${of}.slip.${slip}`] : [])))];
  return (
    <div class="quiz-end" tabIndex={-1} ref={end}>
      <p>{say(said('ui.end', { right: String(right), total: String(answered.length) }))}</p>
      {made.length > 0 && (
        <>
          <p>{say(said('ui.slips'))}</p>
          <ul>
            {made.map(slip => (
              <li key={slip}>{say(said(slip))}</li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
