/**
 * A question in the prose that a run answers. Committing keeps the answer and lets the lab go on;
 * what is right is computed from the trace of this reader's run by a named probe, and stored nowhere.
 * This file is on every lesson page, so what only a run needs is loaded when there is one.
 */
import type { PredictionSpec, Scene } from '#protocol/lab';
import { sceneName } from '#protocol/recording';
import { type PageRecord, pageRecord } from '#record/page';
import { type Answer, forgetAnswer, keepAnswer, noteShown, readAnswer } from './answers.ts';
import { hearPage, isScene, type PageEvents, tellPage } from './page-events.ts';
import { PredictionFields } from './prediction-fields.ts';
import type { Outcome, Run } from './prediction-outcome.ts';
import type { Locale, Words } from './words.ts';

/**
 * Brings `<form data-prediction data-lab data-what-if>` to life: radios or one number input, how sure one
 * is, a submit button, a `[role=status]` and `[data-show-me]`. The signal undoes it.
 */
export function mountPrediction(
  form: HTMLFormElement,
  { locale, base, signal }: { locale: Locale; base: string; signal?: AbortSignal },
): void {
  new PredictionForm(form, locale, base, signal ?? new AbortController().signal);
}

class PredictionForm {
  readonly #form: HTMLFormElement;
  readonly #fields: PredictionFields;
  readonly #locale: Locale;
  readonly #base: string;
  readonly #id: string;
  readonly #scene: { lab: string; whatIf: string | null };
  readonly #record: Promise<PageRecord>;
  #run: Run | undefined;
  #answer: Answer | undefined;
  /** what the run has shown, and the first event of the run that showed it */
  #outcome: { shown: Outcome; run: unknown } | undefined;
  #turn = 0;

  constructor(form: HTMLFormElement, locale: Locale, base: string, gone: AbortSignal) {
    this.#form = form;
    this.#fields = new PredictionFields(form);
    this.#locale = locale;
    this.#base = base;
    this.#id = form.dataset.prediction ?? '';
    this.#scene = { lab: form.dataset.lab ?? '', whatIf: form.dataset.whatIf || null };
    this.#record = pageRecord(base);
    void this.#record.then(record => {
      this.#remember(record);
      // It may be answered in another tab.
      record.onChange(() => this.#remember(record), gone);
    });
    const isMine = (detail: PageEvents['sockscope:predict']) =>
      isScene(detail, this.#scene) && detail.prediction === this.#id;
    form.addEventListener('submit', event => this.#submit(event), { signal: gone });
    form.querySelector('[data-show-me]')?.addEventListener('click', () => this.#lead(), { signal: gone });
    hearPage('sockscope:predict', gone, detail => isMine(detail) && void this.#askFirst());
    hearPage('sockscope:to-answer', gone, detail => isMine(detail) && this.#comeForward());
    hearPage('sockscope:predicted', gone, detail => {
      if (!isMine(detail) || this.#answer) return;
      this.#answer = { kind: 'skipped' };
      void this.#show();
    });
    hearPage('sockscope:trace', gone, run => this.#take(run));
  }

  /** Shows what was answered before, unless the reader was quicker. */
  #remember(record: PageRecord): void {
    if (this.#answer !== undefined) return;
    this.#answer = readAnswer(record, this.#scene, this.#id);
    if (this.#answer) void this.#show();
  }

  /** Another lab in its place: what this one showed stays, but nobody can be led there any more. */
  #take(run: Run): void {
    if (!isScene(run, this.#scene)) {
      this.#run = undefined;
      this.#offer(undefined);
      return;
    }
    this.#run = run;
    if (this.#answer) void this.#show();
  }

  #submit(event: Event): void {
    event.preventDefault();
    if (this.#answer?.kind === 'committed') {
      this.#again();
      return;
    }
    const value = this.#fields.chosen();
    if (value === undefined) {
      void this.#say(words => words.say('lab.prediction.choose'));
      return;
    }
    const answer: Answer = { kind: 'committed', value, ...this.#fields.sureness() };
    this.#answer = answer;
    void this.#record.then(record => {
      keepAnswer(record, this.#scene, this.#id, answer);
      tellPage('sockscope:predicted', { ...this.#scene, prediction: this.#id });
    });
    void this.#show();
  }

  /** The question opens again, and its cover is back for the next run. */
  #again(): void {
    this.#answer = undefined;
    this.#offer(undefined);
    void this.#record.then(record => {
      forgetAnswer(record, this.#scene, this.#id);
      tellPage('sockscope:reopened', { ...this.#scene, prediction: this.#id });
    });
    this.#lock(false);
    void this.#say(words => words.say('lab.prediction.again-open'));
  }

  async #askFirst(): Promise<void> {
    // While it is set, an answer offers the way back to the lab (src/site/components/Prediction.astro).
    this.#form.dataset.asked = '';
    this.#form.scrollIntoView({ block: 'center' });
    this.#fields.first()?.focus({ preventScroll: true });
    await this.#say(words => words.say('lab.prediction.first'));
  }

  #comeForward(): void {
    const outcome = this.#form.querySelector<HTMLElement>('[role=status]');
    outcome?.setAttribute('tabindex', '-1');
    outcome?.focus({ preventScroll: true });
    outcome?.scrollIntoView({ block: 'center', behavior: 'instant' });
  }

  async #show(): Promise<void> {
    const answer = this.#answer;
    if (answer === undefined) return;
    if (answer.kind === 'committed') this.#fields.choose(answer);
    this.#lock(answer.kind === 'committed');
    this.#turn += 1;
    const turn = this.#turn;
    const run = this.#run;
    const [spec, { outcomeOf, outcomeTexts, textBefore, toExplain }] = await Promise.all([
      run && this.#spec(),
      import('./prediction-outcome.ts'),
    ]);
    // A later answer, or a run that has gone on, is on its way to be shown.
    if (turn !== this.#turn) return;
    // Who goes back in a run does not make undone what it has shown.
    const before = run && this.#outcome?.run === run.trace[0] ? this.#outcome?.shown : undefined;
    const outcome = (run && spec && outcomeOf(spec, run)) ?? before;
    this.#offer(outcome);
    if (outcome === undefined) {
      await this.#say(words => textBefore(answer, spec, run, value => this.#fields.labelOf(value), words));
      return;
    }
    delete this.#form.dataset.asked;
    void this.#record.then(record => noteShown(record, this.#scene, this.#id, outcome.value));
    if (answer.kind === 'committed')
      this.#form.dataset.outcome = answer.value === outcome.value ? 'right' : 'wrong';
    const texts = outcomeTexts(answer, outcome, value => this.#fields.labelOf(value), await this.#words());
    const feedback = toExplain(answer, outcome).flatMap(value => this.#fields.feedbackOn(value));
    const written = [texts.sureness, ...feedback, texts.shown].map(paragraph);
    const isNews = this.#tell([paragraph(texts.verdict), ...written].filter(node => node.textContent !== ''));
    // On a narrow screen the lab stands before the text.
    if (isNews && run && !this.#form.checkVisibility())
      tellPage('sockscope:answered', { ...this.#scene, prediction: this.#id, verdict: texts.verdict });
  }

  /** Undefined also while no server answers: the answer is kept, and compared at the next move. */
  async #spec(): Promise<PredictionSpec | undefined> {
    const { lab, whatIf } = this.#scene;
    const answer = await fetch(`${this.#base}labs/${lab}/${sceneName(whatIf)}`).catch(() => undefined);
    const scene = (await answer?.json()) as Scene | undefined;
    return scene?.predictions.find(({ id }) => id === this.#id);
  }

  /** "Show me" is there while the lab has what it shows. */
  #offer(outcome: Outcome | undefined): void {
    this.#outcome = outcome && { shown: outcome, run: this.#run?.trace[0] };
    this.#form.querySelector('[data-show-me]')?.toggleAttribute('hidden', outcome === undefined);
  }

  #lead(): void {
    if (this.#outcome === undefined) return;
    const { moment, picked } = this.#outcome.shown.evidence;
    tellPage('sockscope:show', { ...this.#scene, moment, picked });
  }

  #lock(isCommitted: boolean): void {
    this.#fields.lock(isCommitted);
    delete this.#form.dataset.outcome;
    void this.#words().then(words => {
      const button = this.#form.querySelector('button[type=submit]');
      if (button)
        button.textContent = words.say(isCommitted ? 'lab.prediction.again' : 'lab.prediction.commit');
    });
  }

  async #say(text: (words: Words) => string): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    const said = text(await this.#words());
    if (turn === this.#turn) this.#tell(said === '' ? [] : [paragraph(said)]);
  }

  /** The status is heard as a whole whenever it changes, and so it is left alone while it says the same. */
  #tell(paragraphs: readonly Element[]): boolean {
    const status = this.#form.querySelector('[role=status]');
    const text = paragraphs.map(({ textContent }) => textContent).join('\n');
    const before = [...(status?.children ?? [])].map(({ textContent }) => textContent).join('\n');
    if (text !== before) status?.replaceChildren(...paragraphs);
    return text !== before;
  }

  async #words(): Promise<Words> {
    const { loadWords } = await import('./words.ts');
    return loadWords(this.#locale);
  }
}

function paragraph(content: string | DocumentFragment): HTMLElement {
  const element = document.createElement(typeof content === 'string' ? 'p' : 'div');
  element.append(content);
  return element;
}
