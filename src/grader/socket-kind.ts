/** What a socket was made as, by Python's names for socket()'s first two arguments. */
import type { SocketRow } from '#protocol/events';

export type SocketKind = {
  family: 'AF_INET' | 'AF_INET6' | 'AF_UNIX';
  type: 'SOCK_STREAM' | 'SOCK_DGRAM' | 'SOCK_SEQPACKET';
};

const FAMILIES = { inet: 'AF_INET', inet6: 'AF_INET6', unix: 'AF_UNIX' } as const;
const TYPES = { stream: 'SOCK_STREAM', dgram: 'SOCK_DGRAM', seqpacket: 'SOCK_SEQPACKET' } as const;

/** A row of the kernel's table; of the Internet families a stream is TCP. */
export const kindOf = ({ family, protocol, kind }: SocketRow): SocketKind => ({
  family: FAMILIES[family],
  type: TYPES[kind ?? (protocol === 'tcp' ? 'stream' : 'dgram')],
});

export const kindText = ({ family, type }: SocketKind): string => `${family}, ${type}`;
