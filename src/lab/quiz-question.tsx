/** One question: what is given, the answer's fields, and what is said of the answer. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { proofOf as proofIn } from '#quiz/proofs';
import { type Answers, type Judgement, type Question, type Said, said } from '#quiz/question';
import { copyText } from './clipboard.ts';
import { AnswerField } from './quiz-field.tsx';
import { GivenView } from './quiz-given.tsx';
import { Outcome } from './quiz-outcome.tsx';
import type { Answered, Ask } from './quiz-plan.ts';
import { useId } from './use-id.ts';

type QuestionProps = {
  ask: Ask;
  question: Question;
  place: Said;
  say: (text: Said) => string;
  /** leads to this question alone */
  address: string;
  /** where a kernel decides it; null: nowhere */
  proofOf: (answers: Answers) => string | null;
  /** where a wrong answer leads; null: nowhere */
  lab: { title: string; path: string } | null;
  onAnswer: (answered: Answered) => void;
  onNext: () => void;
  onSlip: (slip: string) => void;
};

const SURENESS = ['sure', 'unsure'] as const;

export function QuizQuestion(props: QuestionProps) {
  const { ask, question, place, say, address, proofOf, lab, onAnswer, onNext, onSlip } = props;
  const [judgement, setJudgement] = useState<Judgement | null>(null);
  const [proof, setProof] = useState<string | null>(null);
  const form = useRef<HTMLFormElement>(null);
  const id = useId();
  const isJudged = judgement !== null && judgement.kind !== 'refused';
  useEffect(() => firstInput(form.current)?.focus({ preventScroll: true }), []);

  const submit = (event: Event): void => {
    event.preventDefault();
    if (isJudged || form.current === null) return;
    const written = new FormData(form.current);
    const answers = Object.fromEntries(
      question.fields.map(each => [each.id, String(written.get(each.id) ?? '')]),
    );
    const result = question.judge(answers);
    setJudgement(result);
    setProof(proofIn(question, answers) === null ? null : proofOf(answers));
    if (result.kind === 'refused') {
      firstInput(form.current, result.field)?.focus();
      return;
    }
    const sureness = written.get('sureness');
    onAnswer({
      ...ask,
      slip: question.slip,
      isRight: result.kind === 'right',
      made: result.kind === 'wrong' ? result.slip : null,
      ...(sureness !== null && { isSure: sureness === 'sure' }),
    });
  };

  return (
    <form
      class="quiz-question"
      ref={form}
      onSubmit={submit}
      data-outcome={judgement?.kind}
      aria-labelledby={id}
    >
      <p class="quiz-place">
        <span>{say(place)}</span>
        <SeedLink ask={ask} address={address} say={say} />
      </p>
      <p class="quiz-ask" id={id}>
        {say(question.ask)}
      </p>
      {question.given.map((given, index) => (
        <GivenView key={index} given={given} say={say} />
      ))}
      <div class="quiz-fields">
        {question.fields.map(field => (
          <AnswerField key={field.id} field={field} say={say} judgement={judgement} />
        ))}
      </div>
      <fieldset class="sureness" disabled={isJudged}>
        <legend>{say(said('ui.how-sure'))}</legend>
        {SURENESS.map(value => (
          <label key={value} class="option">
            <input type="radio" name="sureness" value={value} />
            <span>{say(said(`ui.${value}`))}</span>
          </label>
        ))}
      </fieldset>
      {!isJudged && (
        <button type="submit" class="primary">
          {say(said('ui.check'))}
        </button>
      )}
      <div class="quiz-outcome" role="status">
        {judgement !== null && <Outcome judgement={judgement} question={question} say={say} />}
      </div>
      {isJudged && <Onward {...{ judgement, proof, lab, say, onNext, onSlip }} />}
    </form>
  );
}

type OnwardProps = { judgement: Judgement; proof: string | null } & Pick<
  QuestionProps,
  'lab' | 'say' | 'onNext' | 'onSlip'
>;

/** After an answer: the next question, one more on what went wrong, where a kernel decides, and the lab that shows it. */
function Onward({ judgement, proof, lab, say, onNext, onSlip }: OnwardProps) {
  const slip = judgement.kind === 'wrong' ? judgement.slip : null;
  const first = useRef<HTMLButtonElement>(null);
  useEffect(() => first.current?.focus({ preventScroll: true }), []);
  return (
    <p class="quiz-onward">
      {slip !== null && (
        <button type="button" ref={first} onClick={() => onSlip(slip)}>
          {say(said('ui.on-slip'))}
        </button>
      )}
      <button type="button" class="primary" ref={slip === null ? first : null} onClick={onNext}>
        {say(said('ui.next'))}
      </button>
      {proof !== null && (
        <a href={proof} target="_blank" rel="noreferrer">
          {say(said('ui.prove'))}
        </a>
      )}
      {judgement.kind === 'wrong' && lab !== null && (
        <a href={lab.path}>{say(said('ui.to-lab', { lab: lab.title }))}</a>
      )}
    </p>
  );
}

type SeedProps = Pick<QuestionProps, 'ask' | 'address' | 'say'>;

/** The seed leads to this very question; a press puts its address on the clipboard. */
function SeedLink({ ask, address, say }: SeedProps) {
  const [isCopied, setCopied] = useState(false);
  const copy = async () => setCopied(await copyText(new URL(address, location.href).href));
  return (
    <span class="quiz-seed">
      <a href={address}>{say(said('ui.seed', { seed: String(ask.seed) }))}</a>
      <button type="button" onClick={() => void copy()}>
        {say(said(isCopied ? 'ui.copied' : 'ui.copy'))}
      </button>
    </span>
  );
}

const firstInput = (form: HTMLFormElement | null, name?: string): HTMLElement | null =>
  form?.querySelector<HTMLElement>(
    name === undefined ? '.quiz-fields :is(input, select)' : `[name="${name}"]`,
  ) ?? null;
