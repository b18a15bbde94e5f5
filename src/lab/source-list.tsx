/**
 * A program's source with the current line, and below that line what its locals have become.
 */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ProgramState } from '#trace/fold';
import { highlightPython, type Piece, plainLines } from './highlight.ts';
import type { Words } from './words.ts';

type SourceListProps = {
  file: string;
  source: string;
  state: ProgramState | undefined;
  /** undefined: not known */
  line: number | undefined;
  words: Words;
};

export function SourceList({ file, source, state, line, words }: SourceListProps) {
  const lines = useHighlighted(source);
  const list = useRef<HTMLOListElement>(null);
  // It may stand in another file (an import); only lines of this one are shown here.
  const isElsewhere = state?.status === 'paused' && state.file !== file;
  const current = isElsewhere ? undefined : line;
  useEffect(() => {
    if (list.current && current !== undefined) bringIntoView(list.current, current);
  }, [current]);
  return (
    <ol
      class="lab-source"
      ref={list}
      aria-label={words.say('lab.source', { file })}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
      tabIndex={0}
    >
      {lines.map((pieces, index) => {
        const number = index + 1;
        const isCurrent = number === current;
        return (
          <li key={number} aria-current={isCurrent ? 'step' : undefined}>
            <span class="lab-line">
              <span class="lab-line-number" aria-hidden="true">
                {number}
              </span>
              <code>
                {pieces.map(piece =>
                  piece.class ? <span class={piece.class}>{piece.text}</span> : piece.text,
                )}
              </code>
            </span>
            {isCurrent && state && state.line === number && <Locals state={state} words={words} />}
          </li>
        );
      })}
    </ol>
  );
}

function Locals({ state, words }: { state: ProgramState; words: Words }) {
  if (state.changed.length === 0) return null;
  return (
    <dl class="lab-locals" aria-label={words.say('lab.locals')}>
      {state.changed.map(name => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{state.locals[name]}</dd>
        </div>
      ))}
    </dl>
  );
}

function useHighlighted(source: string): Piece[][] {
  const [lines, setLines] = useState(() => plainLines(source));
  useEffect(() => {
    let isWanted = true;
    setLines(plainLines(source));
    void highlightPython(source).then(coloured => isWanted && setLines(coloured));
    return () => {
      isWanted = false;
    };
  }, [source]);
  return lines;
}

/** Scrolls the list alone: scrollIntoView would move the page under a reader of the prose. */
function bringIntoView(list: HTMLElement, line: number): void {
  const row = list.children[line - 1];
  if (!(row instanceof HTMLElement)) return;
  const top = row.offsetTop - list.offsetTop;
  const bottom = top + row.offsetHeight;
  const margin = 28;
  if (top - margin < list.scrollTop) list.scrollTop = Math.max(0, top - margin);
  // In a low list the line counts more than the variables below it.
  else if (bottom + margin > list.scrollTop + list.clientHeight)
    list.scrollTop = Math.min(top - 4, bottom + margin - list.clientHeight);
}
