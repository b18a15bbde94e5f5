/** Text in lines no wider than a terminal. */

/** Columns in a terminal: Hangul and Han take two (Unicode Standard Annex 11). */
export const width = (text: string): number =>
  Array.from(text).reduce((sum, char) => sum + (/[\p{Script=Hangul}\p{Script=Han}]/u.test(char) ? 2 : 1), 0);

/** Breaks at spaces; a longer word keeps a line of its own. Empty lines stay. */
export const wrapped = (text: string, room: number): string[] =>
  text
    .trim()
    .split(/\n\s*\n/)
    .flatMap((paragraph, index) => [...(index === 0 ? [] : ['']), ...paragraphLines(paragraph, room)]);

function paragraphLines(text: string, room: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).filter(each => each !== '')) {
    if (line !== '' && width(line) + 1 + width(word) > room) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return line === '' ? lines : [...lines, line];
}
