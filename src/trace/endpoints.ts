/**
 * Addresses with ports, as three tell them: the kernel's table, the frame, and the program that typed
 * one. A dual-stack socket's table has IPv4 in IPv6's dress, and a program may have typed a name.
 */

/** Of an address that a program gave: the host part as typed, which may be a name. */
export type Typed = { address: string; port: number };

const WILDCARDS: readonly string[] = ['', '0.0.0.0', '::'];

/** "10.0.0.1:80" for "[::ffff:10.0.0.1]:80"; everything else as it is. */
export const plainEndpoint = (endpoint: string): string =>
  endpoint.replace(/^\[::ffff:(\d+\.\d+\.\d+\.\d+)\]/, '$1');

/** "10.0.0.1", "fd00::1" */
export const addressIn = (endpoint: string): string =>
  endpoint.slice(0, endpoint.lastIndexOf(':')).replace(/^\[(.*)\]$/, '$1');

export const portIn = (endpoint: string): number => Number(endpoint.slice(endpoint.lastIndexOf(':') + 1));

export const isWildcard = (endpoint: string): boolean => WILDCARDS.includes(addressIn(endpoint));

/** Whether what is sent to (or from) `endpoint` is for a socket bound to `local`. */
export function isFor(local: string, endpoint: string): boolean {
  if (local === endpoint) return true;
  return portIn(local) === portIn(endpoint) && isWildcard(local);
}

/** Whether both may be the address of one socket: either may still be the wildcard. */
export const mayBeSame = (one: string, other: string): boolean => isFor(one, other) || isFor(other, one);

/** As every reader takes it; "10.2" and "010.0.0.2" are read by inet_aton(3) alone, in its own way. */
const DOTTED = /^(0|[1-9]\d{0,2})(\.(0|[1-9]\d{0,2})){3}$/;

/** Whether it is an address, and not a name that stands for one. */
export const isLiteral = ({ address }: Typed): boolean =>
  address === '' || DOTTED.test(address) || address.includes(':');

/** Whether a program that typed this may have meant that endpoint. A name may mean any address. */
export function mayMean(typed: Typed, endpoint: string): boolean {
  if (typed.port !== portIn(endpoint)) return false;
  const { address } = typed;
  return !isLiteral(typed) || WILDCARDS.includes(address) || withoutZone(address) === addressIn(endpoint);
}

/** "fe80::1" of "fe80::1%eth0" (RFC 4007, section 11) */
const withoutZone = (address: string): string => address.replace(/%.*/, '').toLowerCase();

/** An address as Python writes it, "('10.0.0.2', 3333)", "('fd00::2', 3333, 0, 0)"; null for none of these. */
export function typedIn(text: string | undefined): Typed | null {
  const [, address, port] = /^\('([^']*)', (\d+)(?:, \d+)*\)$/.exec(text ?? '') ?? [];
  return address === undefined ? null : { address, port: Number(port) };
}

/** The last such address in a text: "(b'hi', ('10.0.0.1', 40000))", "(fd 4, ('10.0.0.1', 40112))" */
export const typedAtEnd = (text: string): Typed | null =>
  typedIn(/\('[^']*', [\d, ]+\)(?=\)$)/.exec(text)?.[0]);

/** "10.0.0.1:80", "[fd00::1]:80"; the wildcard when no address was typed. */
export function endpointOf({ address, port }: Typed): string {
  const host = address === '' ? '0.0.0.0' : withoutZone(address);
  return plainEndpoint(host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`);
}
