/**
 * Headers and fields of an opened frame as one list of choices. One of them is in the tab order; the
 * arrow keys go through all (ARIA practices, listbox).
 */
import { useRef } from 'preact/hooks';
import type { FrameItem } from './frame-items.ts';
import { useId } from './use-id.ts';
import type { Words } from './words.ts';

type FrameFieldsProps = {
  items: readonly FrameItem[];
  /** indices of what is lit */
  lit: readonly number[];
  /** index of the item that Tab reaches */
  current: number;
  /** null: at none any more */
  onPoint: (index: number | null) => void;
  onPick: (index: number) => void;
  words: Words;
};

export function FrameFields({ items, lit, current, onPoint, onPick, words }: FrameFieldsProps) {
  const id = useId();
  const place = useRef<HTMLDivElement>(null);
  const groups = Object.values(Object.groupBy(items, item => layerNumber(items, item)));
  const go = (event: KeyboardEvent) => {
    const target = { ArrowDown: current + 1, ArrowUp: current - 1, Home: 0, End: items.length - 1 }[
      event.key
    ];
    if (target === undefined) return;
    event.preventDefault();
    const index = Math.min(items.length - 1, Math.max(0, target));
    place.current?.querySelector<HTMLElement>(`[data-item="${index}"]`)?.focus();
  };
  return (
    <div
      ref={place}
      class="lab-fields"
      role="listbox"
      aria-label={words.say('lab.wire.fields')}
      tabIndex={-1}
      onKeyDown={go}
      onPointerMove={event => event.pointerType === 'mouse' && onPoint(itemUnder(event))}
      onPointerLeave={() => onPoint(null)}
    >
      {groups.map(group => (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot stand in a listbox
        <div
          key={group?.[0]?.index}
          class="lab-layer"
          role="group"
          aria-label={group?.[0]?.name}
          data-tone={group?.[0]?.tone}
          data-quoted={group?.[0]?.isQuoted}
        >
          {group?.map(item => (
            <div
              key={item.index}
              class={item.isLayer ? 'lab-item lab-item-layer' : 'lab-item'}
              role="option"
              data-item={item.index}
              aria-selected={lit.includes(item.index)}
              aria-describedby={item.text && `${id}-${item.index}`}
              tabIndex={item.index === current ? 0 : -1}
              onFocus={() => onPick(item.index)}
            >
              <span class="lab-item-name">{item.name}</span> <span class="lab-item-value">{item.value}</span>
              {item.text && (
                <span class="lab-unseen" id={`${id}-${item.index}`} aria-hidden="true">
                  {item.text}
                </span>
              )}
            </div>
          ))}
        </div>
      ))}
    </div>
  );
}

/** How many headers begin before an item, itself included. */
const layerNumber = (items: readonly FrameItem[], { index }: FrameItem): number =>
  items.slice(0, index + 1).filter(item => item.isLayer).length;

function itemUnder({ target }: PointerEvent): number | null {
  const item = target instanceof Element ? target.closest<HTMLElement>('[data-item]') : null;
  return item === null ? null : Number(item.dataset.item);
}
