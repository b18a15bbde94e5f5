/**
 * The grader process: a pool of Vitest instances, kept warm. A process of its own, because Vitest
 * sets process.exitCode and because a specification in an endless loop can only be ended with it.
 * It ends with its parent.
 */
import type { FromGrader, ToGrader } from './messages.ts';
import { Slot } from './slot.ts';
import { WorkerStock } from './worker-stock.ts';

const SLOTS = Number(process.argv[2] ?? 2);

type Job = Extract<ToGrader, { type: 'grade' }>;

const free: Slot[] = [];
const waiting: Job[] = [];
const running = new Map<number, Slot>();
const workers = new WorkerStock();

const tell = (message: FromGrader): void => void process.send?.(message);

// The whole group: a worker in an endless loop would outlive us. Boxes end with their workers.
process.on('disconnect', () => process.kill(-process.pid, 'SIGKILL'));
process.on('message', (message: ToGrader) => {
  if (message.type === 'grade') waiting.push(message);
  else cancel(message.id);
  next();
});

for (let index = 0; index < SLOTS; index += 1) {
  const slot = await Slot.create(workers);
  if (index === 0) slot.prepare();
  free.push(slot);
  next();
}

function next(): void {
  while (waiting.length > 0) {
    const slot = free.pop();
    if (slot === undefined) return;
    const job = waiting.shift();
    if (job !== undefined) void judge(slot, job);
  }
}

async function judge(slot: Slot, { id, spec, submission }: Job): Promise<void> {
  running.set(id, slot);
  tell({ type: 'begun', id });
  const { status, over } = slot.judge({
    spec,
    submission,
    onResult: result => tell({ type: 'result', id, result }),
  });
  tell({ type: 'finished', id, status: await status });
  await over;
  running.delete(id);
  free.push(slot);
  next();
  slot.prepare();
}

function cancel(id: number): void {
  const index = waiting.findIndex(job => job.id === id);
  if (index === -1) void running.get(id)?.cancel();
  else {
    waiting.splice(index, 1);
    tell({ type: 'finished', id, status: 'error' });
  }
}
