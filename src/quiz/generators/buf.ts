/** G-BUF: how many bytes lie in which buffer. A stream has no messages, and send() only fills a buffer. */
import { generator } from '../generator.ts';
import { type Answers, plain, type Said, said } from '../question.ts';
import type { Random } from '../random.ts';

export type Step = { does: 'send' | 'recv'; bytes: number } | { does: 'hold' };
export type Item = { steps: readonly Step[] };

/** `recvQ` at the server, `sendQ` at the client, and what the last recv() gave. */
type Buffers = { recvQ: number; sendQ: number; got: number };

function draw(random: Random): Item {
  const steps: Step[] = [];
  const size = () => (random.chance(0.5) ? random.between(1, 20) : random.between(3, 90) * 10);
  const sends = random.between(2, 3);
  for (let sent = 0; sent < sends; sent += 1) steps.push({ does: 'send', bytes: size() });
  const there = after(steps).recvQ;
  // Rarely just as much as one send, and often more or less than there is.
  steps.splice(random.between(1, steps.length), 0, {
    does: 'recv',
    bytes: random.pick([4, 100, 1024, there]),
  });
  if (random.chance(0.6)) {
    steps.push({ does: 'hold' }, { does: 'send', bytes: size() });
    if (random.chance(0.4)) steps.push({ does: 'send', bytes: size() });
  }
  if (random.chance(0.4) && after(steps).recvQ > 0)
    steps.push({ does: 'recv', bytes: random.pick([10, 50, 1024]) });
  return { steps };
}

/** What lies where when everything has come to rest; never a recv() with nothing to receive. */
function after(steps: readonly Step[], take: Take = takesWhatIsThere): Buffers {
  const buffers: Buffers = { recvQ: 0, sendQ: 0, got: 0 };
  let isHeld = false;
  for (const step of steps) {
    if (step.does === 'hold') isHeld = true;
    else if (step.does === 'send') buffers[isHeld ? 'sendQ' : 'recvQ'] += step.bytes;
    else [buffers.got, buffers.recvQ] = take(step.bytes, buffers.recvQ);
  }
  return buffers;
}

/** What recv() gives and what it leaves. */
type Take = (most: number, there: number) => [got: number, left: number];
const takesWhatIsThere: Take = (most, there) => [Math.min(most, there), Math.max(0, there - most)];

const answers = (buffers: Buffers): Answers => ({
  got: String(buffers.got),
  'recv-q': String(buffers.recvQ),
  'send-q': String(buffers.sendQ),
});

/** Each recv() gives one send, or as much of it as was asked for, and the rest of that is lost. */
function messageByMessage(steps: readonly Step[]): Buffers {
  const waiting: number[] = [];
  const buffers: Buffers = { recvQ: 0, sendQ: after(steps).sendQ, got: 0 };
  const held = steps.findIndex(({ does }) => does === 'hold');
  steps.forEach((step, index) => {
    if (step.does === 'send' && (held === -1 || index < held)) waiting.push(step.bytes);
    if (step.does === 'recv') buffers.got = Math.min(step.bytes, waiting.shift() ?? 0);
  });
  return { ...buffers, recvQ: waiting.reduce((sum, bytes) => sum + bytes, 0) };
}

const asked = (steps: readonly Step[]): number =>
  steps.reduce((last, step) => (step.does === 'recv' ? step.bytes : last), 0);

export default generator<Item>({
  id: 'buf',
  draw,
  ask: ({ steps }) => ({
    ask: said('buf.ask'),
    given: [{ kind: 'list', items: steps.map(stepText) }],
    fields: [
      { id: 'got', label: said('buf.got'), form: 'number' },
      { id: 'recv-q', label: said('buf.recv-q'), form: 'number' },
      { id: 'send-q', label: said('buf.send-q'), form: 'number' },
    ],
  }),
  answers: ({ steps }) => answers(after(steps)),
  slips: {
    'one-send-one-recv': ({ steps }) => answers(messageByMessage(steps)),
    'recv-fills': ({ steps }) => answers(after(steps, (most, there) => [most, Math.max(0, there - most)])),
    'rest-thrown-away': ({ steps }) => answers(after(steps, (most, there) => [Math.min(most, there), 0])),
    'sent-is-arrived': ({ steps }) => answers(after(steps.filter(({ does }) => does !== 'hold'))),
    'kept-until-read': ({ steps }) => {
      const { got, recvQ, sendQ } = after(steps);
      return answers({ got, recvQ, sendQ: sendQ + recvQ });
    },
  },
  values: ({ steps }) => ({ max: String(asked(steps)), ...valuesOf(after(steps)) }),
  shown: ({ steps }) => [
    {
      kind: 'events',
      rows: steps.map((step, index) => ({
        what: stepText(step),
        left: said('buf.left', valuesOf(after(steps.slice(0, index + 1)))),
      })),
    },
  ],
});

const valuesOf = ({ recvQ, sendQ, got }: Buffers) => ({
  recvQ: String(recvQ),
  sendQ: String(sendQ),
  got: String(got),
});

function stepText(step: Step): Said {
  if (step.does === 'hold') return said('buf.hold');
  const code = step.does === 'send' ? `s.send(bytes(${step.bytes}))` : `c.recv(${step.bytes})`;
  return said(`buf.${step.does}`, { code: plain(code) });
}
