/**
 * The terminal of one program: its screen with its clipboard buttons, and the way out for the keyboard.
 */
import { effect } from '@preact/signals';
import { useEffect, useRef, useState } from 'preact/hooks';
import { clipboardText, copyText } from './clipboard.ts';
import { codeScale } from './code-size.ts';
import { Replay } from './replay.ts';
import { mountScreen } from './screen.ts';
import type { Source } from './source.ts';
import type { MountedTerminal } from './terminal.ts';
import { UnsentKeys } from './unsent-keys.tsx';
import { useId } from './use-id.ts';
import type { View } from './view.ts';
import type { Words } from './words.ts';

type TerminalPaneProps = {
  program: string;
  source: Source;
  view: View;
  /** Its program waits for what is typed here. */
  waits?: boolean;
  /** It was asked for in order to type into it. */
  takesFocus?: boolean;
  words: Words;
};

export function TerminalPane({
  program,
  source,
  view,
  waits = false,
  takesFocus = false,
  words,
}: TerminalPaneProps) {
  const hint = useId();
  const { place, terminal } = useTerminal(program, source, takesFocus, words);
  const isPast = view.isPast.value;
  const [isReading, setReading] = useState(false);
  const [note, setNote] = useState('');
  const copy = async () => {
    const isCopied = await copyText(terminal.current?.text() ?? '');
    setNote(words.say(isCopied ? 'lab.terminal.copied' : 'lab.terminal.no-copy'));
  };
  const paste = async () => {
    const text = await clipboardText();
    setNote(text === null ? words.say('lab.terminal.no-paste') : '');
    if (text !== null) terminal.current?.paste(text);
    // Either way what comes next is typed, or pasted by the keyboard.
    terminal.current?.focus();
  };
  const read = () => {
    terminal.current?.setScreenReader(!isReading);
    setReading(!isReading);
  };
  return (
    <section
      class="lab-terminal"
      data-live={source.live}
      data-waits={waits}
      aria-label={words.say('lab.terminal', { program })}
      aria-describedby={hint}
    >
      <div class="lab-terminal-bar">
        <span class="lab-terminal-title" aria-hidden="true">
          {words.say(waits ? 'lab.terminal.type-here' : 'lab.terminal.title')}
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
      <div class="lab-terminal-screen" ref={place} data-covered={isPast} />
      {isPast && <PastTerminal program={program} view={view} words={words} />}
      {source.live && <UnsentKeys program={program} source={source} words={words} />}
    </section>
  );
}

/** What the terminal showed at the moment that is looked at; the one beneath goes on. */
function PastTerminal({ program, view, words }: Pick<TerminalPaneProps, 'program' | 'view' | 'words'>) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const gone = new AbortController();
    if (!place.current) return;
    const replay = new Replay();
    mountScreen(place.current, {
      attach: sink => replay.attach(program, sink),
      type: () => {},
      resized: () => {},
      readOnly: true,
      inputLabel: words.say('lab.terminal.past', { program }),
      scale: codeScale,
      signal: gone.signal,
    });
    const stop = effect(() => replay.show(view.events.value.list, view.now.value.moment));
    gone.signal.addEventListener('abort', stop, { once: true });
    return () => gone.abort();
  }, [program, view, words]);
  return <div class="lab-terminal-screen lab-terminal-past" ref={place} />;
}

function useTerminal(program: string, source: Source, takesFocus: boolean, words: Words) {
  const place = useRef<HTMLDivElement>(null);
  const terminal = useRef<MountedTerminal | undefined>(undefined);
  useEffect(() => {
    const gone = new AbortController();
    if (!place.current) return;
    terminal.current = mountScreen(place.current, {
      attach: sink => source.attach(program, sink),
      type: bytes => source.type(program, bytes),
      resized: (cols, rows) => source.resize(program, cols, rows),
      readOnly: !source.live,
      inputLabel: words.say(source.live ? 'lab.terminal.input' : 'lab.terminal.output', { program }),
      scale: codeScale,
      signal: gone.signal,
    });
    if (takesFocus) terminal.current.focus();
    return () => gone.abort();
  }, [program, source, takesFocus, words]);
  return { place, terminal };
}
