/**
 * What the reader wants an interface's address to be, until its kernel has it. Presses may come faster
 * than a kernel answers: the newest wish is asked for as soon as the one before is settled.
 */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Place } from './bit-line.ts';
import type { Changing } from './network-change.ts';

export type Wish = {
  /** "10.0.0.66/24": what is wished for, or what the kernel has */
  shown: string;
  /** The kernel's words where it refused. */
  refusal: string | null;
  want(address: string): void;
};

/** @param onDone the kernel has what was last wished for */
export function useWish(
  host: string,
  { interface: on, address: has }: Place,
  changing: Changing | undefined,
  onDone: () => void,
): Wish {
  const [wanted, setWanted] = useState<string | null>(null);
  /** the address that is being replaced */
  const leaving = useRef<string | null>(null);
  const form = `${host} ${on} bits`;
  const refusal = changing?.refusalOf(form) ?? null;
  useEffect(() => {
    if (wanted === null || changing === undefined) return;
    // The reader may have wished for another one between the drawing and this.
    const settle = () => setWanted(newest => (newest === wanted ? null : newest));
    if (leaving.current !== null && refusal !== null) {
      leaving.current = null;
      settle();
    } else if (wanted === has) {
      leaving.current = null;
      settle();
      onDone();
    } else if (leaving.current !== has) {
      leaving.current = has;
      changing.ask(form, { what: 'address-replaced', host, interface: on, old: has, address: wanted });
    }
  }, [wanted, has, refusal]);
  return { shown: wanted ?? has, refusal, want: setWanted };
}
