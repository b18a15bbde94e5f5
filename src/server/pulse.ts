/**
 * Ends a socket whose page is gone without a goodbye: a laptop that was shut, a network that swallows
 * everything. Without it such a page would hold its box until the idle limit. Browsers answer pings
 * by themselves (RFC 6455, section 5.5.2), also while a script or a debugger holds the page up.
 */
import type { WebSocket } from 'ws';

const EVERY_MS = 30_000;

export function watchPulse(socket: WebSocket, everyMs = EVERY_MS): void {
  let isHeard = true;
  const hear = (): void => {
    isHeard = true;
  };
  socket.on('pong', hear);
  socket.on('message', hear);
  const timer = setInterval(() => {
    if (isHeard) socket.ping();
    else socket.terminate();
    isHeard = false;
  }, everyMs).unref();
  socket.on('close', () => clearInterval(timer));
}
