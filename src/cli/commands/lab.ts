/**
 * `lab ID`: a lab in the terminal. Enter carries out the next move of the walk in a real box; what
 * happened is told as on the page. Without a terminal it walks to the end.
 */
import { createInterface } from 'node:readline';
import type { Box } from '#driver/box';
import { openBox } from '#driver/open';
import { labNames, loadScene } from '#driver/scenes';
import { createWalk, MoveStuck, startPaused } from '#driver/walk';
import { moveStory, type StoryLine } from '#trace/move-story';
import { say } from '#trace/sentence';
import { openTimeline } from '#trace/timeline';
import { type Desk, UsageError } from '../desk.ts';
import { EXIT } from '../exit.ts';
import { uiTexts } from '../ui-texts.ts';
import { wrapped } from '../wrapped.ts';

/** @throws UsageError without an id; UnknownLab, UnknownWhatIf */
export async function lab(desk: Desk, [id]: readonly string[], whatIf: string | null): Promise<number> {
  const { sayings, print, language, signal } = desk;
  if (id === undefined) throw new UsageError(sayings.whichLab((await labNames()).join('\n')));
  const scene = loadScene(id, whatIf);
  print(desk.paint('strong', sayings.labIntro(scene.title[language])));
  await using box = await openBox(scene, { signal });
  await startPaused(box, scene);
  const walk = createWalk(box, scene, { unattended: true });
  using turns = openTurns(signal);
  for (const [index, move] of scene.walk.entries()) {
    if (!(await turns.next())) return EXIT.passed;
    const from = box.trace.length;
    try {
      await walk.next(signal);
    } catch (error) {
      if (!(error instanceof MoveStuck)) throw error;
      print(sayings.labStuck(error.message));
      return EXIT.failed;
    }
    print(
      desk.paint('strong', sayings.labMove(index + 1, scene.walk.length, `${move.program} (${move.id})`)),
    );
    tell(desk, box, { from, program: move.program });
  }
  print(sayings.labOver);
  return EXIT.passed;
}

/** What the move did: the lines of the page's story, all of them. */
function tell(desk: Desk, box: Box, { from, program }: { from: number; program: string }): void {
  const events = [...box.trace];
  const { at } = openTimeline(events);
  const { lines, more } = moveStory({ events, from, to: events.length, at, program });
  const texts = uiTexts(desk.language);
  const place = ({ began, moment }: StoryLine): number => began ?? moment;
  for (const { message } of [...lines, ...more].toSorted((one, other) => place(one) - place(other))) {
    const [first = '', ...rest] = wrapped(say(texts, message), desk.columns - 4);
    desk.print([`  · ${first}`, ...rest.map(line => `    ${line}`)].join('\n'));
  }
}

/** Resolves true at Enter, false at q or the end of the input; at once where nobody sits. */
function openTurns(signal: AbortSignal): Disposable & { next(): Promise<boolean> } {
  if (!process.stdin.isTTY) return { next: async () => true, [Symbol.dispose]() {} };
  const lines = createInterface({ input: process.stdin, terminal: false });
  const typed = lines[Symbol.asyncIterator]();
  signal.addEventListener('abort', () => lines.close(), { once: true });
  return {
    async next() {
      const { value, done } = await typed.next();
      signal.throwIfAborted();
      return done !== true && value.trim() !== 'q';
    },
    [Symbol.dispose]: () => lines.close(),
  };
}
