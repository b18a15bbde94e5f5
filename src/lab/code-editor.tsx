/**
 * An editor for a text that others may change too. CodeMirror is loaded when it is shown; until it has
 * come, a plain text box takes the keys and hands cursor and focus over.
 */
import type { ReadonlySignal } from '@preact/signals';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { MountedEditor } from './editor.ts';
import { selectionIn } from './text-selection.ts';
import { useId } from './use-id.ts';
import type { Words } from './words.ts';

type CodeEditorProps = {
  /** accessible name: the file */
  file: string;
  text: ReadonlySignal<string>;
  onChange: (text: string) => void;
  /** Ctrl/Cmd+Enter */
  onRun: () => void;
  takesFocus?: boolean;
  words: Words;
};

export function CodeEditor({ file, text, onChange, onRun, takesFocus = false, words }: CodeEditorProps) {
  const wayOut = useId();
  const place = useRef<HTMLDivElement>(null);
  const plain = useRef<HTMLTextAreaElement>(null);
  // What its listeners see is of now, not of the moment at which the editor was made.
  const now = useRef({ file, onChange, onRun });
  now.current = { file, onChange, onRun };
  const editor = useRef<MountedEditor | null>(null);
  const [isReady, setReady] = useState(false);
  useEffect(() => {
    if (takesFocus) plain.current?.focus();
    const gone = new AbortController();
    void import('./editor.ts').then(({ mountEditor }) => {
      if (gone.signal.aborted || !place.current) return;
      const box = plain.current;
      const selection = box !== null && document.activeElement === box ? selectionIn(box) : null;
      let held = text.peek();
      const mounted = mountEditor(place.current, {
        text: held,
        label: now.current.file,
        describedBy: wayOut,
        changed: written => {
          held = written;
          if (written !== text.peek()) now.current.onChange(written);
        },
        check: () => now.current.onRun(),
        signal: gone.signal,
      });
      if (selection !== null) mounted.select(selection);
      // At once and not after drawing: until then the next key has come, and would be undone.
      const stop = text.subscribe(written => written !== held && mounted.replace(written));
      gone.signal.addEventListener('abort', stop, { once: true });
      editor.current = mounted;
      setReady(true);
    });
    return () => {
      gone.abort();
      editor.current = null;
      setReady(false);
    };
  }, [text, wayOut, takesFocus]);
  useEffect(() => editor.current?.rename(file), [file]);
  return (
    <div class="code-editor">
      {!isReady && (
        <textarea
          ref={plain}
          aria-label={file}
          aria-describedby={wayOut}
          autocomplete="off"
          spellcheck={false}
          value={text.value}
          onInput={event => onChange(event.currentTarget.value)}
        />
      )}
      <div ref={place} class="code-editor-place" />
      <p class="lab-remark" id={wayOut}>
        {words.say('exercise.way-out')}
      </p>
    </div>
  );
}
