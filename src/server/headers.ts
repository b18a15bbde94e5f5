/** Security headers of every answer. */
import type { IncomingMessage, ServerResponse } from 'node:http';

/**
 * The page runs our files and nothing else. 'wasm-unsafe-eval' lets the search compile its own module
 * (decision 0014). 'unsafe-inline' for styles alone: xterm and CodeMirror write style elements. The socket's own origin is named because older browsers do not count ws:
 * as 'self'.
 *
 * @param host the request's Host, already found to be ours
 */
function contentSecurityPolicy(host: string | null): string {
  const socket = host === null ? '' : ` ws://${host} wss://${host}`;
  return [
    "default-src 'self'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    `connect-src 'self'${socket}`,
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "form-action 'self'",
  ].join('; ');
}

export function setSecurityHeaders(
  request: IncomingMessage,
  response: ServerResponse,
  { trusted }: { trusted: boolean },
): void {
  const host = trusted ? (request.headers.host ?? null) : null;
  response.setHeader('Content-Security-Policy', contentSecurityPolicy(host));
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('Referrer-Policy', 'no-referrer');
  response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
  response.setHeader('Cross-Origin-Resource-Policy', 'same-origin');
  response.setHeader('Permissions-Policy', 'camera=(), microphone=(), geolocation=(), payment=(), usb=()');
}
