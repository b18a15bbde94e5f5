/** Told when files of the workspace change, by whichever program: the learner's own editor, the page. */
import { watch } from 'node:fs';

/** Editors save in several steps, some by way of another file: so long after the last of them it is told. */
const SETTLE_MS = 100;

/**
 * @param changed what a file is then has to be read; where the system cannot watch, it is never called
 * @param folder must exist
 */
export function watchFolder(folder: string, changed: () => void): Disposable {
  let timer: NodeJS.Timeout | undefined;
  const watcher = watch(folder, { persistent: false }, () => {
    clearTimeout(timer);
    timer = setTimeout(changed, SETTLE_MS);
  });
  watcher.on('error', () => watcher.close());
  return {
    [Symbol.dispose]() {
      clearTimeout(timer);
      watcher.close();
    },
  };
}
