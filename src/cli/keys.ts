/** Single keys of a terminal, without Enter. */
import { emitKeypressEvents, type Key } from 'node:readline';

/** Where nobody sits at a terminal there are none. Disposing gives the terminal back as it was. */
export function keysPressed(pressed: (key: Key) => void): Disposable {
  const { stdin } = process;
  if (!stdin.isTTY) return { [Symbol.dispose]() {} };
  const hear = (_text: string | undefined, key: Key): void => pressed(key);
  emitKeypressEvents(stdin);
  stdin.setRawMode(true);
  stdin.on('keypress', hear);
  stdin.resume();
  return {
    [Symbol.dispose]() {
      stdin.off('keypress', hear);
      stdin.setRawMode(false);
      stdin.pause();
    },
  };
}
