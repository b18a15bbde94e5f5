/**
 * The place of the editor. CodeMirror is loaded here and nowhere else; until it has come, a plain text
 * box takes the keys, and hands text and cursor over: nothing that is typed may be lost.
 */
import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Desk } from './desk.ts';
import type { MountedEditor } from './editor.ts';
import { selectionIn, type TextSelection } from './text-selection.ts';
import { useId } from './use-id.ts';
import type { Words } from './words.ts';

export type EditorHandle = Pick<MountedEditor, 'goto'>;

type EditorPaneProps = {
  file: string;
  desk: Desk;
  words: Words;
  handle: RefObject<EditorHandle | null>;
  selection: TextSelection | null;
};

export function EditorPane({ file, desk, words, handle, selection }: EditorPaneProps) {
  const wayOut = useId();
  const place = useRef<HTMLDivElement>(null);
  const plain = useRef<HTMLTextAreaElement>(null);
  const [isReady, setReady] = useState(false);
  useLayoutEffect(() => {
    if (selection === null) return;
    plain.current?.focus();
    plain.current?.setSelectionRange(selection.start, selection.end);
  }, [selection]);
  useLayoutEffect(() => keepAllSelected(plain, desk), [desk]);
  useEffect(() => {
    const gone = new AbortController();
    void import('./editor.ts').then(({ mountEditor }) => {
      if (gone.signal.aborted || !place.current) return;
      const editor = mountEditor(place.current, {
        text: desk.text.peek(),
        label: file,
        describedBy: wayOut,
        changed: text => desk.edit(text),
        check: () => desk.check(),
        signal: gone.signal,
      });
      handle.current = editor;
      const box = plain.current;
      if (box !== null && document.activeElement === box) editor.select(selectionIn(box));
      if (box !== null) box.hidden = true;
      const stop = desk.revision.subscribe(() => editor.replace(desk.text.peek()));
      gone.signal.addEventListener('abort', stop, { once: true });
      setReady(true);
    });
    return () => gone.abort();
  }, [desk, file, wayOut, handle]);
  return (
    <div class="exercise-editor">
      <p class="exercise-file" aria-hidden="true">
        {file}
      </p>
      {!isReady && (
        <textarea
          ref={plain}
          class="starter"
          aria-label={file}
          aria-describedby={wayOut}
          spellcheck={false}
          rows={desk.text.value.split('\n').length}
          value={desk.text.value}
          onInput={event => desk.edit(event.currentTarget.value)}
        />
      )}
      <div ref={place} class="exercise-editor-place" />
      <p class="lab-remark" id={wayOut}>
        {words.say('exercise.way-out')}
      </p>
    </div>
  );
}

/** Who has selected all is about to write over it: a text that arrives meanwhile is selected, too. */
function keepAllSelected(plain: RefObject<HTMLTextAreaElement | null>, desk: Desk): () => void {
  return desk.revision.subscribe(() => {
    const box = plain.current;
    if (box === null || box.value === '') return;
    const { start, end } = selectionIn(box);
    if (start !== 0 || end !== box.value.length) return;
    box.value = desk.text.peek();
    box.select();
  });
}
