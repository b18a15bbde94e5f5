/**
 * A program that is put together from given lines (Parsons): which of them the file uses, in which order.
 * The file is the only truth, as in every exercise; a line that waits stands behind "#: ".
 */

/** Blocks of code, as exercise.yaml has them; a block may have several lines. */
export type Arrangement = {
  /** what stands before the first block, as it is */
  head: string;
  used: readonly string[];
  waiting: readonly string[];
};

const WAITS = '#: ';
const FIRST_WAITING = /^#: /m;

const waitingForm = (block: string): string => block.replace(/^/gm, WAITS);

/** Undefined when the text holds anything else than its head and each block once: then it was written by hand. */
export function arrangementIn(
  text: string,
  starter: string,
  blocks: readonly string[],
): Arrangement | undefined {
  const head = starter.slice(0, starter.search(FIRST_WAITING));
  if (!text.startsWith(head)) return undefined;
  const used: string[] = [];
  const waiting: string[] = [];
  let rest = text.slice(head.length).trimStart();
  while (rest !== '') {
    const block = blocks.find(each => beginsWith(rest, each) || beginsWith(rest, waitingForm(each)));
    if (block === undefined || used.includes(block) || waiting.includes(block)) return undefined;
    const waits = beginsWith(rest, waitingForm(block));
    (waits ? waiting : used).push(block);
    rest = rest.slice((waits ? waitingForm(block) : block).length).trimStart();
  }
  return used.length + waiting.length === blocks.length ? { head, used, waiting } : undefined;
}

/** A whole line, or several: not the beginning of a longer one. */
const beginsWith = (text: string, block: string): boolean =>
  text.startsWith(block) && (text.length === block.length || text[block.length] === '\n');

/** The file: head, program, and what waits. */
export function textOf({ head, used, waiting }: Arrangement): string {
  const parts = [used.join('\n'), waiting.map(waitingForm).join('\n')].filter(part => part !== '');
  return `${head}${parts.join('\n\n')}\n`;
}

/** The block stands at this place of the program from now on; it may have waited before. */
export function moved(arrangement: Arrangement, block: string, to: number): Arrangement {
  const used = arrangement.used.filter(each => each !== block);
  const waiting = arrangement.waiting.filter(each => each !== block);
  return { ...arrangement, used: used.toSpliced(to, 0, block), waiting };
}

export const takenOut = (arrangement: Arrangement, block: string): Arrangement => ({
  ...arrangement,
  used: arrangement.used.filter(each => each !== block),
  waiting: [...arrangement.waiting, block],
});
