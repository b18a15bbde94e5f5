/**
 * Between a check and the interpreter in the box that calls the learner's functions for it
 * (sandbox/caller/call.py): orders go in, replies come out. The learner's code runs in that interpreter,
 * so each reply is checked, and a value in it is what that process says of itself.
 */
import { z } from 'zod';

/** A thing that the caller has made and keeps under a name: a connected socket. */
export type Kept = { object: string };
export type Given =
  | null
  | boolean
  | number
  | string
  | Kept
  | { base64: string }
  | { tuple: readonly Given[] }
  | { dict: Readonly<Record<string, Given>> }
  | readonly Given[];

/** The first block of it, and a CRC-32 of every block: a terminal is slow. */
export type PythonBytes = { kind: 'bytes'; length: number; sums: number[]; base64: string };
export const BLOCK = 4096;

export type PythonValue =
  | { kind: 'plain'; value: null | boolean | number | string }
  | PythonBytes
  | { kind: 'socket'; fd: number; local: string | null }
  | { kind: 'tuple' | 'list'; items: PythonValue[] }
  | { kind: 'dict'; items: [key: PythonValue, value: PythonValue][] }
  | { kind: 'other'; text: string };

export const PythonValue: z.ZodType<PythonValue> = z.lazy(() =>
  z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('plain'),
      value: z.union([z.null(), z.boolean(), z.number(), z.string()]),
    }),
    z.object({ kind: z.literal('bytes'), length: z.int(), sums: z.array(z.int()), base64: z.base64() }),
    z.object({ kind: z.literal('socket'), fd: z.int(), local: z.string().nullable() }),
    z.object({ kind: z.enum(['tuple', 'list']), items: z.array(PythonValue) }),
    z.object({ kind: z.literal('dict'), items: z.array(z.tuple([PythonValue, PythonValue])) }),
    z.object({ kind: z.literal('other'), text: z.string() }),
  ]),
);

export const Raised = z.object({
  raised: z.string(),
  kinds: z.array(z.string()),
  message: z.string(),
  errno: z.int().nullable(),
  partial: PythonValue.nullable(),
  traceback: z.string(),
});
export type Raised = z.infer<typeof Raised>;

/** What an order was answered with; `word` repeats the order's own. */
export const Reply = z.union([
  Raised.extend({ word: z.string() }),
  z.object({ word: z.string(), value: PythonValue.optional() }),
]);

export type Order =
  | { do: 'call'; function: string; on?: string; args: readonly Given[]; as: string }
  | { do: 'connect'; to: [host: string, port: number]; as: string }
  | { do: 'bind'; protocol: 'tcp' | 'udp'; to: [address: string, port: number]; shared: boolean; as: string }
  | { do: 'block'; object: string; number: number }
  | { do: 'nothing' }
  | { do: 'limit'; files: number; open: number }
  | { do: 'spoil'; after: number; error: 'OSError' | 'TypeError' }
  | { do: 'write'; file: string; base64: string; times: number }
  | { do: 'read'; object: string; count: number };
