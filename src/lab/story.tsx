/**
 * What happened in the last move, as links: each leads to its moment and picks what it is about. Heard
 * once, as the status; so the list itself is silent.
 */
import { useRef, useState } from 'preact/hooks';
import type { TraceEvent } from '#protocol/events';
import type { Scene } from '#protocol/lab';
import { moveStory, type Story, type StoryLine } from '#trace/move-story';
import { bringPickIntoView } from './into-view.ts';
import { keepChoice, keptChoice } from './kept.ts';
import type { Picking } from './pick.ts';
import { type StorySpan, storySpan } from './story-span.ts';
import type { View } from './view.ts';
import type { Words } from './words.ts';

export type ToldStory = Story & { move: string };

/** The story of the move that was completed last; null while there is none to tell. */
export function useStory({ walk }: Pick<Scene, 'walk'>, view: View): ToldStory | null {
  const held = useRef<{ span: StorySpan; run: TraceEvent | undefined; story: ToldStory } | null>(null);
  const { list } = view.events.value;
  const before = held.current?.run === list[0] ? held.current : null;
  const span = storySpan(list, view.now.value.moment, before?.span ?? null);
  if (span === null) return null;
  if (before !== null && before.span.to === span.to) return before.story;
  const program = walk.find(({ id }) => id === span.move)?.program ?? null;
  const story = { ...moveStory({ events: list, ...span, at: view.at, program }), move: span.move };
  held.current = { span, run: list[0], story };
  return story;
}

/** What is heard of it. */
export const storyText = ({ lines }: Story, words: Words): string =>
  lines.map(({ message }) => words.tell(message)).join('. ');

/** Open where there is room for it; a choice is kept. */
export function useStoryOpen(): [boolean, () => void] {
  const [isOpen, setOpen] = useState(() => {
    const choice = keptChoice('story');
    return choice === null ? matchMedia('(min-width: 801px)').matches : choice === 'open';
  });
  const toggle = () => {
    keepChoice('story', isOpen ? 'closed' : 'open');
    setOpen(!isOpen);
  };
  return [isOpen, toggle];
}

type MoveStoryProps = {
  story: ToldStory;
  isOpen: boolean;
  onToggle: () => void;
  view: View;
  picking: Picking;
  words: Words;
};

export function MoveStory({ story, isOpen, onToggle, view, picking, words }: MoveStoryProps) {
  // Of the next move the most telling lines are shown again.
  const [allOf, setAllOf] = useState<string | null>(null);
  const { lines, more } = story;
  if (lines.length === 0) return null;
  const isAll = allOf === story.move;
  const shown = isAll ? [...lines, ...more].toSorted((one, other) => one.moment - other.moment) : lines;
  const lead = (line: StoryLine, pressed: Element) => {
    view.goTo(line.moment);
    picking.pick(line.picked);
    const lab = pressed.closest('.lab');
    if (lab) bringPickIntoView(lab);
  };
  return (
    <section class="lab-story" aria-label={words.say('lab.story')}>
      {isOpen && (
        <ol>
          {shown.map(line => (
            <li key={`${line.moment} ${line.kind} ${words.tell(line.message)}`}>
              <button
                type="button"
                class="lab-story-line"
                aria-current={view.isPast.value && view.now.value.moment === line.moment ? 'step' : undefined}
                onClick={event => lead(line, event.currentTarget)}
              >
                {words.tell(line.message)}
              </button>
            </li>
          ))}
          {more.length > 0 && (
            <li>
              <button
                type="button"
                class="lab-story-more"
                aria-expanded={isAll}
                onClick={() => setAllOf(isAll ? null : story.move)}
              >
                {isAll ? words.say('lab.story.less') : words.say('lab.story.more', { n: more.length })}
              </button>
            </li>
          )}
        </ol>
      )}
      <button
        type="button"
        class="lab-button lab-quiet lab-small lab-story-toggle"
        aria-label={words.say('lab.story')}
        title={words.say('lab.story')}
        aria-expanded={isOpen}
        onClick={onToggle}
      >
        {isOpen ? '▴' : `${words.say('lab.story')} ▾`}
      </button>
    </section>
  );
}
