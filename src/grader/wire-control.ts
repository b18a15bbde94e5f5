/** What a check does to frames on their way: the wire's own rules, one after another. */
import type { Box } from '#driver/box';
import type { Matcher, Rule } from '#protocol/wire';

/** The first frame that matches, or the `nth`, and `count` from there on; null: all. */
export type Which = Matcher & { nth?: number; count?: number | null };

export class WireControl {
  readonly #box: Box;
  #rules: Rule[] = [];

  constructor(box: Box) {
    this.#box = box;
  }

  /** Loses them; the kernel that sent them will notice. */
  async drops(which: Which): Promise<void> {
    await this.#add('drop', which);
  }

  /** Delivers them twice. */
  async duplicates(which: Which): Promise<void> {
    await this.#add('duplicate', which);
  }

  /** Keeps them, and every copy that is sent meanwhile, until lets(). */
  async holds(which: Which): Promise<void> {
    await this.#add('hold', which);
  }

  /** Lets all go that wait, and does nothing more to any frame. */
  async lets(): Promise<void> {
    const held = this.#rules.filter(({ verb }) => verb === 'hold');
    this.#rules = held.map(rule => ({ ...rule, verb: 'release', nth: 1, count: null }));
    await this.#box.setWire({ rules: this.#rules });
  }

  async #add(verb: Rule['verb'], { nth = 1, count = 1, ...match }: Which): Promise<void> {
    const id = `check-${this.#rules.length + 1}`;
    this.#rules.push({ id, match, verb, nth, count, delayMs: 0 });
    await this.#box.setWire({ rules: this.#rules });
  }
}
