/**
 * The form of the workbench: a network, up to four programs, and the button that opens them. Nothing
 * here starts anything; what is wrong is said at the field that has to change.
 */
import type { RefObject } from 'preact';
import { useMemo, useRef, useState } from 'preact/hooks';
import { MOST_PROGRAMS } from '#protocol/message-sizes';
import { hostMarks } from './hosts.ts';
import { type Problem, problemsOf } from './own-files.ts';
import type { Words } from './words.ts';
import type { WorkbenchData, WorkbenchDesk } from './workbench-desk.ts';
import { NetworkChoice } from './workbench-network.tsx';
import { OwnProgramFields } from './workbench-program.tsx';

type WorkbenchFormProps = {
  desk: WorkbenchDesk;
  data: WorkbenchData;
  /** what became of the last thing that was asked */
  note: string;
  onOpen: () => void;
  onFiles: (files: readonly File[]) => void;
  words: Words;
};

export function WorkbenchForm({ desk, data, note, onOpen, onFiles, words }: WorkbenchFormProps) {
  const form = useRef<HTMLFormElement>(null);
  const [isAsked, setAsked] = useState(false);
  const hosts = useMemo(() => hostMarks(desk.network), [desk.network]);
  const { network, files } = desk.form.value;
  // Problems are told once the reader has asked for the box; before, a half-typed name is none.
  const problems = isAsked ? problemsOf(desk.form.value, desk.network) : [];
  const open = () => {
    const found = problemsOf(desk.form.value, desk.network);
    setAsked(found.length > 0);
    if (found[0]) showProblem(form, found[0]);
    else onOpen();
  };
  return (
    <form
      class="own-form"
      ref={form}
      onSubmit={event => {
        event.preventDefault();
        open();
      }}
    >
      <NetworkChoice
        networks={data.networks}
        chosen={network}
        onChoose={name => desk.choose(name)}
        words={words}
      />
      {files.map((own, index) => (
        <OwnProgramFields
          key={own.id}
          own={own}
          text={desk.textOf(own.id)}
          number={index + 1}
          hosts={hosts}
          problem={problems.find(({ id }) => id === own.id)}
          onChange={change => desk.change(own.id, change)}
          onRemove={() => {
            desk.remove(own.id);
            form.current?.querySelector<HTMLElement>('.own-add')?.focus();
          }}
          onOpen={open}
          words={words}
        />
      ))}
      <MoreFiles desk={desk} onFiles={onFiles} words={words} />
      <div class="own-bar">
        <button type="submit" class="lab-button lab-primary" aria-disabled={files.length === 0}>
          {words.say('workbench.open')}
        </button>
        <FileButton name={words.say('workbench.open-run')} accept=".json" onFiles={onFiles} />
        <p role="status">
          {note} {!desk.kept.value && words.say('lab.edit.not-kept')}
        </p>
      </div>
    </form>
  );
}

function MoreFiles({ desk, onFiles, words }: Pick<WorkbenchFormProps, 'desk' | 'onFiles' | 'words'>) {
  const [isAsking, setAsking] = useState(false);
  const isFull = desk.form.value.files.length >= MOST_PROGRAMS;
  const answer = (isSure: boolean) => {
    setAsking(false);
    if (isSure) desk.showExample();
  };
  return (
    <div class="own-more">
      <button
        type="button"
        class="lab-button own-add"
        aria-disabled={isFull}
        onClick={() => !isFull && desk.add({ file: nameFor(desk), text: '' })}
      >
        {words.say('workbench.add')}
      </button>
      <FileButton name={words.say('workbench.open-files')} accept=".py" isMany onFiles={onFiles} />
      {!desk.isExample && (
        <button
          type="button"
          class="lab-button lab-quiet"
          aria-expanded={isAsking}
          onClick={() => setAsking(!isAsking)}
        >
          {words.say('workbench.example')}
        </button>
      )}
      <p class="lab-remark">{words.say(isFull ? 'workbench.full' : 'workbench.drop')}</p>
      {isAsking && (
        <section class="exercise-ask" aria-label={words.say('workbench.example-ask')}>
          <p>{words.say('workbench.example-ask')}</p>
          <button type="button" class="lab-button" onClick={() => answer(true)}>
            {words.say('workbench.example-yes')}
          </button>
          <button type="button" class="lab-button" onClick={() => answer(false)}>
            {words.say('workbench.example-no')}
          </button>
        </section>
      )}
    </div>
  );
}

type FileButtonProps = {
  name: string;
  accept: string;
  isMany?: boolean;
  onFiles: (files: readonly File[]) => void;
};

/** A button, because a file input's own words are in the browser's language and not in the page's. */
function FileButton({ name, accept, isMany = false, onFiles }: FileButtonProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" class="lab-button" onClick={() => input.current?.click()}>
        {name}
      </button>
      <input
        ref={input}
        type="file"
        hidden
        accept={accept}
        multiple={isMany}
        onChange={({ currentTarget }) => {
          onFiles([...(currentTarget.files ?? [])]);
          // The same file may be chosen again, after it was changed.
          currentTarget.value = '';
        }}
      />
    </>
  );
}

/** "program.py", "program_2.py", … */
function nameFor(desk: WorkbenchDesk): string {
  const taken = desk.form.peek().files.map(({ file }) => file);
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? 'program.py' : `program_${number}.py`;
    if (!taken.includes(name)) return name;
  }
}

/** Brings the field that has to change under the reader's hands. */
function showProblem(form: RefObject<HTMLFormElement | null>, { id, field }: Problem): void {
  const fields = form.current?.querySelector(`[data-own="${id}"]`);
  const places: Record<Problem['field'], string> = {
    file: 'input',
    host: 'select',
    args: 'label:nth-of-type(3) input',
    text: '.cm-content, textarea',
  };
  const place = fields?.querySelector<HTMLElement>(places[field]);
  place?.focus({ preventScroll: true });
  // In the middle: below stands Open, and the text that says what is wrong is wanted too.
  place?.scrollIntoView({ block: 'center' });
}
