/**
 * The workbench: the form on one side, and in the lab's place what it opens, live or from a file. It
 * needs a server for live boxes alone; what is typed is in the browser, and what has run is a file.
 */
import './lab.css';
import './code.css';
import './topology.css';
import './workbench.css';
import { signal } from '@preact/signals';
import { render } from 'preact';
import type { TraceEvent } from '#protocol/events';
import type { Scene } from '#protocol/lab';
import { sceneOfSetup, WORKBENCH } from '#protocol/workbench';
import { type Edits, editsKey, editsOf } from './edits.ts';
import { setupOf } from './own-files.ts';
import type { Run } from './run-file.ts';
import { takeFile } from './take-files.ts';
import { type Locale, loadWords, type Words } from './words.ts';
import { type WorkbenchData, WorkbenchDesk } from './workbench-desk.ts';
import { WorkbenchForm } from './workbench-form.tsx';

type Behind = 'live' | 'no-sandbox' | 'no-server';

export type WorkbenchOptions = {
  /** what the form takes the inside of */
  form: HTMLElement;
  /** where labs stand */
  slot: HTMLElement;
  locale: Locale;
  base: string;
  /** what stands behind the page now */
  behind: () => Promise<Behind>;
  /** says above the lab why there is none; null: nothing */
  tell: (note: Exclude<Behind, 'live'> | 'lab-failed' | null) => void;
  /** brings the lab's side forward where form and lab take turns */
  showLab: () => void;
};

/** Resolves when the form stands; what is opened then is its reader's business. */
export async function mountWorkbench(options: WorkbenchOptions): Promise<void> {
  const [words, data] = await Promise.all([loadWords(options.locale), fetchData(options.base)]);
  const desk = new WorkbenchDesk(localStorage, data);
  const place = new LabPlace(options, desk, data, words);
  const Page = () => (
    <WorkbenchForm
      desk={desk}
      data={data}
      note={place.note.value}
      onOpen={() => place.openForm()}
      onFiles={files => void place.take(files)}
      words={words}
    />
  );
  options.form.replaceChildren();
  render(<Page />, options.form);
  takeDropped(options.form.closest('main') ?? options.form, files => void place.take(files));
  // The lab's code is wanted next, and by then the server may be gone.
  void import('./mount.tsx');
  const behind = await options.behind();
  if (behind === 'live') return;
  options.tell(behind);
  place.note.value = words.say(`workbench.${behind}`);
}

async function fetchData(base: string): Promise<WorkbenchData> {
  const answer = await fetch(`${base}workbench.json`);
  if (!answer.ok) throw new Error(`the workbench could not be loaded: ${answer.status}`);
  return (await answer.json()) as WorkbenchData;
}

/** Files may be dropped anywhere: a browser would leave the page and show them. */
function takeDropped(place: HTMLElement, take: (files: readonly File[]) => void): void {
  const mark = (isOver: boolean) => place.toggleAttribute('data-dropping', isOver);
  place.addEventListener('dragover', event => {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    mark(true);
  });
  place.addEventListener('dragleave', event => {
    if (!place.contains(event.relatedTarget as Node | null)) mark(false);
  });
  place.addEventListener('drop', event => {
    event.preventDefault();
    mark(false);
    take([...(event.dataTransfer?.files ?? [])]);
  });
}

/** What stands in the lab's place, how it is run (again), and whether it is a lab of the course. */
type Shown = {
  scene: Scene;
  trace: readonly TraceEvent[];
  edits: Edits;
  runLive: () => void;
  isOfCourse?: boolean;
};

class LabPlace {
  /** what became of the last thing that was asked */
  readonly note = signal('');
  readonly #options: WorkbenchOptions;
  readonly #desk: WorkbenchDesk;
  readonly #data: WorkbenchData;
  readonly #words: Words;

  constructor(options: WorkbenchOptions, desk: WorkbenchDesk, data: WorkbenchData, words: Words) {
    this.#options = options;
    this.#desk = desk;
    this.#data = data;
    this.#words = words;
  }

  openForm(): void {
    this.note.value = '';
    const scene = sceneOfSetup(setupOf(this.#desk.form.peek()), this.#desk.network);
    void this.#show('live', { scene, trace: [], edits: this.#desk, runLive: () => this.openForm() });
  }

  /** Programs go into the form, a saved run takes the lab's place. */
  async take(files: readonly File[]): Promise<void> {
    for (const file of files) {
      const taken = await takeFile(file, this.#data.format, this.#words);
      if (taken.kind === 'run') this.#openRun(taken.run, file.name);
      else if (taken.kind === 'refused') this.note.value = taken.why;
      else {
        const isTaken = this.#desk.add(taken);
        this.note.value = this.#words.say(isTaken ? 'workbench.taken' : 'workbench.full', taken);
      }
    }
  }

  #openRun({ scene, trace, savedAt }: Run, file: string): void {
    const sources = Object.fromEntries(scene.programs.map(({ name, source }) => [name, source]));
    const key = `run:${editsKey(scene)}:${savedAt}`;
    const edits = editsOf(localStorage, key, scene.programs, sources);
    const run = { scene, trace, edits, runLive: () => this.#runAgain(run) };
    const when = new Intl.DateTimeFormat(this.#words.locale, { dateStyle: 'medium', timeStyle: 'short' });
    this.note.value = this.#words.say('workbench.opened', { file, when: when.format(savedAt) });
    void this.#show('recorded', run);
  }

  /** A lab of the course opens as it is by now, with the texts of the run; the workbench's as it was. */
  #runAgain(run: Shown): void {
    const { scene } = run;
    if (scene.lab !== WORKBENCH) {
      void this.#show('live', { ...run, isOfCourse: true });
      return;
    }
    const network = this.#data.networks[scene.networkName ?? ''];
    if (network === undefined) this.note.value = this.#words.fault('unknown-network');
    else void this.#show('live', { ...run, scene: { ...scene, network } });
  }

  async #show(mode: 'live' | 'recorded', shown: Shown): Promise<void> {
    const { slot, locale, base, tell, showLab } = this.#options;
    const { scene, trace, edits, runLive, isOfCourse = false } = shown;
    const { lab, whatIf } = scene;
    showLab();
    const behind = await this.#options.behind();
    const live = behind === 'live';
    tell(mode === 'live' && behind !== 'live' ? behind : null);
    if (mode === 'live' && !live) return;
    try {
      const { mountLab } = await import('./mount.tsx');
      const title = scene.title[locale];
      slot.setAttribute('aria-label', this.#words.say('site.lab.region', { title }));
      await mountLab(slot, {
        ...{ lab, whatIf, locale, base, live, mode, edits, takesFocus: true },
        ...(isOfCourse ? {} : { own: { scene, trace } }),
        onOpen: (wanted, now) =>
          wanted === 'live'
            ? runLive()
            : void this.#show('recorded', { ...shown, ...now, isOfCourse: false }),
      });
    } catch (error) {
      tell('lab-failed');
      console.error(error);
    }
  }
}
