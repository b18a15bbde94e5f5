/**
 * A small form that asks a kernel for a change. What is not an address at all is said at once; what
 * is one goes to the kernel, and its refusal stands here in its own words. It is done when the host's
 * settings are others than they were.
 */
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Read } from './address-text.ts';
import { CommandButton, useReadiness } from './readiness.tsx';
import { useId } from './use-id.ts';
import type { WordKey, Words } from './words.ts';

export type Field = {
  label: string;
  value?: string;
  /** what such a thing looks like */
  example: string;
  read(text: string): Read;
};

type NetworkFormProps = {
  /** the form's name */
  name: string;
  fields: readonly Field[];
  /** what its button says */
  action: string;
  /** of the host; what changes when the kernel has done it */
  settings: string;
  /** the kernel's words; null when it has refused nothing */
  refusal: string | null;
  onAsk: (values: string[]) => void;
  onDone?: () => void;
  /** makes it a form that was opened: it takes the focus, and can be left */
  onCancel?: () => void;
  words: Words;
  /** before the fields */
  children?: ComponentChildren;
};

export function NetworkForm(props: NetworkFormProps) {
  const { name, fields, action, refusal, onAsk, onCancel, words, children } = props;
  const note = useId();
  const { isReady, miss } = useReadiness();
  const inputs = useRef<(HTMLInputElement | null)[]>([]);
  const [problem, setProblem] = useState<{ field: number; text: WordKey } | null>(null);
  const asked = useSettled(props, inputs);
  useEffect(() => {
    if (onCancel) inputs.current[0]?.select();
  }, []);
  const submit = (event: Event) => {
    event.preventDefault();
    if (!isReady) return miss();
    const reads = fields.map(({ read }, index) => read(inputs.current[index]?.value ?? ''));
    const wrong = reads.findIndex(one => 'problem' in one);
    const first = reads[wrong];
    setProblem(first && 'problem' in first ? { field: wrong, text: first.problem } : null);
    if (wrong >= 0) return inputs.current[wrong]?.focus();
    asked.begin();
    onAsk(reads.flatMap(one => ('value' in one ? [one.value] : [])));
  };
  const leave = (event: KeyboardEvent) => event.key === 'Escape' && onCancel?.();
  return (
    <form class="lab-network-form" aria-label={name} noValidate onSubmit={submit}>
      {children}
      {fields.map(({ label, value, example }, index) => (
        <label key={label}>
          <span>{label}</span>
          <input
            ref={element => {
              inputs.current[index] = element;
            }}
            defaultValue={value ?? ''}
            placeholder={example}
            size={Math.max(15, (value ?? '').length)}
            autocomplete="off"
            autocapitalize="off"
            spellcheck={false}
            aria-invalid={problem?.field === index || refusal !== null}
            aria-describedby={note}
            onKeyDown={leave}
          />
        </label>
      ))}
      <CommandButton type="submit" class="lab-button">
        {action}
      </CommandButton>
      {onCancel && (
        <button type="button" class="lab-button lab-quiet" onClick={onCancel}>
          {words.say('lab.network.cancel')}
        </button>
      )}
      <p class="lab-network-trouble" id={note} role="alert">
        {problem
          ? words.say(problem.text)
          : refusal !== null && words.say('lab.network.refused', { said: refusal })}
      </p>
    </form>
  );
}

/** Empties the form when the settings have changed after it asked. */
function useSettled(
  { settings, fields, onDone }: NetworkFormProps,
  inputs: { current: (HTMLInputElement | null)[] },
) {
  const before = useRef<string | null>(null);
  useEffect(() => {
    if (before.current === null || before.current === settings) return;
    before.current = null;
    for (const [index, { value }] of fields.entries()) {
      const input = inputs.current[index];
      if (input) input.value = value ?? '';
    }
    onDone?.();
  }, [settings]);
  return {
    begin: () => {
      before.current = settings;
    },
  };
}
