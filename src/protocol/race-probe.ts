/** Questions about the messages that TCP and UDP carry side by side, as an author writes them. */
import { z } from 'zod';

export const raceProbes = [
  z.strictObject({
    name: z
      .literal('race')
      .describe('of the messages that one protocol carried, as the Race pane counts them; times in ms'),
    protocol: z
      .enum(['tcp', 'udp'])
      .optional()
      .describe('without it: the protocols of which this is more than 0, joined by "+"'),
    of: z
      .enum([
        'sent',
        'read',
        'lost',
        'gaps',
        'backwards',
        'twice',
        'again',
        'kept',
        'behind',
        'usual',
        'longest',
        'first',
      ])
      .describe(
        'gaps: not read, though a later one was; backwards: read after a later one; again: sent more than once; ' +
          'kept: waited in the send buffer; behind: had come, and waited for one that had not; usual, longest: ' +
          'from send to read; first: from connect() or the first send until the first was read',
      ),
  }),
  z.strictObject({
    name: z.literal('ratio').describe('how many times as long as UDP’s a usual message of TCP took'),
  }),
] as const;
