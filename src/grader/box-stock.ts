/**
 * A fresh box for each check: no port is taken, nothing lingers in TIME-WAIT. The next one opens
 * while the current check runs. The stock owns every box that it opened, until close().
 */

import type { Box } from '#driver/box';
import { openBox } from '#driver/open';
import type { Scene } from '#protocol/lab';

export class BoxStock implements AsyncDisposable {
  readonly #scene: Scene;
  readonly #abort = new AbortController();
  readonly #closing = new Set<Promise<void>>();
  #ahead: Promise<Box> | undefined;
  #left: number;

  /** @param checks number of boxes that will be wanted; none is opened ahead in vain */
  constructor(scene: Scene, checks: number) {
    this.#scene = scene;
    this.#left = checks;
    this.#openAhead();
  }

  /** @throws BoxDidNotOpen */
  async take(): Promise<Box> {
    const box = await (this.#ahead ?? this.#open());
    this.#openAhead();
    return box;
  }

  /** Closes a box behind the next check's back. */
  giveBack(box: Box): void {
    const closing = box.close().finally(() => this.#closing.delete(closing));
    this.#closing.add(closing);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#abort.abort();
    const box = await this.#ahead?.catch(() => undefined);
    await Promise.all([box?.close(), ...this.#closing]);
  }

  #openAhead(): void {
    this.#left -= 1;
    this.#ahead = this.#left < 0 ? undefined : this.#open();
    this.#ahead?.catch(() => undefined); // take() meets the failure again
  }

  #open(): Promise<Box> {
    return openBox(this.#scene, { signal: this.#abort.signal });
  }
}
