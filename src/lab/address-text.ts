/**
 * Addresses as a reader types them, in the one spelling that the protocol takes. Only the form is
 * judged here; whether an address makes sense on a network is for the kernel to say.
 */
import type { WordKey } from './words.ts';

export type Read = { value: string } | { problem: WordKey };

/** "192.168.1.10/26"; a mask in dotted form or with blanks around the slash is understood too. */
export function readCidr(text: string): Read {
  const [address = '', length, ...more] = text.trim().split(/\s*\/\s*|\s+/);
  const family = familyOf(address);
  if (family === null) return { problem: 'lab.network.bad-address' };
  if (length === undefined || length === '') return { problem: 'lab.network.no-prefix' };
  const bits = family === 4 ? prefixOf(length) : wholeNumber(length);
  if (bits === null || more.length > 0)
    return { problem: length.includes('.') ? 'lab.network.bad-mask' : 'lab.network.bad-prefix' };
  if (bits > (family === 4 ? 32 : 128)) return { problem: 'lab.network.bad-prefix' };
  return { value: `${address}/${bits}` };
}

/** "192.168.1.1"; a gateway has no prefix length. */
export function readAddress(text: string): Read {
  const address = text.trim();
  if (address.includes('/') && familyOf(address.split('/')[0] ?? '') !== null)
    return { problem: 'lab.network.only-address' };
  return familyOf(address) === null ? { problem: 'lab.network.bad-address' } : { value: address };
}

/** "default", a network, or one host, whose prefix is its whole length. */
export function readDestination(text: string): Read {
  const destination = text.trim();
  if (destination.toLowerCase() === 'default') return { value: 'default' };
  const family = familyOf(destination);
  if (family !== null) return { value: `${destination}/${family === 4 ? 32 : 128}` };
  return readCidr(destination);
}

function familyOf(address: string): 4 | 6 | null {
  const octets = address.split('.');
  if (octets.length === 4 && octets.every(octet => (wholeNumber(octet) ?? 256) < 256)) return 4;
  if (!/^[0-9a-f:]+(\.\d+\.\d+\.\d+)?$/i.test(address) || !address.includes(':')) return null;
  return URL.canParse(`http://[${address}]/`) ? 6 : null;
}

/** A leading zero is refused: some programs would read what follows as octal (inet_aton(3)). */
const wholeNumber = (text: string): number | null => (/^(0|[1-9]\d{0,2})$/.test(text) ? Number(text) : null);

/** 26 for "26" and for "255.255.255.192"; the ones of a mask stand in one block (RFC 4632, section 5.1). */
function prefixOf(text: string): number | null {
  if (familyOf(text) !== 4) return wholeNumber(text);
  const bits = text
    .split('.')
    .map(octet => Number(octet).toString(2).padStart(8, '0'))
    .join('');
  return /^1*0*$/.test(bits) ? bits.replace(/0/g, '').length : null;
}
