/** Where the learner's cursor stands, while one text box takes the place of another under their hands. */
export type TextSelection = { start: number; end: number };

export const selectionIn = (box: HTMLTextAreaElement): TextSelection => ({
  start: box.selectionStart,
  end: box.selectionEnd,
});
