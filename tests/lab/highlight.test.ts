import { expect, test } from 'vitest';
import { coloursOf, highlightPython, knowColours, knownLines, plainLines } from '../../src/lab/highlight.ts';

const SOURCE = "import socket\n\ns = '''two\nlines'''\nprint(s)  # 가\n";
const textOf = (lines: { text: string }[][]) => lines.map(line => line.map(({ text }) => text).join(''));

test('highlighting keeps every line as it is, a string over two lines too', async () => {
  const lines = await highlightPython(SOURCE);
  expect(textOf(lines)).toEqual(SOURCE.trimEnd().split('\n'));
  expect(textOf(plainLines(SOURCE))).toEqual(textOf(lines));
});

test('keywords, strings and comments have classes', async () => {
  const pieces = (await highlightPython(SOURCE)).flat();
  const classOf = (text: string) => pieces.find(piece => piece.text === text)?.class;
  expect(classOf('import')).toBe('tok-keyword');
  expect(classOf("lines'''")).toBe('tok-string');
  expect(classOf('# 가')).toBe('tok-comment');
});

test('a source whose colours the site has sent is drawn at once, as if it had been parsed', async () => {
  const parsed = await highlightPython(SOURCE);
  expect(knownLines(SOURCE)).toBeUndefined();
  const sent = JSON.parse(JSON.stringify(await coloursOf(SOURCE)));
  knowColours([{ source: SOURCE, colours: sent }]);
  expect(knownLines(SOURCE)).toEqual(parsed);
  expect(knownLines(`${SOURCE}# edited`), 'an edit is another text').toBeUndefined();
});
