/** Astro's dev server with the play page, in this process. */
import { join } from 'node:path';
import { dev } from 'astro';

const root = join(import.meta.dirname, '../..');

export type PlayServer = AsyncDisposable & {
  /** of the play page, with its closing slash */
  address: string;
};

/** @param run path of a saved run that is shown too */
export async function startPlay({ run }: { run?: string } = {}): Promise<PlayServer> {
  process.env.ASTRO_TELEMETRY_DISABLED = '1';
  if (run !== undefined) process.env.PLAY_RUN = run;
  const server = await dev({ root, server: { port: 0, host: '127.0.0.1' }, logLevel: 'warn' });
  return {
    address: `http://127.0.0.1:${server.address.port}/play/`,
    [Symbol.asyncDispose]: () => server.stop(),
  };
}
