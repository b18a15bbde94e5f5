/**
 * Who may talk to the server. It runs programs, so a page of another site must reach it neither
 * directly (Origin) nor through a name that it makes point here (Host, DNS rebinding).
 */
import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

export type GuardOptions = {
  /** host names, with or without port, that the server may be called by besides its loopback names */
  allowedHosts?: readonly string[];
  /** when set, every request must carry it: `?token=` once, then the cookie */
  token?: string | null;
};

export type Guard = {
  /** Why a request is refused; null when it may pass. */
  refuse(request: IncomingMessage): string | null;
  /** Whether the request's query carries the right token. */
  bringsToken(request: IncomingMessage): boolean;
};

export const TOKEN_COOKIE = 'sockscope-token';
const LOOPBACK_NAMES = ['127.0.0.1', 'localhost', '[::1]'];

export function createGuard({ allowedHosts = [], token = null }: GuardOptions): Guard {
  const isOurs = (host: string, port: number | undefined): boolean => {
    const withPort = (name: string): string[] => [`${name}:${port}`, ...(port === 80 ? [name] : [])];
    const ours = [
      ...LOOPBACK_NAMES.flatMap(withPort),
      ...allowedHosts.flatMap(name => [name, ...withPort(name)]),
    ];
    return ours.includes(host.toLowerCase());
  };
  const bringsToken = (request: IncomingMessage): boolean =>
    token !== null && equal(queryToken(request), token);
  return {
    bringsToken,
    refuse(request) {
      const host = request.headers.host ?? '';
      if (!isOurs(host, request.socket.localPort)) return `Host "${host.slice(0, 80)}" is not this server`;
      const { origin } = request.headers;
      if (origin !== undefined && hostOf(origin) !== host.toLowerCase())
        return `Origin "${origin.slice(0, 80)}" is another site`;
      if (token !== null && !equal(cookieToken(request), token) && !bringsToken(request))
        return 'the address must carry the token that the server printed';
      return null;
    },
  };
}

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}

function queryToken({ url = '/' }: IncomingMessage): string {
  return new URLSearchParams(url.split('?', 2)[1]).get('token') ?? '';
}

function cookieToken({ headers }: IncomingMessage): string {
  const pairs = (headers.cookie ?? '').split(';').map(pair => pair.trim().split('=', 2));
  return pairs.find(([name]) => name === TOKEN_COOKIE)?.[1] ?? '';
}

function equal(given: string, wanted: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(wanted)];
  return one.length === other.length && timingSafeEqual(one, other);
}
