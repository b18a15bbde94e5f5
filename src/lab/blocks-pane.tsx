/**
 * Lines to be put in order, by buttons, keys or mouse. It writes the file that the editor shows below it.
 */
import './blocks.css';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { type Arrangement, arrangementIn, moved, takenOut, textOf } from './blocks.ts';
import type { Desk } from './desk.ts';
import type { ExerciseData } from './exercise.tsx';
import type { Words } from './words.ts';

type BlocksPaneProps = { data: ExerciseData; blocks: readonly string[]; desk: Desk; words: Words };

export function BlocksPane({ data, blocks, desk, words }: BlocksPaneProps) {
  const list = useRef<HTMLDivElement>(null);
  /** The block that was moved, and with which button: the focus goes with it. */
  const [last, setLast] = useState<{ block: string; act: string } | null>(null);
  useLayoutEffect(() => {
    if (last === null) return;
    const row = [...(list.current?.querySelectorAll('li') ?? [])].find(li => li.dataset.block === last.block);
    const buttons = [...(row?.querySelectorAll('button') ?? [])];
    (buttons.find(({ dataset }) => dataset.act === last.act) ?? buttons[0])?.focus();
  }, [last]);
  const now = arrangementIn(desk.text.value, data.starter, blocks);
  if (now === undefined) return <p class="lab-remark">{words.say('exercise.blocks.by-hand')}</p>;
  const arrange = (next: Arrangement, block: string, act: string): void => {
    desk.edit(textOf(next));
    desk.revision.value += 1; // the editor follows
    setLast({ block, act });
  };
  return (
    <div class="exercise-blocks" ref={list}>
      <h4 id={`${data.id}-program`}>{words.say('exercise.blocks.program')}</h4>
      <ol aria-labelledby={`${data.id}-program`} {...dropAt(now.used.length)}>
        {now.used.map((block, at) => (
          <Row key={block} block={block} {...dropAt(at)}>
            {act('up', at === 0, block, () => moved(now, block, at - 1))}
            {act('down', at === now.used.length - 1, block, () => moved(now, block, at + 1))}
            {act('out', false, block, () => takenOut(now, block))}
          </Row>
        ))}
      </ol>
      <h4 id={`${data.id}-lines`}>{words.say('exercise.blocks.lines')}</h4>
      <ul
        aria-labelledby={`${data.id}-lines`}
        {...onDropped(block => now.used.includes(block) && arrange(takenOut(now, block), block, 'use'))}
      >
        {now.waiting.map(block => (
          <Row key={block} block={block}>
            {act('use', false, block, () => moved(now, block, now.used.length))}
          </Row>
        ))}
      </ul>
      <p class="lab-unseen" role="status">
        {last !== null && placeText(now, last.block)}
      </p>
    </div>
  );

  function act(name: 'up' | 'down' | 'out' | 'use', isOff: boolean, block: string, next: () => Arrangement) {
    const text = words.say(`exercise.blocks.${name}`);
    return (
      <button
        type="button"
        class="lab-button lab-quiet"
        data-act={name}
        aria-disabled={isOff}
        aria-label={`${text}: ${block}`}
        onClick={() => !isOff && arrange(next(), block, name)}
      >
        {text}
      </button>
    );
  }

  /** A block that is let go here comes before this place. */
  function dropAt(at: number) {
    return onDropped(block => {
      if (now === undefined) return;
      const from = now.used.indexOf(block);
      arrange(moved(now, block, from !== -1 && from < at ? at - 1 : at), block, 'up');
    });
  }

  /** What else may be dragged here, such as a text of another page, is none of the blocks. */
  function onDropped(take: (block: string) => void) {
    return {
      onDragOver: (event: DragEvent) => event.preventDefault(),
      onDrop: (event: DragEvent) => {
        event.preventDefault();
        event.stopPropagation();
        const block = event.dataTransfer?.getData('text/plain') ?? '';
        if (blocks.includes(block)) take(block);
      },
    };
  }

  function placeText({ used }: Arrangement, block: string): string {
    const at = used.indexOf(block);
    if (at === -1) return words.say('exercise.blocks.is-out', { block });
    return words.say('exercise.blocks.is-at', { block, at: at + 1, total: used.length });
  }
}

type RowProps = {
  block: string;
  children: preact.ComponentChildren;
  onDragOver?: (event: DragEvent) => void;
  onDrop?: (event: DragEvent) => void;
};

const Row = ({ block, children, ...drop }: RowProps) => (
  <li
    data-block={block}
    draggable
    onDragStart={event => event.dataTransfer?.setData('text/plain', block)}
    {...drop}
  >
    <pre>{block}</pre>
    <span class="exercise-block-buttons">{children}</span>
  </li>
);
