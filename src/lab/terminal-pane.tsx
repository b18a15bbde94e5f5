/**
 * The terminal of one program: xterm with its clipboard buttons, and the way out for the keyboard.
 * xterm is loaded here and nowhere else.
 */
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { Source } from './source.ts';
import type { MountedTerminal } from './terminal.ts';
import type { Words } from './words.ts';

type TerminalPaneProps = {
  program: string;
  source: Source;
  /** It was asked for in order to type into it. */
  takesFocus?: boolean;
  words: Words;
};

export function TerminalPane({ program, source, takesFocus = false, words }: TerminalPaneProps) {
  const hint = useId();
  const { place, terminal } = useTerminal(program, source, takesFocus, words);
  const [isReading, setReading] = useState(false);
  const [note, setNote] = useState('');
  const copy = async () => {
    const text = terminal.current?.text() ?? '';
    await navigator.clipboard.writeText(text).then(
      () => setNote(words.say('lab.terminal.copied')),
      () => setNote(words.say('lab.terminal.no-clipboard')),
    );
  };
  const paste = async () => {
    await navigator.clipboard.readText().then(
      text => terminal.current?.paste(text),
      () => setNote(words.say('lab.terminal.no-clipboard')),
    );
  };
  const read = () => {
    terminal.current?.setScreenReader(!isReading);
    setReading(!isReading);
  };
  return (
    <section
      class="lab-terminal"
      data-live={source.live}
      aria-label={words.say('lab.terminal', { program })}
      aria-describedby={hint}
    >
      <div class="lab-terminal-bar">
        <span class="lab-terminal-title" aria-hidden="true">
          {words.say('lab.terminal.title')}
        </span>
        <span class="lab-terminal-hint" id={hint}>
          {words.say(source.live ? 'lab.terminal.leave' : 'lab.terminal.recorded')}
        </span>
        <span class="lab-remark" role="status">
          {note}
        </span>
        <button type="button" class="lab-quiet" role="switch" aria-checked={isReading} onClick={read}>
          {words.say('lab.terminal.screen-reader')}
        </button>
        <button type="button" class="lab-quiet" onClick={copy}>
          {words.say('lab.terminal.copy')}
        </button>
        {source.live && (
          <button type="button" class="lab-quiet" onClick={paste}>
            {words.say('lab.terminal.paste')}
          </button>
        )}
      </div>
      <div class="lab-terminal-screen" ref={place} />
    </section>
  );
}

function useTerminal(program: string, source: Source, takesFocus: boolean, words: Words) {
  const place = useRef<HTMLDivElement>(null);
  const terminal = useRef<MountedTerminal | undefined>(undefined);
  useEffect(() => {
    const gone = new AbortController();
    void import('./terminal.ts').then(({ mountTerminal }) => {
      if (gone.signal.aborted || !place.current) return;
      terminal.current = mountTerminal(place.current, {
        attach: sink => source.attach(program, sink),
        type: bytes => source.type(program, bytes),
        resized: (cols, rows) => source.resize(program, cols, rows),
        readOnly: !source.live,
        inputLabel: words.say('lab.terminal.input', { program }),
        signal: gone.signal,
      });
      if (takesFocus) terminal.current.focus();
    });
    return () => gone.abort();
  }, [program, source, takesFocus, words]);
  return { place, terminal };
}
