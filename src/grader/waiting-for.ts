/**
 * What the checker was waiting for when it gave up: the program's listener, its bound socket, a
 * connection to it, a connection from it (caller), that there is no other (no-caller), bytes, its FIN (hang-up), the
 * program's end, what it prints, what its function gives back (value), a state of its host's socket
 * table, that it rests (idle), something on the wire, that it lives on (running).
 */
export type WaitingFor =
  | 'listening'
  | 'bound'
  | 'connection'
  | 'caller'
  | 'no-caller'
  | 'bytes'
  | 'hang-up'
  | 'end'
  | 'output'
  | 'value'
  | 'table'
  | 'idle'
  | 'wire'
  | 'running';
