/** A suite as a program of a host: in its terminal, under its limits, with or without the stepper. */
import type { StartMode } from '#driver/box';
import { openBox } from '#driver/open';
import type { Network } from '#protocol/network';
import { sceneOfSources } from '../sandbox/scene.ts';
import { type Endings, endingsIn, RUNNER } from './endings.ts';

/** Both families, as on a bare network: without an IPv6 address a host has no ::1. */
const NETWORK: Network = {
  hosts: [
    {
      name: 'pc',
      interfaces: [{ link: 'lan', addresses: ['10.0.0.1/24', 'fd00::1/64'] }],
      routes: [],
      forwards: false,
      names: [],
    },
  ],
};

/** All that a lab may have: the tests start threads and processes and write files of megabytes. */
const LIMITS = { memoryMb: 1024, cpuSeconds: 3600, processes: 256, filesMb: 256 };

/** Runs these test modules; rejects when the run does not come to its end. */
export async function runBoxed(
  modules: readonly string[],
  mode: StartMode,
): Promise<Endings & { calls: number }> {
  const scene = sceneOfSources(NETWORK, { 'suite@pc': RUNNER }, LIMITS);
  const programs = scene.programs.map(program => ({ ...program, args: [...modules] }));
  await using box = await openBox({ ...scene, programs });
  const terminal = await box.start('suite', { mode, cols: 200 });
  const chunks: Uint8Array[] = [];
  terminal.onOutput(bytes => void chunks.push(bytes));
  const exit = await box.waitFor(event => event.type === 'program-exited' || event.type === 'fault');
  const how =
    exit.type === 'program-exited' ? `exit code ${exit.code}, signal ${exit.signal}` : JSON.stringify(exit);
  const found = endingsIn(Buffer.concat(chunks).toString(), how);
  return { ...found, calls: box.trace.filter(({ type }) => type === 'call').length };
}
