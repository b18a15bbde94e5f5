/**
 * A saved run (protocol/run-file.ts), written and read. A file that is opened may come from anybody:
 * it is judged here, once, before anything of it is shown, and what is shown of it is text.
 */
import type { TraceEvent } from '#protocol/events';
import type { Scene } from '#protocol/lab';
import type { RunFile } from '#protocol/run-file';
import { MAX_RUN_BYTES, RUN_FORMAT, RUN_SUFFIX, RUN_VERSION } from '#protocol/run-format';
import { type Misfit, misfitOf, type Schema } from '#protocol/shape';
import { oddities } from './run-oddities.ts';
import type { WordKey } from './words.ts';

export type Run = { scene: Scene; trace: readonly TraceEvent[]; savedAt: number };

/** A file is no run that could be shown. `key` and `values` say in the reader's words what is wrong. */
export class BadRunFile extends Error {
  override readonly name = 'BadRunFile';
  readonly key: WordKey;
  readonly values: Record<string, string | number>;
  constructor(key: WordKey, values: Record<string, string | number> = {}) {
    super(`${key} ${JSON.stringify(values)}`);
    this.key = key;
    this.values = values;
  }
}

/** "echo-once.sockscope.json", of a what-if "echo-once-hangul.sockscope.json" */
export const runName = ({ lab, whatIf }: Pick<Scene, 'lab' | 'whatIf'>): string =>
  `${whatIf === null ? lab : `${lab}-${whatIf}`}${RUN_SUFFIX}`;

/** An event to a line, so that two files can be compared by line. */
export function runText({ scene, trace, savedAt }: Run): string {
  const { lab, whatIf, title, network, networkName = null, wire, programs, edited = [], walk, panes } = scene;
  const file: Omit<RunFile, 'trace'> = {
    ...{ format: RUN_FORMAT, version: RUN_VERSION, savedAt, lab, whatIf, title },
    ...{ network, networkName, wire, programs, edited, walk, panes },
  };
  const lines = trace.map(event => JSON.stringify(event)).join(',\n');
  return `${JSON.stringify(file).slice(0, -1)},"trace":[\n${lines}\n]}\n`;
}

/** @throws BadRunFile */
export function readRun(text: string, format: Schema): Run {
  if (text.length > MAX_RUN_BYTES) throw new BadRunFile('workbench.run.too-large');
  const file = parsed(text);
  const misfit = misfitOf(format, file);
  if (misfit !== null) throw damaged(misfit);
  const run = runOf(file as RunFile);
  const [odd] = oddities(run);
  if (odd !== undefined) throw damaged({ path: odd, what: 'value' });
  return run;
}

function parsed(text: string): object {
  let file: unknown;
  try {
    file = JSON.parse(text);
  } catch {
    throw new BadRunFile('workbench.run.not-json');
  }
  if (typeof file !== 'object' || file === null || !('format' in file) || file.format !== RUN_FORMAT)
    throw new BadRunFile('workbench.run.other-format');
  const version = 'version' in file && typeof file.version === 'number' ? file.version : '?';
  if (version !== RUN_VERSION) throw new BadRunFile('workbench.run.other-version', { version });
  return file;
}

function damaged({ path, what }: Misfit): BadRunFile {
  const where = path.map(key => (typeof key === 'number' ? `[${key}]` : `.${key.slice(0, 40)}`)).join('');
  return new BadRunFile(`workbench.run.bad-${what}`, { where: where.replace(/^\./, '') });
}

function runOf({ trace, savedAt, networkName, edited, ...scene }: RunFile): Run {
  return {
    trace,
    savedAt,
    scene: {
      ...{
        lab: scene.lab,
        whatIf: scene.whatIf,
        title: scene.title,
        network: scene.network,
        wire: scene.wire,
      },
      ...{ programs: scene.programs, walk: scene.walk, panes: scene.panes },
      ...(networkName !== null && { networkName }),
      ...(edited.length > 0 && { edited }),
      // Nothing asks questions about a saved run, and the server has limits of its own.
      ...{ predictions: [], whatIfs: [], loopback: false },
      limits: { memoryMb: 400, cpuSeconds: 120, processes: 64, filesMb: 20 },
    },
  };
}
