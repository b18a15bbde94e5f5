/**
 * What only a live source has: a box that can be out of reach, be closed because nobody uses it, and
 * be followed by a fresh one.
 */
import type { ReadonlySignal } from '@preact/signals';
import type { Unsent } from './kept-keys.ts';

/** `waiting` between attempts and during one; `down` when it was given up until asked. */
export type ConnectionStatus = 'connecting' | 'open' | 'waiting' | 'down';

export interface BoxLife {
  readonly connection: ReadonlySignal<ConnectionStatus>;
  /** When the next attempt to connect begins, by Date.now(); null when none is waited for. */
  readonly nextTry: ReadonlySignal<number | null>;
  /** When the box closes unless it is used, by Date.now(); null while that is far. */
  readonly closesAt: ReadonlySignal<number | null>;
  /** What was typed and has reached no box, by program. */
  readonly unsent: ReadonlySignal<Readonly<Record<string, Unsent>>>;
  /** Something was asked for that cannot be done now; it is over when the box can be reached. */
  readonly missed: ReadonlySignal<boolean>;
  /** Keeps the box that is about to close. */
  stay(): void;
  /** A fresh box, brought to the move that the one before had reached. */
  reopen(): void;
  /** Takes the box back from the page that has taken it over. */
  takeBack(): void;
  miss(): void;
}
