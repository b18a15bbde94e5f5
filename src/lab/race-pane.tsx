/** The race: what each protocol did with its messages, on one clock, and the weather that both go through. */
import './race.css';
import './ruler.css';
import { useMemo } from 'preact/hooks';
import type { LabState } from '#trace/fold';
import { raceOf } from '#trace/race';
import { durationText } from './duration.ts';
import type { HostMark } from './hosts.ts';
import { cablesOf } from './link-conditions.ts';
import type { Picking } from './pick.ts';
import { MOST_DRAWN, raceAxis } from './race-axis.ts';
import { RaceStrip } from './race-strip.tsx';
import { RaceTable } from './race-table.tsx';
import type { Source } from './source.ts';
import { useSparingly } from './use-sparingly.ts';
import type { View } from './view.ts';
import { Weather } from './weather.tsx';
import type { Words } from './words.ts';

export type RacePaneProps = {
  hosts: readonly HostMark[];
  source: Source;
  view: View;
  now: LabState;
  picking: Picking;
  words: Words;
};

export function RacePane({ hosts, source, view, now, picking, words }: RacePaneProps) {
  const { list, length } = view.events.value;
  const { moment } = now;
  const strips = useSparingly(
    () => raceOf(list, moment),
    [list, view.isPast.value && moment],
    moment + length,
  );
  const at = list[moment - 1]?.at ?? 0;
  const axis = useMemo(() => raceAxis(strips, at), [strips, at]);
  return (
    <section class="lab-pane lab-table lab-race-pane" aria-label={words.say('lab.race')}>
      <p class="lab-table-title" aria-hidden="true">
        {words.say('lab.race')}
      </p>
      <Weather
        cables={cablesOf(hosts)}
        wire={now.wire}
        onSet={source.live ? setting => source.setWire(setting) : undefined}
        words={words}
      />
      {axis === null ? (
        <p class="lab-remark">{words.say('lab.ruler.none')}</p>
      ) : (
        <>
          {strips.map(strip => (
            <RaceStrip
              key={strip.key}
              strip={strip}
              axis={axis}
              hosts={hosts}
              picking={picking}
              words={words}
            />
          ))}
          <div class="lab-race-clock" aria-hidden="true">
            {axis.marks.map(mark => (
              <span
                key={mark}
                data-edge={edgeOf(axis.placeOf(axis.from + mark))}
                style={`inset-inline-start: ${axis.placeOf(axis.from + mark) * 100}%`}
              >
                {mark === 0 ? '0' : durationText(mark)}
              </span>
            ))}
          </div>
          {strips.some(({ messages }) => messages.length > MOST_DRAWN) && (
            <p class="lab-remark">{words.say('lab.race.newest', { n: MOST_DRAWN })}</p>
          )}
          <RaceTable strips={strips} from={axis.from} picking={picking} words={words} />
        </>
      )}
    </section>
  );
}

/** A label in the middle of its mark would stand over the edge there. */
const edgeOf = (place: number): 'start' | 'end' | undefined =>
  place < 0.05 ? 'start' : place > 0.95 ? 'end' : undefined;
