/** Requests that have been sent and not been answered, by their kind. */
import { signal } from '@preact/signals';

export class Pending<Kind extends string> {
  readonly #kinds = signal<ReadonlySet<Kind>>(new Set());

  /** Followed by whoever computes with it. */
  has(kind: Kind): boolean {
    return this.#kinds.value.has(kind);
  }

  /** As it is, followed by nobody. */
  peek(kind: string): Kind | undefined {
    return [...this.#kinds.peek()].find(other => other === kind);
  }

  add(kind: Kind): void {
    this.#kinds.value = new Set(this.#kinds.peek()).add(kind);
  }

  done(kind: Kind): void {
    this.#kinds.value = new Set([...this.#kinds.peek()].filter(other => other !== kind));
  }

  clear(): void {
    this.#kinds.value = new Set();
  }
}
