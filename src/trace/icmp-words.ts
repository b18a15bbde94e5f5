/** The names of messages: of a type, and of a code where it says more than its type. */

export type IcmpWords = {
  name: 'ICMP' | 'ICMPv6';
  types: Readonly<Record<number, string>>;
  /** by type, then by code: the whole name of the message */
  codes: Readonly<Record<number, readonly string[]>>;
};

const named = (value: number, name: string | undefined): string =>
  name === undefined ? String(value) : `${value} (${name})`;

/** "3 (destination unreachable)" */
export const nameText = ({ types }: IcmpWords, type: number): string => named(type, types[type]);

/** "3 (port unreachable)" */
export const codeText = ({ codes }: IcmpWords, type: number, code: number): string =>
  named(code, codes[type]?.[code]);

/** "ICMP port unreachable", "ICMP echo request", "ICMP type 40, code 1" */
export function messageText({ name, types, codes }: IcmpWords, type: number, code: number): string {
  const said = codes[type]?.[code];
  if (said !== undefined) return `${name} ${said}`;
  const word = types[type];
  if (word === undefined) return `${name} type ${type}, code ${code}`;
  return `${name} ${word}${code === 0 ? '' : `, code ${code}`}`;
}
