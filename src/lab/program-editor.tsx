/**
 * A program's source under the reader's hands, in the place of its list of lines. What is typed runs in
 * a fresh box, never in the one that stands: that one's program has begun already.
 */
import { useComputed } from '@preact/signals';
import type { Program } from '#protocol/lab';
import { CodeEditor } from './code-editor.tsx';
import type { Edits } from './edits.ts';
import type { Words } from './words.ts';

type Edited = { program: Program & { source: string }; edits: Edits; words: Words };

type ProgramEditorProps = Edited & { isLive: boolean; onRun: () => void };

export function ProgramEditor({ program, edits, isLive, onRun, words }: ProgramEditorProps) {
  const { name, file, source } = program;
  const draft = edits.drafts.value.get(name);
  const text = useComputed(() => edits.drafts.value.get(name) ?? source);
  const canRestore = edits.restore !== undefined && draft !== undefined;
  const run = () => {
    edits.run();
    onRun();
  };
  const restore = () => {
    const ran = edits.restore?.(name);
    if (ran && isLive) onRun();
  };
  return (
    <div class="lab-editor">
      <div class="lab-editor-buttons">
        <button type="button" class="lab-button" onClick={run}>
          {words.say('lab.edit.run')}
        </button>
        {edits.restore && (
          <button
            type="button"
            class="lab-button lab-quiet"
            aria-disabled={!canRestore}
            onClick={() => canRestore && restore()}
          >
            {words.say('lab.edit.restore')}
          </button>
        )}
      </div>
      <CodeEditor
        file={file}
        text={text}
        onChange={text => edits.keep(name, text)}
        onRun={run}
        takesFocus
        words={words}
      />
      <p class="lab-remark">
        {words.say(edits.restore ? (isLive ? 'lab.edit.live' : 'lab.edit.recorded') : 'lab.edit.own')}
        {!edits.kept.value && ` ${words.say('lab.edit.not-kept')}`}
      </p>
    </div>
  );
}

type EditMarkProps = Edited & { isEdited: boolean; isLive: boolean };

/** Whose text it is, where it is not the lab's own; and whether the editor holds another one. */
export function EditMark({ program, isEdited, edits, isLive, words }: EditMarkProps) {
  const draft = edits.drafts.value.get(program.name);
  const isAnother = draft !== undefined && draft !== program.source;
  return (
    <>
      {isEdited && <span class="lab-edit-mark">{words.say('lab.edit.edited')}</span>}
      {isAnother && (
        <span class="lab-edit-mark">{words.say(isLive ? 'lab.edit.unrun' : 'lab.edit.kept')}</span>
      )}
    </>
  );
}
