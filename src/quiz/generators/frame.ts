/** G-FRAME: which messages are whole, of a byte stream that was received in pieces. */
import { generator } from '../generator.ts';
import { plain, said } from '../question.ts';
import type { Random } from '../random.ts';
import { bytesLiteral, charactersOf, encoded } from '../utf-8.ts';

/** By a byte in front that counts the bytes of the message, or by a newline behind it. */
export type Framing = 'length' | 'newline';
export type Item = { framing: Framing; pieces: readonly (readonly number[])[] };

const WORDS = ['hi', 'ok', 'hello', 'bye', 'ping', 'é', 'café', 'año', 'über', 'yes', 'no'];
const NEWLINE = 10;

function draw(random: Random): Item {
  const framing = random.pick(['length', 'newline'] as const);
  const messages = Array.from({ length: random.between(2, 4) }, () => random.pick(WORDS));
  const whole = messages.flatMap(message => framed(framing, encoded(message)));
  // The last message is often still on its way.
  const end = random.chance(0.6) ? whole.length - random.between(1, 2) : whole.length;
  const stream = whole.slice(0, end);
  const cuts = random
    .shuffled(Array.from({ length: Math.max(0, stream.length - 1) }, (_, at) => at + 1))
    .slice(0, random.between(1, 3))
    .sort((one, other) => one - other);
  return { framing, pieces: pieces(stream, cuts) };
}

const framed = (framing: Framing, bytes: readonly number[]): number[] =>
  framing === 'length' ? [bytes.length, ...bytes] : [...bytes, NEWLINE];

const pieces = (stream: readonly number[], cuts: readonly number[]): number[][] =>
  [0, ...cuts].map((from, index) => stream.slice(from, cuts[index] ?? stream.length));

/** The whole messages at the beginning of a stream, and what is left. */
function parse(
  framing: Framing,
  stream: readonly number[],
): { messages: number[][]; rest: readonly number[] } {
  const messages: number[][] = [];
  let rest = stream;
  for (;;) {
    const [length = Number.POSITIVE_INFINITY] = rest;
    const start = framing === 'length' ? 1 : 0;
    const end = framing === 'length' ? 1 + length : rest.indexOf(NEWLINE);
    if (end === -1 || end > rest.length) return { messages, rest };
    messages.push(rest.slice(start, end));
    rest = rest.slice(framing === 'length' ? end : end + 1);
  }
}

const text = (messages: readonly (readonly number[])[]): string =>
  messages.map(bytesLiteral).join(', ') || '–';

const rightOf = ({ framing, pieces: all }: Item): string => text(parse(framing, all.flat()).messages);

/** Counts characters where the sender has counted bytes. */
function byCharacters({ pieces: all }: Item): string {
  const letters = charactersOf(all.flat());
  const messages: number[][] = [];
  for (let at = 0; at < letters.length; ) {
    const end = at + 1 + (letters[at]?.[0] ?? 0);
    if (end > letters.length) break;
    messages.push(letters.slice(at + 1, end).flat());
    at = end;
  }
  return text(messages);
}

const algorithms = {
  'piece-is-message': ({ framing, pieces: all }: Item): string =>
    text(
      all.map(piece => {
        const isWhole = framing === 'length' && (piece[0] ?? 0) < 32;
        const end = piece.at(-1) === NEWLINE ? -1 : piece.length;
        return isWhole ? piece.slice(1) : piece.slice(0, framing === 'newline' ? end : piece.length);
      }),
    ),
  'leftovers-lost': ({ framing, pieces: all }: Item): string =>
    text(all.flatMap(piece => parse(framing, piece).messages)),
  'half-counts': ({ framing, pieces: all }: Item): string => {
    const { messages, rest } = parse(framing, all.flat());
    const half = framing === 'length' ? rest.slice(1) : rest;
    return text(half.length === 0 ? messages : [...messages, half]);
  },
  'counts-characters': (item: Item): string =>
    item.framing === 'length' ? byCharacters(item) : rightOf(item),
  'only-the-first': ({ framing, pieces: all }: Item): string =>
    text(parse(framing, all.flat()).messages.slice(0, 1)),
} as const;

/** What somebody would say who made no mistake, or one of ours; in an order that tells nothing. */
const optionsOf = (item: Item): string[] =>
  [...new Set([rightOf(item), ...Object.values(algorithms).map(algorithm => algorithm(item))])].sort(
    (one, other) => one.length - other.length || (one < other ? -1 : 1),
  );

export default generator<Item>({
  id: 'frame',
  draw(random) {
    let item = draw(random);
    while (optionsOf(item).length < 3) item = draw(random);
    return item;
  },
  ask: item => ({
    ask: said(`frame.ask.${item.framing}`),
    given: [{ kind: 'code', lines: item.pieces.map(piece => `recv(1024)  →  ${bytesLiteral(piece)}`) }],
    fields: [
      {
        id: 'messages',
        label: said('frame.field'),
        form: 'choice',
        options: optionsOf(item).map(value => ({ value, label: plain(value) })),
      },
    ],
  }),
  answers: item => ({ messages: rightOf(item) }),
  slips: Object.fromEntries(
    Object.entries(algorithms).map(([name, algorithm]) => [
      name,
      (item: Item) => ({ messages: algorithm(item) }),
    ]),
  ),
  values: ({ framing, pieces: all }) => ({
    count: String(parse(framing, all.flat()).messages.length),
    rest: bytesLiteral(parse(framing, all.flat()).rest),
  }),
  shown: ({ framing, pieces: all }) => [
    {
      kind: 'events',
      rows: all.map((piece, index) => {
        const { messages, rest } = parse(framing, all.slice(0, index + 1).flat());
        return {
          what: plain(bytesLiteral(piece)),
          left: said('frame.left', { messages: text(messages), rest: bytesLiteral(rest) }),
        };
      }),
    },
  ],
});
