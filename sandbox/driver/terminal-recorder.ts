/** Writes what a terminal shows and is given into the trace, up to a limit, then says so once. */
import type { ProgramTerminal } from './program-terminal.ts';
import type { TraceLog } from './trace-log.ts';

const KEPT_BYTES = 256 * 1024;

export class TerminalRecorder {
  readonly #log: TraceLog;
  readonly #inProgram: { host: string; program: string };
  #kept = 0;

  constructor(log: TraceLog, inProgram: { host: string; program: string }) {
    this.#log = log;
    this.#inProgram = inProgram;
  }

  follow(terminal: ProgramTerminal): void {
    terminal.tap((direction, bytes) => this.#record(direction, bytes));
  }

  #record(type: 'output' | 'input', bytes: Uint8Array): void {
    const at = this.#log.now();
    if (this.#kept > KEPT_BYTES) return;
    this.#kept += bytes.length;
    if (this.#kept > KEPT_BYTES)
      this.#log.add({ type: 'truncated', at, what: 'output', program: this.#inProgram.program });
    else this.#log.add({ type, at, ...this.#inProgram, bytes: Buffer.from(bytes).toString('base64') });
  }
}
