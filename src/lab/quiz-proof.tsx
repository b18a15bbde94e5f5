/**
 * A question and what the kernel of a live box says to it, side by side: the reader builds the hosts, the
 * programs run, and the answer stands in a table beside the reader's own.
 */
import './lab.css';
import './code.css';
import './quiz.css';
import './quiz-shown.css';
import { render } from 'preact';
import type { Scene } from '#protocol/lab';
import { labelOf } from '#quiz/generator';
import { loadGenerator } from '#quiz/loaders';
import type { Proof } from '#quiz/proof';
import { proofOf } from '#quiz/proofs';
import { type Answers, type Question, type Said, said } from '#quiz/question';
import { readAnswer } from '#quiz/read-answer';
import { sayIn, type Texts } from '#quiz/say';
import { connectionAt } from './connection.ts';
import { editsOf } from './edits.ts';
import { liveSource } from './live-source.ts';
import { GivenView } from './quiz-given.tsx';
import type { Ask } from './quiz-plan.ts';
import { ProofRun, sceneOfProof } from './quiz-proof-run.ts';
import { loadTexts } from './quiz-texts.ts';
import type { Locale } from './words.ts';

type Behind = 'live' | 'no-sandbox' | 'no-server';

export type ProofOptions = {
  /** where question and answers stand */
  element: HTMLElement;
  /** where the lab stands */
  slot: HTMLElement;
  locale: Locale;
  base: string;
  ask: Ask;
  /** what the reader had answered, by field; empty: nothing */
  said: Answers;
  title: Scene['title'];
  /** what stands behind the page now */
  behind: () => Promise<Behind>;
  /** says above the lab why there is none; null: nothing */
  tell: (note: Exclude<Behind, 'live'> | 'lab-failed' | null) => void;
  showLab: () => void;
};

/** Resolves when the question stands; false when no kernel decides it. */
export async function mountProof(options: ProofOptions): Promise<boolean> {
  const { element, locale, base, ask } = options;
  const [texts, generator, sources] = await Promise.all([
    loadTexts(locale),
    loadGenerator(ask.of),
    fetch(`${base}proofs.json`).then(answer => answer.json() as Promise<Record<string, string>>),
  ]);
  const question = generator.question(ask.seed, ask.slip);
  const proof = proofOf(question, options.said);
  if (proof === null) return false;
  const run = new ProofRun(proof);
  const scene = sceneOfProof(proof, sources, options.title);
  element.replaceChildren();
  render(
    <ProofView
      question={question}
      proof={proof}
      run={run}
      answers={options.said}
      texts={texts}
      onBuild={() => void build(run, scene, options)}
    />,
    element,
  );
  return true;
}

let built = new AbortController();

async function build(run: ProofRun, scene: Scene, options: ProofOptions): Promise<void> {
  const { slot, locale, base, ask, tell, showLab } = options;
  const behind = await options.behind();
  tell(behind === 'live' ? null : behind);
  if (behind !== 'live') {
    // Where text and lab take turns, the note stands with the lab; the verdict stands with the question.
    showLab();
    return;
  }
  built.abort();
  built = new AbortController();
  try {
    const { mountLab } = await import('./mount.tsx');
    const edits = editsOf(localStorage, `prove:${ask.of}:${ask.seed}:${ask.slip ?? ''}`, scene.programs);
    const source = liveSource(connectionAt(base), scene);
    const names = scene.programs.map(({ name }) => name);
    run.follow(source, names, built.signal);
    await mountLab(slot, {
      ...{ lab: scene.lab, whatIf: null, locale, base, live: true, mode: 'live', takesFocus: false },
      ...{ edits, own: { scene, trace: [], source }, onOpen: () => void build(run, scene, options) },
    });
  } catch (error) {
    tell('lab-failed');
    console.error(error);
  }
}

type ViewProps = {
  question: Question;
  proof: Proof;
  run: ProofRun;
  answers: Answers;
  texts: Texts;
  onBuild: () => void;
};

function ProofView({ question, proof, run, answers, texts, onBuild }: ViewProps) {
  const say = (text: Said): string => sayIn(texts, text);
  const kernel = run.kernel.value;
  const fields = question.fields.filter(({ id }) => Object.values(proof.decides).includes(id));
  const label = (id: string, value: string | undefined): string =>
    value === undefined || value === '' ? '' : say(labelOf(question.fields, id, value));
  return (
    <div class="quiz-question">
      <p class="quiz-ask">{say(question.ask)}</p>
      {question.given.map((given, index) => (
        <GivenView key={index} given={given} say={say} />
      ))}
      <table class="quiz-table">
        <thead>
          <tr>
            {['ui.prove.field', 'ui.prove.said', 'ui.prove.kernel'].map(key => (
              <th key={key} scope="col">
                {say(said(key))}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {fields.map(({ id, label: name }) => (
            <tr key={id}>
              <th scope="row">{say(name)}</th>
              <td>{label(id, answers[id])}</td>
              <td>{label(id, kernel[id])}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p>
        <button type="button" class="primary" onClick={onBuild}>
          {say(said('ui.prove.build'))}
        </button>
      </p>
      <p role="status">{run.isOver.value ? say(verdictOf(question, kernel, answers)) : ''}</p>
    </div>
  );
}

/** Only of what the kernel has decided, and the reader has answered. */
function verdictOf({ fields }: Question, kernel: Answers, answers: Answers): Said {
  const both = fields.filter(({ id }) => kernel[id] !== undefined && (answers[id] ?? '') !== '');
  if (Object.keys(kernel).length === 0) return said('ui.prove.silent');
  if (both.length === 0) return said('ui.prove.decided');
  const agrees = both.every(field => {
    const read = readAnswer(field, answers[field.id] ?? '');
    return 'value' in read && read.value === kernel[field.id];
  });
  return said(agrees ? 'ui.prove.agrees' : 'ui.prove.differs');
}
