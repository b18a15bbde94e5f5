/**
 * One protocol's messages on the clock of the race. Three rails: sent, arrived at the other kernel, read by
 * its program. A message is a line from the first to the last; the more it leans, the longer it took.
 */
import { Fragment } from 'preact';
import type { Message, Strip } from '#trace/race';
import { AT_ONCE, keptFor } from '#trace/race-counts';
import { pickOfCall } from './call-pick.ts';
import { markOf } from './hosts.ts';
import type { Picking } from './pick.ts';
import { drawnOf, type RaceAxis } from './race-axis.ts';
import { countTexts } from './race-words.ts';
import type { SocketViewProps } from './sockets-pane.tsx';
import type { WordKey, Words } from './words.ts';

type RaceStripProps = {
  strip: Strip;
  axis: RaceAxis;
  hosts: SocketViewProps['hosts'];
  picking: Picking;
  words: Words;
};

/** Of the drawing's own measures, which the pane stretches. */
const WIDTH = 1000;
const RAILS = [6, 50, 94] as const;
/** Where the cross of a lost frame stands, between the first two rails. */
const CROSS = 30;

const RAIL_NAMES: readonly WordKey[] = ['lab.race.sent', 'lab.race.arrived', 'lab.race.taken'];

export function RaceStrip({ strip, axis, hosts, picking, words }: RaceStripProps) {
  const drawn = drawnOf(strip);
  const name = strip.kind.toUpperCase();
  const isWhole = drawn.length === strip.messages.length;
  return (
    <section class="lab-race-strip" aria-label={name} style={markOf(hosts, strip.host ?? '').style}>
      <p class="lab-race-sum">
        <b>{name}</b>{' '}
        {countTexts(strip, words).map(({ what, text }, at) => (
          <Fragment key={text}>
            {at > 0 && ' · '}
            <span class="lab-race-count" data-what={what}>
              {text}
            </span>
          </Fragment>
        ))}
      </p>
      <div class="lab-race-drawing" aria-hidden="true">
        <div class="lab-race-rails">
          {RAIL_NAMES.map((key, at) => (
            <span key={key} style={`inset-block-start: ${RAILS[at]}%`}>
              {words.say(key)}
            </span>
          ))}
        </div>
        <div class="lab-race-lines">
          <svg viewBox={`0 0 ${WIDTH} 100`} preserveAspectRatio="none" role="presentation">
            {axis.marks.map(mark => (
              <path key={mark} class="lab-race-mark" d={`M ${x(axis, axis.from + mark)} 0 V 100`} />
            ))}
            {RAILS.map(rail => (
              <path key={rail} class="lab-race-rail" d={`M 0 ${rail} H ${WIDTH}`} />
            ))}
            {isWhole && <path class="lab-race-opening" d={openingOf(strip, axis)} />}
            {drawn.map(message => (
              <Line key={message.nth} message={message} axis={axis} picking={picking} />
            ))}
          </svg>
          {drawn.flatMap(({ nth, tries }) =>
            tries
              .filter(({ isLost }) => isLost)
              .map(({ at }) => (
                <span
                  key={`${nth} ${at}`}
                  class="lab-race-cross"
                  style={`inset-inline-start: ${axis.placeOf(at) * 100}%; inset-block-start: ${CROSS}%`}
                >
                  ✕
                </span>
              )),
          )}
        </div>
      </div>
    </section>
  );
}

/** While a connection is being opened nothing can be sent. */
const openingOf = ({ beganAt, messages }: Strip, axis: RaceAxis): string =>
  `M ${x(axis, beganAt)} ${RAILS[0]} H ${x(axis, messages[0]?.sentAt ?? axis.to)}`;

const x = (axis: RaceAxis, at: number): string => (axis.placeOf(at) * WIDTH).toFixed(1);

type LineProps = { message: Message; axis: RaceAxis; picking: Picking };

function Line({ message, axis, picking }: LineProps) {
  const { send } = message;
  const lights = picking.lights.value;
  const path = pathOf(message, axis);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the table has a button for each
    <g
      class="lab-race-message"
      data-what={whatOf(message)}
      data-light={lights?.hasCall(send.seq) ? 'lit' : undefined}
      onClick={() => picking.toggle(pickOfCall(send))}
    >
      <path class="lab-race-reach" d={path} />
      <path class="lab-race-line" d={path} />
    </g>
  );
}

function whatOf(message: Message): string {
  const { fate, behind, tries, isBackwards } = message;
  if (fate === 'lost') return 'lost';
  if (tries.length > 1) return 'again';
  return behind !== null || isBackwards || keptFor(message) > AT_ONCE ? 'waited' : 'plain';
}

/** What has not come yet leads along the rail to now. */
function pathOf({ fate, sentAt, tries, arrivedAt, readsAt }: Message, axis: RaceAxis): string {
  const [top, middle, bottom] = RAILS;
  const begin = `M ${x(axis, sentAt)} ${top}`;
  if (fate === 'lost') return `${begin} L ${x(axis, tries[0]?.at ?? sentAt)} ${CROSS}`;
  if (arrivedAt === null) return `${begin} H ${x(axis, axis.to)}`;
  const [readAt] = readsAt;
  const down = `${begin} L ${x(axis, arrivedAt)} ${middle}`;
  return readAt === undefined ? `${down} H ${x(axis, axis.to)}` : `${down} L ${x(axis, readAt)} ${bottom}`;
}
