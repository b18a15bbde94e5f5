/** The lanes of the timeline: their names, the canvas, and what a pointer does there. */
import type { ComponentChildren } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { type Lane, lanesOf } from '#trace/lanes';
import type { HostMark } from './hosts.ts';
import type { Lights, Picking } from './pick.ts';
import { type Drawing, draw, LANE_HEIGHT, type Palette, stepAt, xOf } from './timeline-draw.ts';
import type { DrawnMark, DrawnMarks } from './timeline-marks.ts';
import type { TimelineProps } from './timeline-pane.tsx';
import type { Words } from './words.ts';

type LanesProps = TimelineProps & {
  marks: Pick<DrawnMarks, 'all' | 'moves'>;
  here: number;
  steps: number;
  onStep: (step: number) => void;
  /** the slider, which lies over the canvas */
  children: ComponentChildren;
};

/** What is drawn, its colours yet to be taken from the theme. */
type Places = Omit<Drawing, 'lanes'> & { owners: readonly (number | undefined)[] };

type LaneName = { key: string; text: string; title: string; host: HostMark | undefined };

export function TimelineLanes(props: LanesProps) {
  const { hosts, view, picking, marks, here, steps, onStep, words, children } = props;
  const place = useRef<HTMLCanvasElement>(null);
  const trace = lanesOf(view.events.value.list).lanes;
  const lanes = useMemo(() => laneNames(trace, hosts, words), [trace, hosts, words]);
  const lights = picking.lights.value;
  const now = view.stops.value.countUntil(view.latest.value.moment);
  useDrawing(place, hosts, {
    ...{ marks: marks.all, moves: marks.moves, steps, here, now },
    ...placesIn(lanes),
    isLit: lights === null ? null : mark => isLit(mark, lights),
  });
  const scrub = ({ currentTarget, clientX }: { currentTarget: HTMLElement; clientX: number }) => {
    const { left, width } = currentTarget.getBoundingClientRect();
    onStep(Math.min(Math.max(0, stepAt(clientX - left, steps, width)), steps));
  };
  return (
    <div class="lab-timeline-lanes" style={`--lanes: ${lanes.length}; --lane: ${LANE_HEIGHT}px`}>
      <div class="lab-timeline-names" aria-hidden="true">
        {lanes.map(({ key, text, title, host }) => (
          <span key={key} title={title} style={host?.style}>
            {text}
          </span>
        ))}
      </div>
      <div class="lab-timeline-field">
        {children}
        <canvas
          ref={place}
          onPointerDown={event => {
            event.currentTarget.setPointerCapture(event.pointerId);
            scrub(event);
          }}
          onPointerMove={event => event.currentTarget.hasPointerCapture(event.pointerId) && scrub(event)}
          onClick={event => {
            const mark = markAt(event, marks.all, lanes, steps);
            if (mark !== undefined) pickMark(mark, picking, view.events.peek().list[mark.seq]);
          }}
        />
      </div>
    </div>
  );
}

/** In the order of the machines, as everywhere in the lab; the wire is last. */
function laneNames(lanes: readonly Lane[], hosts: readonly HostMark[], words: Words): LaneName[] {
  const named = lanes.map((lane): LaneName => {
    const host = lane.kind === 'wire' ? undefined : hosts.find(({ name }) => name === lane.host);
    const { id: key } = lane;
    switch (lane.kind) {
      case 'program':
        return { key, host, text: lane.program, title: lane.program };
      case 'task': {
        const text = lane.name || lane.task;
        return { key, host, text, title: `${lane.program}: ${text}` };
      }
      case 'kernel': {
        const title = words.say('lab.timeline.kernel-of', { host: lane.host });
        return { key, host, text: words.say('lab.timeline.kernel'), title };
      }
      case 'wire':
        return { key, host, text: words.say('lab.wire'), title: words.say('lab.wire') };
      default:
        return lane satisfies never;
    }
  });
  const placeOf = ({ host }: LaneName) => host?.index ?? hosts.length;
  return named.toSorted((one, other) => placeOf(one) - placeOf(other));
}

/** Of each lane its host, whose colour it has; which lane a mark is in. */
function placesIn(lanes: readonly LaneName[]): Pick<Places, 'owners' | 'laneOf'> {
  const places = new Map(lanes.map(({ key }, lane) => [key, lane]));
  return { owners: lanes.map(({ host }) => host?.index), laneOf: mark => places.get(mark.lane) };
}

function isLit({ shape, seq, frame, line }: DrawnMark, lights: Lights): boolean {
  if (frame !== null) return lights.hasFrame(frame);
  if (line !== null) return lights.hasLine(line.program, line.line);
  return shape === 'bar' ? lights.hasCall(seq) : lights.hasTable(seq);
}

/** Half of what a finger or a pointer may miss a mark by. */
const REACH = 6;

function markAt(
  event: { currentTarget: HTMLElement; clientX: number; clientY: number },
  marks: readonly DrawnMark[],
  lanes: readonly LaneName[],
  steps: number,
): DrawnMark | undefined {
  const { left, top, width } = event.currentTarget.getBoundingClientRect();
  const key = lanes[Math.floor((event.clientY - top) / LANE_HEIGHT)]?.key;
  const distance = ({ step }: DrawnMark) => Math.abs(xOf(step, steps, width) - (event.clientX - left));
  const near = marks.filter(mark => mark.lane === key && distance(mark) <= REACH);
  return near.toSorted((one, other) => distance(one) - distance(other))[0];
}

function pickMark(
  mark: DrawnMark,
  picking: Picking,
  event: ReturnType<TimelineProps['view']['events']['peek']>['list'][number] | undefined,
): void {
  if (mark.frame !== null) picking.toggle({ kind: 'frame', id: mark.frame });
  else if (mark.line !== null) picking.toggle({ kind: 'line', ...mark.line });
  else if (event?.type === 'call') {
    const { program, task = null, id, seq } = event;
    picking.toggle({ kind: 'call', program, task, id, seq });
  }
}

/** Draws at most once a frame, and again when size or theme change. */
function useDrawing(
  place: { current: HTMLCanvasElement | null },
  hosts: readonly HostMark[],
  drawing: Places,
): void {
  const latest = useRef(drawing);
  latest.current = drawing;
  const wanted = useRef<() => void>(() => {});
  useEffect(() => {
    const canvas = place.current;
    const context = canvas?.getContext('2d');
    if (!canvas || !context) return;
    let palette = paletteOf(canvas, hosts);
    let request = 0;
    // As last told: to ask the canvas would lay out the page, which is not yet drawn to its end.
    let { width, height } = { width: 0, height: 0 };
    const drawNow = () => {
      request = 0;
      const ratio = devicePixelRatio;
      if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
        canvas.width = Math.round(width * ratio);
        canvas.height = Math.round(height * ratio);
      }
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      const lanes = latest.current.owners.map(owner => colourOf(owner, palette));
      draw(context, { width, height }, { ...latest.current, lanes }, palette);
    };
    const drawSoon = () => {
      request ||= requestAnimationFrame(drawNow);
    };
    const sizes = new ResizeObserver(([entry]) => {
      ({ width, height } = entry?.contentRect ?? { width, height });
      drawSoon();
    });
    sizes.observe(canvas);
    const themes = new MutationObserver(() => {
      palette = paletteOf(canvas, hosts);
      drawSoon();
    });
    themes.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    wanted.current = drawSoon;
    return () => {
      cancelAnimationFrame(request);
      sizes.disconnect();
      themes.disconnect();
    };
  }, [hosts]);
  useEffect(() => wanted.current());
}

const colourOf = (host: number | undefined, { ink, hosts }: Palette): string =>
  host === undefined ? ink : (hosts[host % hosts.length] ?? ink);

/** The theme's colours, which a canvas cannot take from the style sheet by itself. */
function paletteOf(element: HTMLElement, hosts: readonly HostMark[]): Palette {
  const style = getComputedStyle(element);
  const colour = (name: string) => style.getPropertyValue(name).trim() || 'gray';
  return {
    ink: colour('--ink'),
    soft: colour('--ink-soft'),
    line: colour('--line'),
    danger: colour('--danger'),
    warn: colour('--warn'),
    accent: colour('--accent'),
    lit: colour('--lit'),
    hosts: hosts.map(({ style: own }) => colour(/--host: var\((--host-\d)/.exec(own)?.[1] ?? '--ink')),
  };
}
