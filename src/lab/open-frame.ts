/** The one frame of the wire that is open, and what is picked among its rows. */
import { useState } from 'preact/hooks';
import type { Picking } from './pick.ts';
import type { WireRow } from './wire-rows.ts';

/** A frame is picked and opened with one press, and let go and closed with the next. */
export function useOpened(picking: Picking) {
  const [opened, setOpened] = useState<number | null>(null);
  return {
    opened,
    toggle(id: number) {
      const isPicked = pickedFrame(picking) === id;
      if (opened === id && !isPicked) return picking.toggle({ kind: 'frame', id });
      setOpened(opened === id ? null : id);
      if ((opened === id) === isPicked) picking.toggle({ kind: 'frame', id });
    },
  };
}

export function pickedFrame({ picked }: Picking): number | null {
  const { value } = picked;
  return value?.kind === 'frame' ? value.id : null;
}

/** The frame that lights up first with what is picked; undefined: none of these. */
export function litRow(rows: readonly WireRow[], { lights }: Picking): number | undefined {
  const { value } = lights;
  return value === null ? undefined : rows.find(({ frame }) => value.hasFrame(frame.id))?.frame.id;
}
