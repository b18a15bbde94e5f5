/**
 * A question in the prose that a run answers. Committing keeps the answer and lets the lab go on;
 * what is right is computed from the trace of this reader's run by a named probe, and stored nowhere.
 * This file is on every lesson page, so what only a run needs is loaded when there is one.
 */
import type { PredictionSpec, Scene } from '#protocol/lab';
import { sceneName } from '#protocol/recording';
import { type Answer, forgetAnswer, keepAnswer, readAnswer } from './answers.ts';
import { hearPage, isScene, type PageEvents, tellPage } from './page-events.ts';
import type { Locale, Words } from './words.ts';

type Run = PageEvents['sockscope:trace'];

/**
 * Brings `<form data-prediction data-lab data-what-if>` to life: radios or one number input, a submit
 * button and a `[role=status]`. The signal undoes it.
 */
export function mountPrediction(
  form: HTMLFormElement,
  { locale, base, signal }: { locale: Locale; base: string; signal?: AbortSignal },
): void {
  new PredictionForm(form, locale, base, signal ?? new AbortController().signal);
}

class PredictionForm {
  readonly #form: HTMLFormElement;
  readonly #locale: Locale;
  readonly #base: string;
  readonly #id: string;
  readonly #scene: { lab: string; whatIf: string | null };
  #run: Run | undefined;
  #answer: Answer | undefined;

  constructor(form: HTMLFormElement, locale: Locale, base: string, gone: AbortSignal) {
    this.#form = form;
    this.#locale = locale;
    this.#base = base;
    this.#id = form.dataset.prediction ?? '';
    this.#scene = { lab: form.dataset.lab ?? '', whatIf: form.dataset.whatIf || null };
    this.#answer = readAnswer(localStorage, this.#scene, this.#id);
    if (this.#answer) void this.#show();
    const isMine = (detail: PageEvents['sockscope:predict']) =>
      isScene(detail, this.#scene) && detail.prediction === this.#id;
    form.addEventListener('submit', event => this.#submit(event), { signal: gone });
    hearPage('sockscope:predict', gone, detail => isMine(detail) && void this.#askFirst());
    hearPage('sockscope:predicted', gone, detail => {
      if (!isMine(detail) || this.#answer) return;
      this.#answer = { kind: 'skipped' };
      void this.#show();
    });
    hearPage('sockscope:trace', gone, run => {
      if (!isScene(run, this.#scene)) return;
      this.#run = run;
      if (this.#answer) void this.#show();
    });
  }

  #submit(event: Event): void {
    event.preventDefault();
    if (this.#answer?.kind === 'committed') {
      this.#again();
      return;
    }
    const value = this.#chosen();
    if (value === undefined) {
      void this.#say(words => words.say('lab.prediction.choose'));
      return;
    }
    this.#answer = { kind: 'committed', value };
    keepAnswer(localStorage, this.#scene, this.#id, this.#answer);
    tellPage('sockscope:predicted', { ...this.#scene, prediction: this.#id });
    void this.#show();
  }

  /** The question opens again, and its cover is back for the next run. */
  #again(): void {
    this.#answer = undefined;
    forgetAnswer(localStorage, this.#scene, this.#id);
    tellPage('sockscope:reopened', { ...this.#scene, prediction: this.#id });
    this.#lock(false);
    void this.#say(words => words.say('lab.prediction.again-open'));
  }

  async #askFirst(): Promise<void> {
    // While it is set, an answer offers the way back to the lab (src/site/components/Prediction.astro).
    this.#form.dataset.asked = '';
    this.#form.scrollIntoView({ block: 'center' });
    this.#inputs()[0]?.focus({ preventScroll: true });
    await this.#say(words => words.say('lab.prediction.first'));
  }

  async #show(): Promise<void> {
    const answer = this.#answer;
    if (answer === undefined) return;
    if (answer.kind === 'committed') this.#choose(answer.value);
    this.#lock(answer.kind === 'committed');
    const shown = await this.#outcome();
    if (shown) delete this.#form.dataset.asked;
    await this.#say(words => this.#text(answer, shown, words));
  }

  /** What the run shows; undefined while it has not come so far. */
  async #outcome(): Promise<{ value: string } | undefined> {
    const run = this.#run;
    const spec = run && (await this.#spec());
    if (!run || !spec || !run.moves.includes(spec.at)) return undefined;
    const { probe, momentOfMove } = await import('#trace/probes');
    const value = probe(spec.probe, run.trace, momentOfMove(run.trace, spec.at) ?? run.trace.length);
    return { value: String(value ?? 'none') };
  }

  async #spec(): Promise<PredictionSpec | undefined> {
    const { lab, whatIf } = this.#scene;
    const scene = (await (await fetch(`${this.#base}labs/${lab}/${sceneName(whatIf)}`)).json()) as Scene;
    return scene.predictions.find(({ id }) => id === this.#id);
  }

  #text(answer: Answer, shown: { value: string } | undefined, words: Words): string {
    if (answer.kind === 'skipped') {
      if (!shown) return '';
      return words.say('lab.prediction.shows', { shows: this.#labelOf(shown.value) });
    }
    const said = this.#labelOf(answer.value);
    if (!shown) return words.say('lab.prediction.kept', { said });
    const isRight = answer.value === shown.value;
    this.#form.dataset.outcome = isRight ? 'right' : 'wrong';
    return words.say(isRight ? 'lab.prediction.right' : 'lab.prediction.wrong', {
      said,
      shows: this.#labelOf(shown.value),
    });
  }

  #inputs(): HTMLInputElement[] {
    return [...this.#form.querySelectorAll<HTMLInputElement>('input')];
  }

  #chosen(): string | undefined {
    const inputs = this.#inputs();
    const chosen = inputs.find(input => (input.type === 'radio' ? input.checked : input.value !== ''));
    return chosen?.value;
  }

  #choose(value: string): void {
    for (const input of this.#inputs()) {
      if (input.type === 'radio') input.checked = input.value === value;
      else input.value = value;
    }
  }

  /** The words beside an option; a value that is no option stands for itself. */
  #labelOf(value: string): string {
    const input = this.#inputs().find(candidate => candidate.type === 'radio' && candidate.value === value);
    return input?.closest('label')?.textContent?.trim() || value;
  }

  #lock(isCommitted: boolean): void {
    for (const input of this.#inputs()) input.disabled = isCommitted;
    delete this.#form.dataset.outcome;
    void this.#words().then(words => {
      const button = this.#form.querySelector('button[type=submit]');
      if (button)
        button.textContent = words.say(isCommitted ? 'lab.prediction.again' : 'lab.prediction.commit');
    });
  }

  async #say(text: (words: Words) => string): Promise<void> {
    const status = this.#form.querySelector('[role=status]');
    if (status) status.textContent = text(await this.#words());
  }

  async #words(): Promise<Words> {
    const { loadWords } = await import('./words.ts');
    return loadWords(this.#locale);
  }
}
