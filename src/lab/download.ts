/**
 * A run as a file for the reader's disk. The code that writes it is loaded when it is asked for.
 */
import type { TraceEvent } from '#protocol/events';
import type { Scene } from '#protocol/lab';

// https://www.iana.org/assignments/media-types/application/vnd.tcpdump.pcap
const PCAP = 'application/vnd.tcpdump.pcap';
/** Safari reads the address some time after the click; FileSaver.js waits as long. */
const KEPT_MS = 40_000;

/** "first-packet.pcapng", of a what-if "first-packet-cable-cut.pcapng" */
export const captureName = ({ lab, whatIf }: Pick<Scene, 'lab' | 'whatIf'>): string =>
  `${whatIf === null ? lab : `${lab}-${whatIf}`}.pcapng`;

/** All frames of the trace as a capture. */
export async function downloadCapture(scene: Scene, trace: readonly TraceEvent[]): Promise<void> {
  const { pcapngOf } = await import('#trace/pcapng');
  save(pcapngOf(trace, scene.network), captureName(scene), PCAP);
}

/** The run as one file that the workbench opens again. */
export async function downloadRun(scene: Scene, trace: readonly TraceEvent[]): Promise<void> {
  const { runName, runText } = await import('./run-file.ts');
  save(runText({ scene, trace, savedAt: Date.now() }), runName(scene), 'application/json');
}

function save(content: Uint8Array<ArrayBuffer> | string, name: string, type: string): void {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), KEPT_MS);
}
