/** What a question's form holds: its options or its number, how sure one is, and what the author says of each. */
import type { Answer } from './answers.ts';

type Committed = Extract<Answer, { kind: 'committed' }>;

export class PredictionFields {
  readonly #form: HTMLFormElement;

  constructor(form: HTMLFormElement) {
    this.#form = form;
  }

  first(): HTMLInputElement | undefined {
    return this.#inputs()[0];
  }

  chosen(): string | undefined {
    const inputs = this.#inputs();
    const chosen = inputs.find(input => (input.type === 'radio' ? input.checked : input.value !== ''));
    return chosen?.value;
  }

  /** Nothing while neither is chosen. */
  sureness(): Pick<Committed, 'isSure'> {
    const chosen = this.#degrees().find(({ checked }) => checked)?.value;
    return chosen === undefined ? {} : { isSure: chosen === 'sure' };
  }

  choose({ value, isSure }: Committed): void {
    for (const input of this.#inputs()) {
      if (input.type === 'radio') input.checked = input.value === value;
      else input.value = value;
    }
    for (const input of this.#degrees())
      input.checked = isSure !== undefined && input.value === (isSure ? 'sure' : 'unsure');
  }

  lock(isLocked: boolean): void {
    for (const input of [...this.#inputs(), ...this.#degrees()]) input.disabled = isLocked;
  }

  /** The words beside an option; a value that is no option stands for itself. */
  labelOf(value: string): string {
    const input = this.#inputs().find(candidate => candidate.type === 'radio' && candidate.value === value);
    return input?.closest('label')?.textContent?.trim() || value;
  }

  /** What the author says of an answer; a template, so that it is no part of the page before. */
  feedbackOn(value: string): DocumentFragment[] {
    const templates = [...this.#form.querySelectorAll<HTMLTemplateElement>('template[data-feedback]')];
    const found = templates.find(({ dataset }) => dataset.feedback === value);
    return found ? [found.content.cloneNode(true) as DocumentFragment] : [];
  }

  #inputs(): HTMLInputElement[] {
    return [...this.#form.querySelectorAll<HTMLInputElement>('input:not([data-sureness])')];
  }

  #degrees(): HTMLInputElement[] {
    return [...this.#form.querySelectorAll<HTMLInputElement>('input[data-sureness]')];
  }
}
