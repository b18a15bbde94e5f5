/** A page that was made for one kind of box and got another. */
import { effect } from '@preact/signals';
import type { Source } from './source.ts';

/**
 * The server may open another kind of box than it said it would: the page is then made for that one.
 *
 * @param isPlain the page is made for a plain box
 */
export function openAnewAs({ plain }: Source, isPlain: boolean, gone: AbortSignal, open: () => void): void {
  const stop = effect(() => {
    const told = plain?.value;
    if (told !== undefined && (told !== null) !== isPlain) open();
  });
  gone.addEventListener('abort', stop, { once: true });
}
