/**
 * A written answer in its one canonical form, so that "/26", "255.255.255.192" and " 26 " are the same
 * answer. What cannot be an answer of this form is refused, with the reason: it is not counted as wrong.
 */
import { address, cidr, dotted, maskOf, prefixOf } from './ipv4.ts';
import { type Field, type Said, said } from './question.ts';

export type Read = { value: string } | { refused: Said };

const refused = (reason: string, values: Said['values'] = {}): Read => ({
  refused: said(`refused.${reason}`, values),
});

export function readAnswer(field: Field, written: string): Read {
  const text = written.trim();
  if (text === '') return field.optional ? { value: '' } : refused('empty');
  switch (field.form) {
    case 'choice':
      return { value: text };
    case 'number':
      return readNumber(text);
    case 'milliseconds':
      return readNumber(text.replace(/\s*(ms|밀리초)$/i, ''));
    case 'octet':
      return readOctet(text);
    case 'address':
      return readAddress(text);
    case 'mask':
      return readMask(text, field);
    case 'prefix':
      return readPrefix(text, field);
    case 'network':
      return readNetwork(text);
    default:
      return field.form satisfies never;
  }
}

/** "16,777,214", "16 777 214", "2^24 - 2", "2**24-2", "-1" */
function readNumber(text: string): Read {
  const bare = text.replace(/−/g, '-').replace(/(?<=\d)[\s_,](?=\d{3}(\D|$))/g, '');
  if (/^-?\d{1,15}$/.test(bare)) return { value: String(Number(bare)) };
  const power = /^(\d{1,2})\s*(?:\^|\*\*)\s*(\d{1,2})\s*(?:([-+])\s*(\d+))?$/.exec(bare);
  if (power === null) return refused('number', { text });
  const [, base, exponent, sign, more = '0'] = power;
  const rest = Number(more) * (sign === '-' ? -1 : 1);
  return { value: String(Number(base) ** Number(exponent) + rest) };
}

function readOctet(text: string): Read {
  const digits = text.replace(/^0b/i, '').replace(/[\s_.]/g, '');
  const other = /[^01]/.exec(digits)?.[0];
  if (other !== undefined) return refused('not-binary', { text, digit: other });
  if (digits.length > 8) return refused('too-many-bits', { count: String(digits.length) });
  return { value: digits.padStart(8, '0') };
}

/** Spaces around the dots are no mistake. */
function octetsIn(text: string): { dotted: string } | { refused: Said } {
  const parts = text.split('.').map(part => part.trim());
  const odd = parts.find(part => !/^\d+$/.test(part));
  if (odd !== undefined) return { refused: said('refused.not-an-address', { text }) };
  if (parts.length !== 4) return { refused: said('refused.four-numbers', { count: String(parts.length) }) };
  const large = parts.find(part => Number(part) > 255);
  if (large !== undefined) return { refused: said('refused.octet-too-large', { octet: large }) };
  const octal = parts.find(part => /^0\d/.test(part));
  if (octal !== undefined) return { refused: said('refused.leading-zero', { octet: octal }) };
  return { dotted: parts.join('.') };
}

function readAddress(text: string): Read {
  if (text.includes('/')) return refused('address-only', { text });
  const read = octetsIn(text);
  return 'refused' in read ? read : { value: read.dotted };
}

const SLASH = /^\/?\s*(\d{1,3})$/;

function prefixIn(text: string): { prefix: number } | { refused: Said } | null {
  const [, digits] = SLASH.exec(text) ?? [];
  if (digits === undefined) return null;
  const prefix = Number(digits);
  return prefix > 32 ? { refused: said('refused.prefix-too-long', { prefix: digits }) } : { prefix };
}

/** Also what is no mask (255.255.0.255, 0.0.0.63): it is an answer, and a wrong one. */
function readMask(text: string, { refuses }: Field): Read {
  const short = prefixIn(text);
  if (short !== null) {
    if ('refused' in short) return short;
    return refuses === 'prefix'
      ? refused('as-in-question', { text })
      : { value: dotted(maskOf(short.prefix)) };
  }
  const read = octetsIn(text);
  return 'refused' in read ? read : { value: read.dotted };
}

function readPrefix(text: string, { refuses }: Field): Read {
  const short = prefixIn(text);
  if (short !== null) return 'refused' in short ? short : { value: String(short.prefix) };
  const read = octetsIn(text);
  if ('refused' in read) return read;
  if (refuses === 'dotted') return refused('as-in-question', { text });
  const prefix = prefixOf(address(read.dotted));
  return prefix === null ? refused('not-a-mask', { text: read.dotted }) : { value: String(prefix) };
}

/** "192.168.1.64/26", "192.168.1.64 255.255.255.192", "192.168.1.64 / 26" */
function readNetwork(text: string): Read {
  const [, front = '', back = ''] = /^([\d.\s]*\d)\s*(?:\/|\s)\s*(\d[\d.\s]*)$/.exec(text) ?? [];
  if (back === '') return refused('network', { text });
  const read = octetsIn(front);
  if ('refused' in read) return read;
  const length = readPrefix(back, { id: '', label: said(''), form: 'prefix' });
  return 'refused' in length ? length : { value: cidr(address(read.dotted), Number(length.value)) };
}
