/** A call of a program, as what is picked. */
import type { Picked } from '#trace/belongs';

type Call = { program: string; task?: string | null | undefined; id: number; seq: number };

/** @param call its event, or what the trace has found out about it */
export const pickOfCall = ({ program, task, id, seq }: Call): Picked => ({
  ...{ kind: 'call', program, task: task ?? null, id, seq },
});
