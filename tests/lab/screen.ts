/** A terminal that keeps its text, and says that bytes are drawn only when the test does. */
import type { TerminalSink } from '../../src/lab/source.ts';

export class Screen implements TerminalSink {
  text = '';
  readonly #undrawn: (() => void)[] = [];

  write(bytes: Uint8Array, drawn: () => void): void {
    this.text += new TextDecoder().decode(bytes);
    this.#undrawn.push(drawn);
  }

  clear(): void {
    this.text = '';
  }

  draw(): void {
    for (const drawn of this.#undrawn.splice(0)) drawn();
  }
}

/** The browser's storage, for a realm that has none. `isFull`: it keeps nothing more. */
export class MemoryStorage implements Storage {
  readonly #items = new Map<string, string>();
  readonly #isFull: boolean;

  constructor({ isFull = false } = {}) {
    this.#isFull = isFull;
  }

  get length(): number {
    return this.#items.size;
  }

  key(index: number): string | null {
    return [...this.#items.keys()][index] ?? null;
  }

  getItem(key: string): string | null {
    return this.#items.get(key) ?? null;
  }

  setItem(key: string, value: string): void {
    if (this.#isFull) throw new DOMException('the quota has been exceeded', 'QuotaExceededError');
    this.#items.set(key, value);
  }

  removeItem(key: string): void {
    this.#items.delete(key);
  }

  clear(): void {
    this.#items.clear();
  }
}
