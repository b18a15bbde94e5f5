/**
 * Why a check failed: what the checker did, expected and got in one notation, what that usually
 * means, and where. The checker and the learner's program speak in two marked voices.
 */
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Exercise } from '#protocol/exercise';
import type { CheckResult, Evidence, Verdict } from '#protocol/verdict';
import { caretLine } from './caret.ts';
import { WithCode } from './with-code.tsx';
import type { Words } from './words.ts';

type VerdictViewProps = {
  result: CheckResult;
  spec: Exercise;
  goto: (line: number) => void;
  words: Words;
};

export function VerdictView({ result, spec, goto, words }: VerdictViewProps) {
  const { verdict, causes, output } = result;
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
              <WithCode text={spec.causes[cause]?.[words.locale] ?? cause} />
            </li>
          ))}
        </ul>
      )}
      <Where evidence={verdict.evidence} goto={goto} words={words} />
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

function Where({
  evidence,
  goto,
  words,
}: {
  evidence: Evidence;
  goto: (line: number) => void;
  words: Words;
}) {
  const { line, call, frame } = evidence;
  if (line === null && call === null && frame === null) return null;
  return (
    <dl class="exercise-where">
      {line !== null && (
        <div>
          <dt>{words.say('exercise.where.line')}</dt>
          <dd>
            <button type="button" class="lab-button lab-quiet" onClick={() => goto(line)}>
              {words.say('exercise.where.goto', { line })}
            </button>
          </dd>
        </div>
      )}
      {call !== null && (
        <div>
          <dt>{words.say('exercise.where.call')}</dt>
          <dd>
            <code>{call}</code>
          </dd>
        </div>
      )}
      {frame !== null && (
        <div>
          <dt>{words.say('exercise.where.frame')}</dt>
          <dd>
            <code>{frame}</code>
          </dd>
        </div>
      )}
    </dl>
  );
}

type VoiceProps = { name: string; isLearner?: boolean; children: ComponentChildren };

const Voice = ({ name, isLearner = false, children }: VoiceProps) => (
  <figure class="exercise-voice" data-voice={isLearner ? 'program' : 'checker'}>
    <figcaption>{name}</figcaption>
    {children}
  </figure>
);
