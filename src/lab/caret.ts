/**
 * Points at the first wrong character of a checked text, in a monospaced line below it.
 */

// Hangul, CJK, kana and full-width forms take two columns in a monospaced font.
const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u;

const columns = (text: string) => [...text].reduce((sum, char) => sum + (WIDE.test(char) ? 2 : 1), 0);

/** Blanks up to the column of `text[index]`, then a caret. An index past the end points behind the text. */
export const caretLine = (text: string, index: number): string =>
  `${' '.repeat(columns(text.slice(0, index)))}^`;
