/** The call of a line: its name and what it gave, and the button by which it is picked. */
import { errnoName } from '#trace/errno';
import type { LineCall } from '#trace/line-calls';
import { lightOf } from './light.ts';
import type { Picking } from './pick.ts';
import type { Words } from './words.ts';

type CallChipProps = { program: string; call: LineCall; picking: Picking; words: Words };

export function CallChip({ program, call, picking, words }: CallChipProps) {
  const picked = picking.picked.value;
  const isPicked = picked?.kind === 'call' && picked.program === program && picked.id === call.id;
  const { id, task, seq } = call;
  return (
    <button
      type="button"
      class="lab-call"
      tabIndex={-1}
      data-light={lightOf(isPicked, picking.lights.value?.hasCall(seq) ?? false)}
      data-failed={call.error !== null}
      data-open={!call.returned}
      aria-pressed={isPicked}
      onClick={event => {
        event.stopPropagation();
        picking.toggle({ kind: 'call', program, task, id, seq });
      }}
    >
      <span>{callText(call, words)}</span>
    </button>
  );
}

/** "accept → fd 4", "recv → b'hello'", "connect → ECONNREFUSED", "accept …" while it has not returned. */
export function callText({ call, fd, value, errno, error, returned, count }: LineCall, words: Words): string {
  const times = count > 1 ? ` ×${count}` : '';
  if (!returned) return `${call} …${times}`;
  if (error !== null) return `${call} → ${errno !== null && errno > 0 ? errnoName(errno) : error}${times}`;
  if (call === 'socket' || call === 'accept') return `${call} → fd ${fd ?? '?'}${times}`;
  return `${call} → ${value === null || value === 'None' ? words.say('lab.call.done') : value}${times}`;
}
