/**
 * An exercise's desk: the editor over its buttons, and below them what the checks say.
 */
import { useRef, useState } from 'preact/hooks';
import { BlocksPane } from './blocks-pane.tsx';
import { CheckList } from './check-list.tsx';
import type { Desk } from './desk.ts';
import { type EditorHandle, EditorPane } from './editor-pane.tsx';
import type { ExerciseData } from './exercise.tsx';
import { FileNote } from './file-note.tsx';
import { Hints, Solution, useHints } from './help.tsx';
import { type Look, RunDialog } from './run-dialog.tsx';
import type { TextSelection } from './text-selection.ts';
import { useId } from './use-id.ts';
import { WithCode } from './with-code.tsx';
import type { Words } from './words.ts';

type ExerciseViewProps = { data: ExerciseData; desk: Desk; words: Words };

/** `selection`: the learner was already in the text when this took over. */
type DeskProps = ExerciseViewProps & { base: string; selection: TextSelection | null };

export function ExerciseView({ data, desk, base, words, selection }: DeskProps) {
  const { spec } = data;
  const editor = useRef<EditorHandle | null>(null);
  const resetButton = useRef<HTMLButtonElement>(null);
  const fileNote = useId();
  const { hints, shown, more } = useHints(spec, desk.run.causes.value);
  const [isSolution, setSolution] = useState(false);
  const [isAsking, setAsking] = useState(false);
  const [look, setLook] = useState<Look | null>(null);
  return (
    <>
      {spec.blocks && <BlocksPane data={data} blocks={spec.blocks} desk={desk} words={words} />}
      <EditorPane file={spec.file} desk={desk} words={words} handle={editor} selection={selection} />
      <FileNote id={fileNote} desk={desk} onAgain={() => setAsking(true)} words={words} />
      <div class="exercise-buttons">
        <CheckButton fileNote={fileNote} desk={desk} words={words} />
        <button type="button" class="lab-button" aria-disabled={shown === hints.length} onClick={more}>
          {words.say('exercise.hint')}
        </button>
        <button
          ref={resetButton}
          type="button"
          class="lab-button"
          aria-expanded={isAsking}
          onClick={() => setAsking(!isAsking)}
        >
          {words.say('exercise.reset')}
        </button>
        <button
          type="button"
          class="lab-button lab-quiet"
          aria-expanded={isSolution}
          onClick={() => setSolution(!isSolution)}
        >
          {words.say('exercise.show-solution')}
        </button>
      </div>
      {isAsking && (
        <AskReset
          words={words}
          onAnswer={isSure => {
            setAsking(false);
            resetButton.current?.focus();
            if (isSure) desk.reset();
          }}
        />
      )}
      <Outcome data={data} desk={desk} words={words} />
      <Hints hints={hints} shown={shown} words={words} />
      {isSolution && <Solution file={spec.file} text={data.solution} words={words} />}
      <CheckList
        spec={spec}
        results={desk.run.results.value}
        goto={line => editor.current?.goto(line)}
        onLook={setLook}
        words={words}
      />
      {look && <RunDialog look={look} base={base} onClose={() => setLook(null)} words={words} />}
    </>
  );
}

function CheckButton({ fileNote, desk, words }: { fileNote: string; desk: Desk; words: Words }) {
  const note = useId();
  const status = desk.status.value;
  const isOn =
    !desk.run.checking.value && status !== 'local' && status !== 'loading' && status !== 'conflict';
  return (
    <>
      <button
        type="button"
        class="lab-button lab-primary"
        aria-disabled={!isOn}
        aria-describedby={isOn ? note : `${fileNote} ${note}`}
        onClick={() => isOn && desk.check()}
      >
        {words.say('exercise.check')}
      </button>
      <span class="lab-unseen" id={note}>
        {words.say('exercise.check-keys')}
      </span>
    </>
  );
}

function AskReset({ words, onAnswer }: { words: Words; onAnswer: (isSure: boolean) => void }) {
  return (
    <section class="exercise-ask" aria-label={words.say('exercise.reset-ask')}>
      <p>{words.say('exercise.reset-ask')}</p>
      <button type="button" class="lab-button" onClick={() => onAnswer(true)}>
        {words.say('exercise.reset-yes')}
      </button>
      <button type="button" class="lab-button" onClick={() => onAnswer(false)}>
        {words.say('exercise.reset-no')}
      </button>
    </section>
  );
}

/** How the check goes, for the eye and the ear; after passing, why it works. */
function Outcome({ data, desk, words }: ExerciseViewProps) {
  const total = data.spec.checks.length;
  const passed = [...desk.run.results.value.values()].filter(({ status }) => status === 'pass').length;
  const outcome = desk.run.outcome.value;
  return (
    <>
      <p class="exercise-outcome" role="status" data-outcome={outcome ?? 'none'}>
        {outcomeText()}
      </p>
      {outcome === 'pass' && (
        <section class="exercise-explanation" aria-label={words.say('exercise.explanation')}>
          <p>
            <WithCode text={data.spec.explanation[words.locale]} />
          </p>
        </section>
      )}
    </>
  );

  function outcomeText(): string {
    if (desk.refused.value) return words.fault(desk.refused.value);
    if (desk.run.checking.value) return words.say('exercise.checking', { passed, total });
    if (outcome === null) return '';
    return words.say(`exercise.outcome.${outcome}`, { passed, total });
  }
}
