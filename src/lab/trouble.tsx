/**
 * When the lab cannot go on: what happened, in words that say what to do, and the button to do it.
 */
import type { Source, SourceStatus } from './source.ts';
import { focusNext } from './toolbar.tsx';
import type { WordKey, Words } from './words.ts';

/** Undefined when all is well. A refusal of one request counts while the box itself stands. */
export function troubleText(
  status: SourceStatus,
  refused: string | null,
  fault: { code: string } | null,
  words: Words,
): string | undefined {
  if (fault) return words.fault(fault.code);
  if (refused) return words.fault(refused);
  if (status.kind === 'ready') return undefined;
  if (status.kind === 'closed') return words.say(`lab.closed.${status.why}`);
  return words.say(`lab.source.${status.kind}`);
}

type TroubleProps = { source: Source; onRecording: () => void; words: Words };

export function Trouble({ source, onRecording, words }: TroubleProps) {
  const status = source.status.value;
  const button = (key: WordKey, press: () => void) => (
    <button
      type="button"
      class="lab-button"
      onClick={event => {
        focusNext(event.currentTarget);
        press();
      }}
    >
      {words.say(key)}
    </button>
  );
  if (status.kind !== 'closed' && status.kind !== 'unreachable') return null;
  return (
    <div class="lab-status-buttons">
      {status.kind === 'unreachable'
        ? button('lab.try-again', () => source.retry())
        : button('lab.begin-anew', () => source.reset())}
      {button('lab.open-recorded', onRecording)}
    </div>
  );
}
