/**
 * A proof in a live box: its programs run one after the other, each when the one before has ended or waits for
 * it, and what they print is what the kernel has decided. The box is a lab like any other, with the reader beside it.
 */
import { effect, signal } from '@preact/signals';
import type { TraceEvent } from '#protocol/events';
import type { Scene } from '#protocol/lab';
import { sceneOfSetup } from '#protocol/workbench';
import { decided, type Proof } from '#quiz/proof';
import type { Answers } from '#quiz/question';
import { linesOf, outputOf } from '#trace/output';
import type { Source } from './source.ts';

/** @param sources of sandbox/proofs, by file */
export function sceneOfProof(
  { network, programs, wire }: Proof,
  sources: Readonly<Record<string, string>>,
  title: Scene['title'],
): Scene {
  const own = programs.map(({ host, file, args, text }) => ({
    ...{ host, file, args: [...args] },
    text: text ?? sources[file] ?? '',
  }));
  return { ...sceneOfSetup({ network, programs: own, wire }, network), title };
}

export class ProofRun {
  /** what the kernel has decided so far, by field */
  readonly kernel = signal<Answers>({});
  /** every program has come to its end */
  readonly isOver = signal(false);
  readonly #proof: Proof;

  constructor(proof: Proof) {
    this.#proof = proof;
  }

  /** Runs the programs as soon as they stand, again after a reset, until the signal fires. */
  follow(source: Source, programs: readonly string[], gone: AbortSignal): void {
    let asked = new Set<string>();
    const stop = effect(() => {
      const trace = source.trace.value;
      if (trace.length === 0) asked = new Set();
      const next = programs.find(program => !hasEnded(trace, program) && !isWaiting(trace, program));
      if (next !== undefined && !asked.has(next) && standsAtALine(trace, next)) {
        asked.add(next);
        source.step(next, 'run');
      }
      const printed = programs.flatMap(program => linesOf(outputOf(trace, trace.length, program)));
      this.kernel.value = decided(this.#proof, printed.join('\n'));
      this.isOver.value = programs.every(program => hasEnded(trace, program));
    });
    gone.addEventListener('abort', stop, { once: true });
  }
}

const hasEnded = (trace: readonly TraceEvent[], program: string): boolean =>
  trace.some(event => event.type === 'program-exited' && event.program === program);

/** It sleeps in a system call: what it waits for is another program's to do. */
const isWaiting = (trace: readonly TraceEvent[], program: string): boolean =>
  trace.some(event => event.type === 'blocked' && event.program === program);

const standsAtALine = (trace: readonly TraceEvent[], program: string): boolean =>
  trace.some(event => event.type === 'line' && event.program === program);
