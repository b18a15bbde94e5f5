/**
 * Python source as lines of classed pieces. Colours come from CSS, so both themes share one result.
 * The parser is loaded when first needed; until then a line is one plain piece.
 */
export type Piece = { text: string; class: string };

export const plainLines = (source: string): Piece[][] =>
  splitLines(source).map(text => (text === '' ? [] : [{ text, class: '' }]));

export async function highlightPython(source: string): Promise<Piece[][]> {
  const [{ parser }, { highlightCode, classHighlighter }] = await Promise.all([
    import('@lezer/python'),
    import('@lezer/highlight'),
  ]);
  const lines: Piece[][] = [[]];
  const text = splitLines(source).join('\n');
  highlightCode(
    text,
    parser.parse(text),
    classHighlighter,
    (piece, classes) => lines.at(-1)?.push({ text: piece, class: classes }),
    () => lines.push([]),
  );
  return lines;
}

const splitLines = (source: string) => source.replace(/\n$/, '').split('\n');
