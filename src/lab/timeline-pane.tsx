/**
 * All that happened, in lanes, and the slider that goes through it. A running lab is not disturbed by who
 * looks back. Marks are drawn; the list below tells the same in words.
 */
import { useComputed } from '@preact/signals';
import { useMemo, useState } from 'preact/hooks';
import type { Scene } from '#protocol/lab';
import { sentence } from '#trace/sentence';
import { CauseButtons, hearWays, useCauseWays } from './cause-buttons.tsx';
import { EventList } from './event-list.tsx';
import type { HostMark } from './hosts.ts';
import type { Picking } from './pick.ts';
import { TimelineLanes } from './timeline-lanes.tsx';
import { openMarks } from './timeline-marks.ts';
import type { View } from './view.ts';
import type { Words } from './words.ts';

export type TimelineProps = {
  scene: Scene;
  hosts: readonly HostMark[];
  view: View;
  picking: Picking;
  /** The lab goes on while it is looked at. */
  isLive: boolean;
  words: Words;
};

export function TimelinePane(props: TimelineProps) {
  const { view, isLive, words } = props;
  const [isListed, setListed] = useState(false);
  // The slider says by itself where it stands.
  const [isPressed, setPressed] = useState(false);
  const marks = useMarks(view);
  const { moment } = view.now.value;
  const stops = view.stops.value;
  const here = stops.countUntil(moment);
  const steps = stops.moments.length;
  const place = words.say('lab.timeline.place', { step: here, last: steps });
  const said = steps === 0 ? words.say('lab.timeline.empty') : sentenceAt(view, here, words);
  const goToStep = (step: number) => view.goTo(step <= 0 ? 0 : (stops.moments[step - 1] ?? moment));
  // Asked for anew: of two quick presses the second must not begin where the first did.
  const stepNow = () => view.stops.peek().countUntil(view.now.peek().moment);
  const ways = useCauseWays(view, isLive, here, goToStep);
  return (
    <section
      class="lab-timeline"
      aria-label={words.say('lab.timeline')}
      onKeyDown={event => hearWays(event, ways)}
      onFocusIn={({ target }) => setPressed(target instanceof HTMLButtonElement)}
      onFocusOut={() => setPressed(false)}
    >
      <div class="lab-timeline-bar">
        <StepButton
          name={words.say('lab.timeline.back')}
          isOn={here > 0}
          onPress={() => goToStep(stepNow() - 1)}
        >
          ◀
        </StepButton>
        <StepButton
          name={words.say('lab.timeline.on')}
          isOn={here < steps}
          onPress={() => goToStep(stepNow() + 1)}
        >
          ▶
        </StepButton>
        {steps > 0 && <span class="lab-timeline-place">{place}</span>}
        <span class="lab-timeline-said" aria-live={isPressed ? 'polite' : 'off'}>
          {said}
        </span>
        {steps > 0 && <CauseButtons ways={ways} words={words} />}
        <button
          type="button"
          class="lab-button lab-quiet lab-small"
          aria-expanded={isListed}
          onClick={() => setListed(!isListed)}
        >
          {words.say('lab.timeline.list')}
        </button>
      </div>
      <TimelineLanes {...props} marks={marks} here={here} steps={steps} onStep={goToStep}>
        <input
          type="range"
          class="lab-timeline-slider"
          aria-label={words.say('lab.timeline')}
          aria-valuetext={`${place}: ${said}`}
          min={0}
          max={steps}
          step={1}
          value={here}
          onInput={({ currentTarget }) => goToStep(Number(currentTarget.value))}
          onKeyDown={event => {
            const target = moveAt(event.key, stepNow(), marks.moves);
            if (target === undefined) return;
            event.preventDefault();
            goToStep(target);
          }}
        />
      </TimelineLanes>
      {isListed && <EventList {...props} here={here} onStep={goToStep} />}
    </section>
  );
}

type StepButtonProps = { name: string; isOn: boolean; onPress: () => void; children: string };

const StepButton = ({ name, isOn, onPress, children }: StepButtonProps) => (
  <button
    type="button"
    class="lab-button lab-small"
    aria-label={name}
    title={name}
    aria-disabled={!isOn}
    onClick={() => isOn && onPress()}
  >
    {children}
  </button>
);

/** The marks of the run that is shown; another run has its own. */
function useMarks(view: View) {
  const kept = useMemo(() => ({ marks: openMarks(), first: view.events.peek().list[0] }), [view]);
  return useComputed(() => {
    const { list } = view.events.value;
    if (list[0] !== kept.first) Object.assign(kept, { marks: openMarks(), first: list[0] });
    kept.marks.follow(list, view.stops.value);
    return { ...kept.marks };
  }).value;
}

/** What happened at this step, in words. */
export function sentenceAt(view: View, step: number, words: Words): string {
  const index = view.stops.value.events[step - 1];
  const event = index === undefined ? undefined : view.events.value.list[index];
  if (index === undefined || event === undefined) return words.say('lab.timeline.begin');
  const told = sentence(event, view.at(index), view.at(index + 1));
  return told === null ? words.say('lab.timeline.nothing') : words.tell(told);
}

/** Page keys go from move to move, as the arrow keys go from step to step. */
function moveAt(key: string, here: number, moves: readonly { step: number }[]): number | undefined {
  if (key === 'PageDown') return moves.find(({ step }) => step > here)?.step;
  if (key === 'PageUp') return moves.findLast(({ step }) => step < here)?.step ?? 0;
  return undefined;
}
