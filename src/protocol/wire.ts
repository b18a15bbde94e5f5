/**
 * What the wire does to frames: its mode, impairments of links, and rules. All three are settings:
 * they are replaced as a whole, and a change is an event (`wire` in events.ts).
 *
 * A frame that comes in is judged in this order: a cut link loses it; the first rule that matches
 * decides; else the mode (`step` holds it, ARP and neighbour discovery pass); what goes on is then
 * impaired: corrupt, duplicate, loss, rate, delay and jitter, reorder.
 */
import { z } from 'zod';
import { HostName, Id } from './network.ts';

export const WireMode = z.enum(['pass', 'step']);
export type WireMode = z.infer<typeof WireMode>;

const share = z.number().min(0).max(1).default(0);

/** What happens to frames of one link, in one direction or in all. */
export const Impairment = z.strictObject({
  link: Id,
  from: HostName.nullable()
    .default(null)
    .describe(
      'only frames that this host sends into the link; such an entry takes the place of the general one',
    ),
  cut: z.boolean().default(false).describe('no frame gets through, not even ARP'),
  delayMs: z.int().min(0).max(60_000).default(0).describe('one way'),
  jitterMs: z
    .int()
    .min(0)
    .max(60_000)
    .default(0)
    .describe('up to so much more or less than delayMs; order is kept'),
  rateKbit: z.int().min(1).nullable().default(null).describe('kilobits per second; null: unlimited'),
  queue: z.int().min(1).max(10_000).default(100).describe('frames that may wait for the rate; more are lost'),
  loss: share.describe('share of frames lost, 0 to 1'),
  duplicate: share.describe('share of frames delivered twice'),
  reorder: share.describe('share of frames that let the next one of their protocol overtake them'),
  corrupt: share.describe('share of frames of which one bit behind the network header is flipped'),
  arp: z.boolean().default(false).describe('ARP and neighbour discovery suffer too'),
  seed: z.int().default(1).describe('of the link’s random numbers: the same seed, the same losses'),
});
export type Impairment = z.infer<typeof Impairment>;

export const TcpFlag = z.enum(['SYN', 'ACK', 'FIN', 'RST']);

const Port = z.int().min(0).max(65_535);

/** Which frames a rule means; every field that is given must fit. */
export const Matcher = z.strictObject({
  link: Id.optional(),
  from: HostName.optional().describe('sent by this host (a router sends what it forwards)'),
  protocol: z
    .enum(['tcp', 'udp', 'icmp', 'icmpv6', 'arp'])
    .optional()
    .describe('without it ARP and neighbour discovery are not meant; "icmpv6" means the latter too'),
  sourcePort: Port.optional(),
  destinationPort: Port.optional(),
  flags: z
    .array(TcpFlag)
    .min(1)
    .optional()
    .describe(
      'of these four exactly those that are set: [SYN] is not SYN, ACK; PSH and others do not matter',
    ),
  data: z.boolean().optional().describe('whether it carries TCP or UDP payload'),
  sequence: z
    .strictObject({ from: z.int().min(0), to: z.int().min(0) })
    .optional()
    .describe('overlaps these bytes of the TCP stream, both included; 0 is the SYN, 1 the first byte'),
});
export type Matcher = z.infer<typeof Matcher>;

export const Rule = z.strictObject({
  id: Id,
  match: Matcher,
  verb: z
    .enum(['hold', 'release', 'drop', 'duplicate', 'delay', 'pass'])
    .describe(
      'hold: it waits, and every copy of it with it; drop, duplicate: that; delay: by delayMs more; pass: neither ' +
        'held nor impaired; release: as pass, and those that wait already go on',
    ),
  nth: z
    .int()
    .min(1)
    .default(1)
    .describe('the first matching frame it acts on; every rule counts for itself'),
  count: z
    .int()
    .min(1)
    .nullable()
    .default(null)
    .describe('how many from there on; null: all. A copy of a frame that waits is not counted'),
  delayMs: z.int().min(0).max(60_000).default(0).describe('for the verb delay'),
});
export type Rule = z.infer<typeof Rule>;

export const WireSetting = z.strictObject({
  mode: WireMode.default('pass'),
  impairments: z.array(Impairment).max(32).default([]),
  rules: z.array(Rule).max(32).default([]).describe('the first that matches decides'),
});
export type WireSetting = z.infer<typeof WireSetting>;

/** What can be done with a frame that waits. */
export const FrameVerb = z.enum(['release', 'drop', 'duplicate']);
export type FrameVerb = z.infer<typeof FrameVerb>;
