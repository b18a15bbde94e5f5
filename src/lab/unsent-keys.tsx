/** Below a terminal: what was typed into it and has reached no box, and what becomes of it. */
import type { Source } from './source.ts';
import type { Words } from './words.ts';

type UnsentKeysProps = { program: string; source: Source; words: Words };

export function UnsentKeys({ program, source, words }: UnsentKeysProps) {
  const unsent = source.life?.unsent.value[program];
  return (
    <p class="lab-unsent">
      {/* Said once, and not at every key: the keys themselves stand beside it. */}
      <span role="status">{unsent && words.say(`lab.unsent.${unsent.why}`)}</span>{' '}
      {unsent && unsent.text !== '' && <kbd>{unsent.text}</kbd>}
    </p>
  );
}
