/**
 * Help with an exercise, from a nudge to the whole solution.
 */
import { useEffect, useState } from 'preact/hooks';
import type { Exercise } from '#protocol/exercise';
import { hintsFor } from '#protocol/hint-choice';
import type { Text } from '#protocol/lab';
import { highlightPython, plainLines } from './highlight.ts';
import { WithCode } from './with-code.tsx';
import type { Words } from './words.ts';

/** Hints one by one; another failure has others, and begins anew. */
export function useHints(spec: Exercise, causes: readonly string[]) {
  const [asked, setAsked] = useState<{ line: Text | undefined; count: number }>({
    line: undefined,
    count: 0,
  });
  const hints = hintsFor(spec, causes);
  const line = hints.at(-1);
  const shown = asked.line === line ? asked.count : 0;
  // What was seen is the first hint, and stands with the failure already.
  const isKnown = shown === 0 && hints !== spec.hints.general;
  return {
    hints,
    shown,
    more: () => setAsked({ line, count: Math.min(shown + (isKnown ? 2 : 1), hints.length) }),
  };
}

export function Hints({ hints, shown, words }: { hints: readonly Text[]; shown: number; words: Words }) {
  return (
    <div role="status">
      {shown > 0 && (
        <ol class="exercise-hints" aria-label={words.say('exercise.hints')}>
          {hints.slice(0, shown).map((hint, index) => (
            <li key={hint.en}>
              <strong>{words.say('exercise.hint-number', { n: index + 1, total: hints.length })}</strong>{' '}
              <WithCode text={hint[words.locale]} />
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}

export function Solution({ file, text, words }: { file: string; text: string; words: Words }) {
  const [lines, setLines] = useState(() => plainLines(text));
  useEffect(() => {
    void highlightPython(text).then(setLines);
  }, [text]);
  return (
    <figure class="exercise-solution">
      <figcaption>{words.say('exercise.solution', { file })}</figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it */}
      <pre tabIndex={0}>
        {lines.map((pieces, index) => (
          <code key={index}>
            {pieces.map(piece => (
              <span class={piece.class}>{piece.text}</span>
            ))}
            {'\n'}
          </code>
        ))}
      </pre>
    </figure>
  );
}
