/**
 * The states that the play page shows: of which run, and at which moment. A moment is found by what the lab
 * has to be like there, so that a run recorded anew still has it; tests/site/play.test.ts holds that it has.
 */

import type { Frozen } from '#lab/frozen-source';
import type { SocketRow, TcpState, TraceEvent } from '#protocol/events';
import type { FrameState, LabState, ProgramState } from '#trace/fold';
import { openTimeline } from '#trace/timeline';

export type PlayState = {
  /** what is to be looked at */
  pane: 'programs' | 'wire' | 'sockets' | 'bits' | 'network' | 'timeline' | 'toolbar';
  name: string;
  run: string;
  /** The first moment at which it is true. */
  when: (lab: LabState) => boolean;
  /** as a running lab in this state, not as a recording */
  live?: Frozen;
  /** selectors of what is pressed then, one after the other */
  press?: readonly string[];
};

const program =
  (is: (program: ProgramState) => boolean) =>
  ({ programs }: LabState): boolean =>
    Object.values(programs).some(is);
const frame =
  (is: (frame: FrameState) => boolean) =>
  ({ frames }: LabState): boolean =>
    frames.some(is);
const socket =
  (is: (row: SocketRow) => boolean) =>
  ({ sockets }: LabState): boolean =>
    Object.values(sockets).flat().some(is);
const inState = (state: TcpState) => socket(row => row.state === state);
const after = (move: string) => (lab: LabState) => lab.moves.includes(move);
const ended = ({ programs }: LabState): boolean =>
  Object.keys(programs).length > 1 && Object.values(programs).every(({ status }) => status === 'exited');
const always = () => true;

const programs: Omit<PlayState, 'pane'>[] = [
  { name: 'not started', run: 'streams.reset', when: always },
  { name: 'before its first line', run: 'echo-once', when: program(({ status }) => status === 'paused') },
  {
    name: 'at a line, locals changed',
    run: 'echo-once',
    when: program(({ changed, line }) => line !== null && changed.length > 0),
  },
  { name: 'blocked', run: 'echo-once', when: program(({ status }) => status === 'blocked') },
  {
    name: 'waits for input',
    run: 'echo-once',
    when: program(({ blocked }) => blocked !== null && blocked.fd === 0),
  },
  {
    name: 'stopped by an exception',
    run: 'echo-once.client-first',
    when: program(({ exit }) => (exit?.code ?? 0) > 0),
  },
  { name: 'ended', run: 'echo-once', when: ended },
  {
    name: 'threads',
    run: 'runs.threads',
    when: program(({ tasks }) => Object.keys(tasks).length > 1),
  },
  {
    name: 'a child for each client',
    run: 'runs.fork-per-client',
    when: program(({ tasks }) => Object.keys(tasks).length > 1),
  },
];

const wire: Omit<PlayState, 'pane'>[] = [
  { name: 'nothing yet', run: 'echo-once', when: always },
  { name: 'ARP and the handshake', run: 'echo-once', when: inState('ESTABLISHED') },
  {
    name: 'a frame waits',
    run: 'first-packet',
    when: frame(({ status }) => status === 'held'),
    live: {},
  },
  { name: 'a frame opened', run: 'echo-once', when: ended, press: ['.lab-frame[data-kind="tcp"] button'] },
  {
    name: 'lost on a cut cable',
    run: 'first-packet.cable-cut',
    when: frame(({ status }) => status === 'dropped'),
  },
  { name: 'lost and sent again', run: 'streams.lost-and-resent', when: ended },
  { name: 'reset', run: 'streams.reset', when: ended },
  { name: 'refused', run: 'runs.refused', when: ended },
  { name: 'datagrams', run: 'streams.datagrams', when: ended },
  { name: 'many frames', run: 'runs.reconnects', when: ended },
];

const sockets: Omit<PlayState, 'pane'>[] = [
  { name: 'none yet', run: 'echo-once', when: always },
  { name: 'listening', run: 'echo-once', when: inState('LISTEN') },
  { name: 'SYN-SENT', run: 'streams.both-connect-at-once', when: inState('SYN-SENT') },
  { name: 'connected', run: 'echo-once', when: inState('ESTABLISHED') },
  {
    name: 'an accept queue that is full',
    run: 'streams.full-queue',
    when: socket(({ state, recvQ, sendQ }) => state === 'LISTEN' && recvQ > sendQ),
  },
  {
    name: 'bytes that nobody has read',
    run: 'streams.slow-reader',
    when: socket(({ state, recvQ }) => state === 'ESTABLISHED' && recvQ > 0),
  },
  { name: 'half closed', run: 'streams.half-close', when: inState('CLOSE-WAIT') },
  { name: 'closed by both at once', run: 'streams.both-close-at-once', when: inState('CLOSING') },
  { name: 'TIME-WAIT', run: 'streams.two-sends-one-recv', when: inState('TIME-WAIT') },
  {
    name: 'the state diagram',
    run: 'streams.two-sends-one-recv',
    when: inState('TIME-WAIT'),
    press: ['.lab-sockets-pane [role="tab"]:nth-of-type(2)'],
  },
  {
    name: 'the byte ruler',
    run: 'streams.two-sends-one-recv',
    when: ended,
    press: ['.lab-sockets-pane [role="tab"]:nth-of-type(3)'],
  },
  {
    name: 'datagrams as postcards',
    run: 'streams.datagrams',
    when: ended,
    press: ['.lab-sockets-pane [role="tab"]:nth-of-type(3)'],
  },
];

const network: Omit<PlayState, 'pane'>[] = [
  { name: 'before anything', run: 'streams.reset', when: always },
  {
    name: 'neighbours known',
    run: 'streams.reset',
    when: ({ networks }) => Object.values(networks).some(({ neighbours }) => neighbours.length > 0),
  },
];

const bits: Omit<PlayState, 'pane'>[] = [
  { name: 'not tried yet', run: 'binary-octets', when: after('ask') },
  { name: 'reached', run: 'binary-octets', when: after('flip') },
  { name: 'no route', run: 'binary-octets', when: after('third') },
  { name: 'an address that means everybody', run: 'network-broadcast-hosts.last', when: after('call') },
  {
    name: 'switches that may be pressed',
    run: 'network-broadcast-hosts',
    when: after('reach'),
    live: {},
  },
];

const timeline: Omit<PlayState, 'pane'>[] = [
  { name: 'nothing yet', run: 'echo-once', when: always },
  { name: 'in the middle', run: 'echo-once', when: inState('ESTABLISHED') },
  { name: 'its list', run: 'echo-once', when: ended, press: ['.lab-timeline [aria-expanded]'] },
  {
    name: 'looking back while it runs',
    run: 'echo-once',
    when: inState('ESTABLISHED'),
    live: {},
    press: ['.lab-timeline-bar button'],
  },
];

const connected = inState('ESTABLISHED');
const running = (name: string, live: Frozen): Omit<PlayState, 'pane'> => ({
  ...{ name, run: 'echo-once', when: connected, live },
});
const closed = (why: Extract<NonNullable<Frozen['status']>, { kind: 'closed' }>['why']) =>
  running(`closed: ${why}`, {
    status: { kind: 'closed', why },
    ...(['asked', 'elsewhere', 'idle', 'fault', 'other-tab'].includes(why) ? {} : { connection: 'waiting' }),
  });

const toolbar: Omit<PlayState, 'pane'>[] = [
  {
    name: 'a recording at its beginning',
    run: 'echo-once',
    when: program(({ status }) => status === 'paused'),
  },
  { name: 'the story of a move', run: 'echo-once', when: after('connect') },
  { name: 'the walk’s end', run: 'echo-once', when: ended },
  running('live', {}),
  running('opening', { status: { kind: 'opening' } }),
  running('on its way back to its move', { status: { kind: 'returning' } }),
  running('a move that takes its time', { moving: true }),
  running('refused', { refused: 'not-paused' }),
  running('out of reach', { status: { kind: 'reconnecting' }, connection: 'waiting', triesIn: 8000 }),
  running('no server', { status: { kind: 'unreachable' }, connection: 'down' }),
  running('typed while out of reach', {
    status: { kind: 'reconnecting' },
    connection: 'waiting',
    triesIn: 8000,
    unsent: { client: { why: 'waiting', text: 'hello' } },
    missed: true,
  }),
  running('closes soon', { closesIn: 4 * 60_000 }),
  closed('asked'),
  closed('idle'),
  closed('elsewhere'),
  closed('other-tab'),
  closed('ended'),
  closed('restarted'),
  closed('away'),
  { name: 'the tools', run: 'echo-once', when: connected, live: {}, press: ['.lab-menu > button'] },
];

export const playStates: readonly PlayState[] = Object.entries({
  ...{ toolbar, programs, wire, sockets, bits, network, timeline },
}).flatMap(([pane, states]) => states.map(state => ({ ...state, pane: pane as PlayState['pane'] })));

/** Undefined when the run never comes to be like that. */
export function momentOf(trace: readonly TraceEvent[], when: PlayState['when']): number | undefined {
  const timeline = openTimeline(trace);
  for (let moment = 0; moment <= trace.length; moment += 1) if (when(timeline.at(moment))) return moment;
  return undefined;
}

/** Names a state in an address: "wire/a-frame-waits". */
export const keyOf = ({ pane, name }: PlayState): string =>
  `${pane}/${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}`;
