/**
 * A button and the panel that it opens over what is below. The panel holds ordinary buttons, so it is no
 * ARIA menu; Escape closes it and gives the focus back, and so does a press elsewhere.
 */
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useId } from './use-id.ts';

type MenuProps = {
  name: string;
  /** What is in it is done with one press: it closes then. */
  children: (close: () => void) => ComponentChildren;
};

export function Menu({ name, children }: MenuProps) {
  const id = useId();
  const place = useRef<HTMLDivElement>(null);
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    if (!isOpen) return;
    const gone = new AbortController();
    const closeOutside = ({ target }: Event) => {
      if (!(target instanceof Node && place.current?.contains(target))) setOpen(false);
    };
    for (const type of ['pointerdown', 'focusin'])
      document.addEventListener(type, closeOutside, { signal: gone.signal });
    return () => gone.abort();
  }, [isOpen]);
  const close = () => {
    place.current?.querySelector('button')?.focus();
    setOpen(false);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape is heard for the buttons inside
    <div
      class="lab-menu"
      ref={place}
      onKeyDown={event => {
        if (event.key !== 'Escape' || !isOpen) return;
        event.preventDefault();
        close();
      }}
    >
      <button
        type="button"
        class="lab-button lab-quiet"
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        onClick={() => setOpen(!isOpen)}
      >
        {name}&nbsp;<span aria-hidden="true">▾</span>
      </button>
      {isOpen && (
        <div class="lab-menu-panel" id={id}>
          {children(close)}
        </div>
      )}
    </div>
  );
}
