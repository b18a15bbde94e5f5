/** A field of an answer: typed, or chosen. */
import { type Field, type Form, type Judgement, type Said, said } from '#quiz/question';
import { useId } from './use-id.ts';

type FieldProps = { field: Field; say: (text: Said) => string; judgement: Judgement | null };

/** More of them are easier found in a list that opens. */
const MOST_RADIOS = 8;

/** What a telephone offers to type with. */
const KEYS: Partial<Record<Form, 'decimal' | 'numeric'>> = { address: 'decimal', octet: 'numeric' };

export function AnswerField({ field, say, judgement }: FieldProps) {
  const isJudged = judgement !== null && judgement.kind !== 'refused';
  const isWrong = judgement?.kind === 'wrong' && judgement.wrong.includes(field.id);
  const isRefused = judgement?.kind === 'refused' && judgement.field === field.id;
  const state = { isJudged, isWrong: isWrong || isRefused };
  const options = field.options ?? [];
  return (
    <div class="quiz-field" data-wrong={isWrong || undefined}>
      {field.form !== 'choice' && <Typed field={field} say={say} {...state} />}
      {field.form === 'choice' &&
        (options.length > MOST_RADIOS ? (
          <Selected field={field} say={say} {...state} />
        ) : (
          <Radios field={field} say={say} {...state} />
        ))}
      {isJudged && isWrong && <RightAnswer field={field} say={say} judgement={judgement} />}
    </div>
  );
}

type InputProps = Omit<FieldProps, 'judgement'> & { isJudged: boolean; isWrong: boolean };

function Typed({ field, say, isJudged, isWrong }: InputProps) {
  const id = useId();
  return (
    <>
      <label for={id}>{say(field.label)}</label>
      <input
        id={id}
        name={field.id}
        type="text"
        inputMode={KEYS[field.form] ?? 'text'}
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        readOnly={isJudged}
        aria-invalid={isWrong}
      />
    </>
  );
}

function Selected({ field, say, isJudged, isWrong }: InputProps) {
  const id = useId();
  return (
    <>
      <label for={id}>{say(field.label)}</label>
      <select id={id} name={field.id} disabled={isJudged} aria-invalid={isWrong}>
        <option value="">{say(said('ui.choose'))}</option>
        {field.options?.map(({ value, label }) => (
          <option key={value} value={value}>
            {say(label)}
          </option>
        ))}
      </select>
    </>
  );
}

function Radios({ field, say, isJudged, isWrong }: InputProps) {
  return (
    <fieldset disabled={isJudged} aria-invalid={isWrong}>
      <legend>{say(field.label)}</legend>
      {field.options?.map(({ value, label }) => (
        <label key={value} class="option">
          <input type="radio" name={field.id} value={value} />
          <span>{say(label)}</span>
        </label>
      ))}
    </fieldset>
  );
}

function RightAnswer({ field, say, judgement }: FieldProps) {
  if (judgement?.kind !== 'wrong') return null;
  const value = judgement.right[field.id] ?? '';
  const label = field.options?.find(option => option.value === value)?.label;
  if (value === '') return null;
  return (
    <p class="quiz-right">
      {say(said('ui.right-answer', { right: label ?? said('plain', { text: value }) }))}
    </p>
  );
}
