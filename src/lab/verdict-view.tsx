/**
 * Why a check failed: what the checker did, expected and got in one notation, what that usually
 * means, and where. The checker and the learner's program speak in two marked voices.
 */
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Exercise } from '#protocol/exercise';
import type { CheckResult, Evidence, Verdict } from '#protocol/verdict';
import { caretLine } from './caret.ts';
import type { Look } from './run-dialog.tsx';
import { type Places, placesIn, type RunPlace } from './run-places.ts';
import { WithCode } from './with-code.tsx';
import type { Words } from './words.ts';

type VerdictViewProps = {
  result: CheckResult;
  spec: Exercise;
  goto: (line: number) => void;
  onLook: (look: Omit<Look, 'title'>) => void;
  words: Words;
};

export function VerdictView({ result, spec, goto, onLook, words }: VerdictViewProps) {
  const { verdict, causes, output, run } = result;
  if (verdict.kind === 'passed') return null;
  if (verdict.kind === 'our-fault') return <p class="exercise-fault">{words.fault(verdict.code)}</p>;
  return (
    <>
      <Voice name={words.say('exercise.voice.checker')}>
        <pre>{`$ ${verdict.evidence.did}`}</pre>
      </Voice>
      <Difference verdict={verdict} spec={spec} words={words} />
      {output !== '' && (
        <Voice name={words.say('exercise.voice.program', { file: spec.file })} isLearner>
          <pre>{output}</pre>
        </Voice>
      )}
      {causes.length > 0 && (
        <ul class="exercise-causes" aria-label={words.say('exercise.causes')}>
          {causes.map(cause => (
            <li key={cause}>
              <WithCode text={spec.causes[cause]?.[words.locale] ?? words.cause(cause)} />
            </li>
          ))}
        </ul>
      )}
      <Where
        evidence={verdict.evidence}
        goto={goto}
        places={run && placesIn(run, verdict.evidence)}
        onLook={place => run && onLook({ run, ...place })}
        words={words}
      />
    </>
  );
}

type Judged = Exclude<Verdict, { kind: 'passed' | 'our-fault' }>;

function Difference({ verdict, spec, words }: { verdict: Judged; spec: Exercise; words: Words }) {
  switch (verdict.kind) {
    case 'failed':
      return <Bytes verdict={verdict} words={words} />;
    case 'crashed':
      return (
        <Voice name={words.say('exercise.voice.traceback', { file: spec.file })} isLearner>
          <pre>{verdict.traceback}</pre>
        </Voice>
      );
    case 'timed-out':
      return <p>{timeOutText(verdict, words)}</p>;
    default:
      return verdict satisfies never;
  }
}

type Failed = Extract<Verdict, { kind: 'failed' }>;

/** Both lines scroll as one, or they could not be compared; the first wrong byte is in view. */
function Bytes({ verdict: { wanted, saw, caret }, words }: { verdict: Failed; words: Words }) {
  const list = useRef<HTMLDListElement>(null);
  const mark = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    if (list.current && mark.current)
      list.current.scrollLeft = mark.current.offsetLeft - list.current.clientWidth / 2;
  }, [saw, caret]);
  return (
    <dl class="exercise-difference" ref={list} tabIndex={0}>
      <dt>{words.say('exercise.wanted')}</dt>
      <dd>
        <pre>{wanted}</pre>
      </dd>
      <dt>{words.say('exercise.saw')}</dt>
      <dd>
        <pre>
          {saw}
          {caret !== null && (
            <>
              {`\n${caretLine(saw, caret).slice(0, -1)}`}
              <span class="exercise-caret" ref={mark}>
                ^ {words.say('exercise.caret')}
              </span>
            </>
          )}
        </pre>
      </dd>
    </dl>
  );
}

function timeOutText(verdict: Extract<Verdict, { kind: 'timed-out' }>, words: Words): string {
  const after = verdict.afterMs / 1000;
  return verdict.blockedIn === null
    ? words.say('exercise.timed-out.busy', { after })
    : words.say('exercise.timed-out.blocked', { after, where: verdict.blockedIn });
}

type WhereProps = {
  evidence: Evidence;
  goto: (line: number) => void;
  /** undefined: there is no run to be looked at */
  places: Places | undefined;
  onLook: (place: RunPlace) => void;
  words: Words;
};

/** The line, the call and the frame in the run, the moment in it; and the line in the editor. */
function Where({ evidence: { line, call, frame }, goto, places, onLook, words }: WhereProps) {
  if (line === null && call === null && frame === null && places === undefined) return null;
  const to = (place: RunPlace | undefined) => place && (() => onLook(place));
  return (
    <dl class="exercise-where">
      {line !== null && (
        <Place name={words.say('exercise.where.line')} go={to(places?.line)}>
          {words.say('exercise.where.line-number', { line })}
        </Place>
      )}
      {call !== null && (
        <Place name={words.say('exercise.where.call')} go={to(places?.call)}>
          <code>{call}</code>
        </Place>
      )}
      {frame !== null && (
        <Place name={words.say('exercise.where.frame')} go={to(places?.frame)}>
          <code>{frame}</code>
        </Place>
      )}
      {places && (
        <Place name={words.say('exercise.where.run')} go={to(places.whole)}>
          {words.say('exercise.where.look')}
        </Place>
      )}
      {line !== null && (
        <Place name={words.say('exercise.where.file')} go={() => goto(line)}>
          {words.say('exercise.where.goto', { line })}
        </Place>
      )}
    </dl>
  );
}

type PlaceProps = { name: string; go: (() => void) | undefined; children: ComponentChildren };

const Place = ({ name, go, children }: PlaceProps) => (
  <div>
    <dt>{name}</dt>
    <dd>
      {go === undefined ? (
        children
      ) : (
        <button type="button" class="lab-button lab-quiet" onClick={go}>
          {children}
        </button>
      )}
    </dd>
  </div>
);

type VoiceProps = { name: string; isLearner?: boolean; children: ComponentChildren };

const Voice = ({ name, isLearner = false, children }: VoiceProps) => (
  <figure class="exercise-voice" data-voice={isLearner ? 'program' : 'checker'}>
    <figcaption>{name}</figcaption>
    {children}
  </figure>
);
