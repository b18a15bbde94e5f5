/**
 * Python source as lines of classed pieces. Colours come from CSS, so both themes share one result.
 * The parser weighs as much as a fourth of the lab: sources of the course are parsed when the site is built
 * (`coloursOf`), and it is loaded for a reader's own text alone; until then a line is one plain piece.
 */
export type Piece = { text: string; class: string };

/** A parsed source: for each of its pieces a length and a place in `classes`. */
export type Colours = {
  classes: readonly string[];
  runs: readonly (readonly [length: number, of: number])[];
};

const known = new Map<string, Piece[][]>();

export const plainLines = (source: string): Piece[][] =>
  splitLines(source).map(text => (text === '' ? [] : [{ text, class: '' }]));

/** From now on these sources need no parser. */
export function knowColours(colours: readonly { source: string; colours: Colours }[]): void {
  for (const each of colours) known.set(each.source, linesOf(each.source, each.colours));
}

/** Undefined: it must be parsed first. */
export const knownLines = (source: string): Piece[][] | undefined => known.get(source);

export async function highlightPython(source: string): Promise<Piece[][]> {
  return knownLines(source) ?? linesOf(source, await coloursOf(source));
}

export async function coloursOf(source: string): Promise<Colours> {
  const [{ parser }, { highlightCode, classHighlighter }] = await Promise.all([
    import('@lezer/python'),
    import('@lezer/highlight'),
  ]);
  const classes: string[] = [];
  const runs: [number, number][] = [];
  const text = splitLines(source).join('\n');
  const add = (piece: string, name: string) => {
    if (!classes.includes(name)) classes.push(name);
    runs.push([piece.length, classes.indexOf(name)]);
  };
  highlightCode(text, parser.parse(text), classHighlighter, add, () => {});
  return { classes, runs };
}

/** No piece reaches over the end of a line. */
function linesOf(source: string, { classes, runs }: Colours): Piece[][] {
  const left = [...runs];
  return splitLines(source).map(line => {
    const pieces: Piece[] = [];
    for (let at = 0; at < line.length; ) {
      const [length, of] = left.shift() ?? [line.length, 0];
      pieces.push({ text: line.slice(at, at + length), class: classes[of] ?? '' });
      at += length;
    }
    return pieces;
  });
}

const splitLines = (source: string) => source.replace(/\n$/, '').split('\n');
