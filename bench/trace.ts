/**
 * What the page works out of a long trace: a moment, what belongs together, rows, lanes, causes. Of a real
 * run, repeated to 5,000 and 10,000 events; the floor is reading the same trace as JSON. Alone:
 * node bench/trace.ts
 */
import { readFileSync } from 'node:fs';
import type { TraceEvent } from '#protocol/events';
import { belongsTo, type Picked } from '#trace/belongs';
import { causeOf } from '#trace/causes';
import { lanesOf } from '#trace/lanes';
import { openTimeline, type Timeline } from '#trace/timeline';
import { openWireRows } from '../src/lab/wire-rows.ts';
import { outputOf } from '../src/trace/output.ts';
import { longTrace } from '../tests/trace/long-trace.ts';
import { seeded } from '../tests/trace/random.ts';
import { type Figure, median, percentile, table } from './figure.ts';

const LENGTH = 5000;
const TIMES = 15;
const MOMENTS = 400;
/** 300 events a second, 60 frames a second. */
const EVENTS_PER_FRAME = 5;
/** What a quarter of a frame leaves to drawing. */
const FRAME_SHARE_MS = 4;

/** Six connections, one after the other: frames, calls and tables as a busy lab has them. */
const run = new URL('../tests/trace/runs/reconnects.jsonl', import.meta.url);

type Trace = readonly TraceEvent[];

export function measureTrace(): Figure[] {
  const lines = readFileSync(run, 'utf8').trimEnd().split('\n');
  const recorded = lines.map(line => JSON.parse(line) as TraceEvent);
  const [trace, twice] = [longTrace(recorded, LENGTH), longTrace(recorded, 2 * LENGTH)];
  const text = JSON.stringify(trace);
  const parse = median(timed(() => JSON.parse(text)));
  const floor = { name: 'JSON.parse of the trace', value: parse };
  return [
    {
      ...{ name: `back in time, ${LENGTH} events`, value: percentile(moments(trace), 0.95), aim: 16 },
      ...{ unit: 'ms', floor, method: `any moment with its frames, p95 of ${MOMENTS}` },
    },
    ...whole('fold of all events', trace, twice, floor, each => openTimeline(each)),
    ...whole('first pick', trace, twice, floor, each => belongsTo([...each], pickIn(each))),
    ...whole('lanes', trace, twice, floor, each => lanesOf([...each])),
    ...whole('causes', trace, twice, floor, each => causeOf([...each], 0)),
    ...whole('output of a program', trace, twice, floor, each => outputOf(each, each.length, 'client')),
    {
      ...{ name: '300 events/s: work for a frame', value: percentile(growing(trace), 0.95) },
      ...{ unit: 'ms', aim: FRAME_SHARE_MS, floor: null },
      method: `${EVENTS_PER_FRAME} more, all panes’ questions, p95 of the last ${MOMENTS}`,
    },
  ];
}

function timed(work: () => unknown, times = TIMES): number[] {
  return Array.from({ length: times }, () => {
    const began = performance.now();
    work();
    return performance.now() - began;
  });
}

/** Beside the floor, and beside itself on a trace twice as long: what takes more than twice is not linear. */
function whole(
  name: string,
  trace: Trace,
  twice: Trace,
  floor: NonNullable<Figure['floor']>,
  work: (trace: Trace) => unknown,
): Figure[] {
  const once = median(timed(() => work(trace)));
  const method = `median of ${TIMES}`;
  return [
    { name, value: once, unit: 'ms', aim: null, floor, method },
    {
      ...{ name: '… of twice as many', value: median(timed(() => work(twice))), unit: 'ms', aim: null },
      ...{ ratioAim: { atMost: 2.6 }, floor: { name: 'of once as many', value: once }, method },
    },
  ];
}

function moments(trace: Trace): number[] {
  const timeline = openTimeline(trace);
  const { below } = seeded(1);
  return timed(() => timeline.at(below(trace.length)).frames.length, MOMENTS);
}

/** The trace's last part comes in while somebody has picked a frame and looks at it all. */
function growing(trace: Trace): number[] {
  const from = trace.length - MOMENTS * EVENTS_PER_FRAME;
  const timeline: Timeline = openTimeline(trace.slice(0, from));
  const rows = openWireRows();
  const picked = pickIn(trace);
  const look = (): void => {
    rows(timeline.latest.frames);
    belongsTo(timeline.events, picked);
    lanesOf(timeline.events);
  };
  look();
  let next = from;
  return timed(() => {
    timeline.append(trace.slice(next, next + EVENTS_PER_FRAME));
    next += EVENTS_PER_FRAME;
    look();
  }, MOMENTS);
}

function pickIn(trace: Trace): Picked {
  const frame = trace.find(event => event.type === 'frame');
  if (frame === undefined) throw new Error('the run has no frames');
  return { kind: 'frame', id: frame.id };
}

if (import.meta.main) console.log(table(measureTrace()));
