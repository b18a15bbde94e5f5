/** States and acknowledgement numbers, as two kernels have them while the wire holds or loses a segment. */
import { describe, expect, test } from 'vitest';
import { type Matcher, Rule } from '#protocol/wire';
import type { Question, Said } from '#quiz/question';
import { carried } from '../sandbox/failures.ts';
import { leaveNothing } from '../sandbox/leave-nothing.ts';
import { generators } from './questions.ts';
import { type Order, TcpBox } from './tcp-in-a-box.ts';

type Side = 'client' | 'server';
type Flags = NonNullable<Matcher['flags']>;
type Case = { question: Question; port: number };

const FIRST_PORT = 5000;

/** Questions that tell of different things, each with a port. */
function casesOf(id: 'state' | 'seq', seeds: number): Case[] {
  const drawn = Array.from({ length: seeds }, (_, seed) => generators.get(id)?.question(seed));
  const different = new Map(drawn.map(each => [JSON.stringify([each?.ask, each?.given]), each]));
  return [...different.values()]
    .filter(each => each !== undefined)
    .map((question, index) => ({ question, port: FIRST_PORT + index }));
}

const toldIn = ({ given: [given] }: Question): readonly Said[] => (given?.kind === 'list' ? given.items : []);
const sideIn = ({ values: { side } }: Said): Side =>
  typeof side === 'object' && side.key.endsWith('server') ? 'server' : 'client';

/** The segment that waits, by who sends it and its flags. */
function heldIn(question: Question): { from?: Side; flags: Flags } | null {
  const held = toldIn(question).find(({ key }) => key === 'state.held')?.values.segment;
  if (typeof held !== 'object') return null;
  if (held.key === 'plain')
    return held.values.text === 'SYN'
      ? { from: 'client', flags: ['SYN'] }
      : { from: 'server', flags: ['SYN', 'ACK'] };
  const kind = held.key.slice('state.segment.'.length);
  const flags: Flags = kind.startsWith('fin') ? ['FIN', 'ACK'] : ['ACK'];
  if (kind === 'fins' || kind === 'acks') return { flags };
  return { from: kind === 'third' ? 'client' : sideIn(held), flags };
}

const rule = (port: number, { from, flags }: { from?: Side; flags: Flags }, verb: Rule['verb']): Rule[] =>
  (from === undefined ? (['client', 'server'] as const) : [from]).map(side =>
    Rule.parse({
      id: `${verb}-${port}-${side}-${flags.join('-').toLowerCase()}`,
      match: { from: side, flags, [side === 'client' ? 'destinationPort' : 'sourcePort']: port },
      verb,
    }),
  );

describe('states', () => {
  leaveNothing();

  test('each end of each connection is in the state that is called right', async () => {
    await using box = await TcpBox.open();
    const cases = casesOf('state', 200);
    expect(cases.length).toBeGreaterThan(18);
    const actsOf = ({ question }: Case) => toldIn(question).filter(({ key }) => /connect|close/.test(key));
    await box.obey(cases.map(({ port }): Order => ({ by: 'server', text: `listen ${port}` })));
    // What waits goes on waiting: a copy of a FIN would be answered anew.
    const waits: Rule[] = [];
    for (const nth of [0, 1, 2]) {
      const doing = cases.filter(each => actsOf(each).length > nth);
      const isLast = (each: Case) => actsOf(each).length === nth + 1;
      for (const each of doing.filter(isLast)) {
        const held = heldIn(each.question);
        if (held !== null) waits.push(...rule(each.port, held, 'hold'));
      }
      const crossing = doing.filter(each => actsOf(each)[nth]?.key === 'state.both-close');
      const fins = crossing.flatMap(({ port }) => rule(port, { flags: ['FIN', 'ACK'] }, 'hold'));
      await box.obey(
        doing.flatMap(each => ordersFor(actsOf(each)[nth], each.port)),
        [...waits, ...fins],
      );
      // By frame, and not by a rule: a FIN that is sent again acknowledges the other one.
      const crossed = crossing.filter(({ question }) => !heldIn(question)?.flags.includes('FIN'));
      const isCrossed = (end: string | undefined) => crossed.some(({ port }) => end?.endsWith(`:${port}`));
      const waiting = carried(box.box).filter(
        ({ fate, summary }) =>
          fate.at(-1) === 'held' && (isCrossed(summary.source) || isCrossed(summary.destination)),
      );
      for (const { id } of waiting) await box.box.handleFrame(id, 'release');
      waits.push(...fins);
      await box.box.settled();
    }
    const tables = await box.box.sockets();
    const stateAt = (host: Side, port: number): string =>
      tables.get(host)?.find(row => {
        const own = host === 'client' ? row.peer : row.local;
        return row.state !== 'LISTEN' && own?.endsWith(`:${port}`);
      })?.state ?? 'none';
    const found = cases.map(({ question, port }) => ({
      told: toldIn(question).map(item => JSON.stringify(item)),
      ...{ client: stateAt('client', port), server: stateAt('server', port) },
    }));
    const wanted = cases.map(({ question }, index) => ({ ...found[index], ...question.right }));
    expect(found).toEqual(wanted);
  });
});

function ordersFor(act: Said | undefined, port: number): Order[] {
  if (act?.key === 'state.connect') return [{ by: 'client', text: `connect ${port}` }];
  const sides: Side[] = act?.key === 'state.both-close' ? ['client', 'server'] : act ? [sideIn(act)] : [];
  return sides.flatMap((by): Order[] => [
    ...(by === 'server' ? [{ by, text: `accept ${port}` }] : []),
    { by, text: `close ${port}` },
  ]);
}

describe('acknowledgements', () => {
  leaveNothing();

  test('the last ACK of the kernel has the number that is called right', async () => {
    await using box = await TcpBox.open();
    const cases = casesOf('seq', 24);
    const first = ({ question }: Case): number => Number(question.ask.values.initial);
    const segments = ({ question }: Case) => toldIn(question).filter(({ key }) => /data|lost/.test(key));
    await box.obey(cases.map(({ port }): Order => ({ by: 'server', text: `listen ${port}` })));
    await box.obey(cases.map(({ port }): Order => ({ by: 'client', text: `connect ${port}` })));
    const losses = cases.flatMap(each =>
      segments(each)
        .filter(({ key }) => key === 'seq.lost')
        .map(({ values: { seq, bytes } }) => {
          const from = Number(seq) - first(each);
          const sequence = { from, to: from + Number(bytes) - 1 };
          const match = { from: 'client', destinationPort: each.port, data: true, sequence };
          return Rule.parse({ id: `lose-${each.port}`, match, verb: 'drop' });
        }),
    );
    await box.obey(
      cases.flatMap(each => [
        ...segments(each).map(
          ({ values }): Order => ({ by: 'client', text: `send ${each.port} ${values.bytes}` }),
        ),
        ...(toldIn(each.question).some(({ key }) => key === 'seq.fin')
          ? [{ by: 'client' as const, text: `close ${each.port}` }]
          : []),
      ]),
      losses,
    );
    const frames = carried(box.box).filter(({ fate }) => fate.includes('delivered'));
    const found = cases.map(each => {
      const ofPort = (end: string | undefined) => end?.endsWith(`:${each.port}`) === true;
      const syn = frames.find(({ text, summary }) => text === 'SYN' && ofPort(summary.destination));
      const ack = frames.findLast(({ summary }) => ofPort(summary.source));
      const relative = ((ack?.summary.ack ?? 0) - (syn?.summary.seq ?? 0)) >>> 0;
      return String(first(each) + relative);
    });
    expect(found).toEqual(cases.map(({ question }) => question.right.ack));
  });
});
