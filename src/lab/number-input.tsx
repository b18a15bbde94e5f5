/** A labelled number of a form, with what is wrong with it beside it. */
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Problem } from './number-text.ts';
import { useId } from './use-id.ts';
import type { Words } from './words.ts';

type NumberInputProps = {
  name: string;
  label: string;
  /** Another one takes the place of what was typed. */
  value: string;
  placeholder?: string;
  problem: Problem | undefined;
  words: Words;
};

export function NumberInput({ name, label, value, placeholder, problem, words }: NumberInputProps) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    if (input.current) input.current.value = value;
  }, [value]);
  return (
    <label class="lab-field">
      <span>{label}</span>
      {/* Not type="number": it hides what was typed wrong, and a wheel that turns over it changes it. */}
      <input
        ref={input}
        name={name}
        placeholder={placeholder}
        inputMode="decimal"
        size={6}
        autocomplete="off"
        aria-invalid={problem !== undefined}
        aria-describedby={problem && id}
      />
      {problem && (
        <span class="lab-problem" id={id}>
          {words.say(problem.key, problem.values)}
        </span>
      )}
    </label>
  );
}

/** After a form was refused: the first field that is wrong. */
export const focusProblem = (form: HTMLFormElement): void =>
  form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
