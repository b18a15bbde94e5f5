/**
 * When the lab cannot go on: what happened, in words that say what to do, and the button to do it.
 */
import type { ComponentChildren } from 'preact';
import type { BoxLife } from './box-life.ts';
import { Countdown } from './countdown.tsx';
import { useFocusHeir } from './focus-heir.ts';
import { IdleNotice } from './idle-notice.tsx';
import type { Source, SourceStatus } from './source.ts';
import { focusNext } from './toolbar.tsx';
import { moveIn } from './way-back.ts';
import type { Words } from './words.ts';

/** A box is on its way. */
export const isComing = ({ kind }: SourceStatus) => kind === 'opening' || kind === 'returning';

/** Undefined when all is well. A refusal of one request counts while the box itself stands. */
export function troubleText(
  status: SourceStatus,
  refused: string | null,
  fault: { code: string } | null,
  words: Words,
): string | undefined {
  if (status.kind !== 'ready' && status.kind !== 'closed') return words.say(`lab.source.${status.kind}`);
  // Of a box that is gone a refusal is newer than its fault: no other box could be had.
  const code = status.kind === 'closed' ? (refused ?? fault?.code) : (fault?.code ?? refused);
  if (code) return words.fault(code);
  return status.kind === 'ready' ? undefined : words.say(`lab.closed.${status.why}`);
}

type TroubleProps = { source: Source; onRecording: () => void; words: Words };

export function Trouble({ source, onRecording, words }: TroubleProps) {
  const { life } = source;
  if (!life) return null;
  const { kind } = source.status.value;
  const isConnected = life.connection.value === 'open';
  const isLost = !isConnected && !isComing(source.status.value);
  return (
    <>
      {isLost && <NextTry life={life} onTry={() => source.retry()} words={words} />}
      {(kind === 'closed' || kind === 'unreachable') && (
        <Buttons>
          {isConnected && <Openers source={source} life={life} words={words} />}
          <GoingButton onPress={onRecording}>{words.say('lab.open-recorded')}</GoingButton>
        </Buttons>
      )}
      <IdleNotice life={life} words={words} />
      <p class="lab-missed" role="alert">
        {life.missed.value && words.say('lab.missed')}
      </p>
    </>
  );
}

function Buttons({ children }: { children: ComponentChildren }) {
  const place = useFocusHeir<HTMLDivElement>();
  return (
    <div ref={place} class="lab-status-buttons">
      {children}
    </div>
  );
}

type ButtonProps = { onPress: () => void; children: string };

/** It goes away with the trouble that it ends. */
const GoingButton = ({ onPress, children }: ButtonProps) => (
  <button
    type="button"
    class="lab-button"
    onClick={event => {
      focusNext(event.currentTarget);
      onPress();
    }}
  >
    {children}
  </button>
);

type NextTryProps = { life: BoxLife; onTry: () => void; words: Words };

/** The connection is lost: when it is tried again, and the button for who does not want to wait. */
function NextTry({ life, onTry, words }: NextTryProps) {
  const at = life.nextTry.value;
  const isTrying = at === null && life.connection.value !== 'down';
  return (
    <Buttons>
      {at !== null && <Countdown until={at} text={time => words.say('lab.next-try', { time })} />}
      {isTrying && <span>{words.say('lab.trying')}</span>}
      <button type="button" class="lab-button" aria-disabled={isTrying} onClick={() => isTrying || onTry()}>
        {words.say('lab.try-now')}
      </button>
    </Buttons>
  );
}

/** Ways to a box: back to the one that another tab has, or a fresh one. */
function Openers({ source, life, words }: Omit<TroubleProps, 'onRecording'> & { life: BoxLife }) {
  const status = source.status.value;
  const isTaken = status.kind === 'closed' && status.why === 'other-tab';
  const hasMoved = moveIn(source.trace.value) !== undefined;
  return (
    <>
      {isTaken && <GoingButton onPress={life.takeBack}>{words.say('lab.take-back')}</GoingButton>}
      {hasMoved && <GoingButton onPress={life.reopen}>{words.say('lab.reopen')}</GoingButton>}
      <GoingButton onPress={() => source.reset()}>{words.say('lab.begin-anew')}</GoingButton>
    </>
  );
}
