/**
 * `lab.yaml`: a runnable scene as its author writes it. One spelling for each thing, every field
 * described, because these descriptions are the author's reference (docs/authoring.md).
 */
import { z } from 'zod';
import { HostName, Id, Network, NetworkChange } from './network.ts';
import { Probe } from './probe.ts';
import { FrameVerb, WireSetting } from './wire.ts';

export { Host, Id, Network } from './network.ts';
export { Probe } from './probe.ts';

/** The same text in both languages; neither may be empty. */
export const Text = z.strictObject({ en: z.string().min(1), ko: z.string().min(1) });
export type Text = z.infer<typeof Text>;

export const Program = z.strictObject({
  name: Id.describe('name shown on the pane and used by the walk: "server"'),
  host: HostName.describe('the host it runs on'),
  file: z.string().regex(/^[a-z_][a-z0-9_]*\.py$/, 'expected a Python file name beside lab.yaml'),
  args: z.array(z.string()).default([]).describe('command-line arguments'),
});
export type Program = z.infer<typeof Program>;

/** What a move waits for, seen on its program. Exactly one key. */
export const Until = z.union([
  z.strictObject({ returned: z.string().describe('a call of this name returned or raised: "bind"') }),
  z.strictObject({
    blocked: z.string().describe('the kernel shows it asleep in this system call: "accept4"'),
  }),
  z.strictObject({ line: z.int().positive().describe('it stands before this line of its file') }),
  z.strictObject({ exited: z.literal(true).describe('it ended') }),
  z.strictObject({
    held: z.literal(true).describe('a frame waits on the wire that did not when the move began'),
  }),
]);
export type Until = z.infer<typeof Until>;

/** What a move does to the wire: settings are replaced, then the frame that has waited longest is handled. */
export const WireAct = z.strictObject({
  mode: WireSetting.shape.mode.unwrap().optional(),
  impairments: WireSetting.shape.impairments.unwrap().optional(),
  rules: WireSetting.shape.rules.unwrap().optional(),
  waiting: FrameVerb.optional(),
});
export type WireAct = z.infer<typeof WireAct>;

export const Move = z.strictObject({
  id: Id.describe('the paragraph <Move id="…"> in the lesson that tells it'),
  program: Id.describe('which program goes on'),
  task: z
    .string()
    .regex(/^(child-\d+-)?thread-\d+$/, 'expected a thread as the trace names it, like "thread-2"')
    .optional()
    .describe(
      'which thread of it goes on, in the order in which they began: "thread-2" is the first that it started',
    ),
  types: z.string().optional().describe('text typed into its terminal first, with its line end: "hello\\n"'),
  wire: WireAct.optional().describe('done to the wire first'),
  network: z.array(NetworkChange).optional().describe('changed on the hosts first'),
  refused: z
    .literal(true)
    .optional()
    .describe('the kernel refuses the last change in `network`, as is meant'),
  alongside: z
    .array(Id)
    .min(1)
    .optional()
    .describe('further programs that are let run first, in this order, and go on meanwhile and afterwards'),
  until: Until,
});
export type Move = z.infer<typeof Move>;

export const PredictionSpec = z.strictObject({
  id: Id.describe('the <Prediction id="…"> in the lesson that asks it in words'),
  kind: z
    .enum(['choice', 'number', 'range'])
    .describe('range: for a number that differs from run to run, such as a time'),
  options: z
    .array(z.string())
    .default([])
    .describe(
      'for a choice the values that the probe may give, for a range those between which its number may lie: ' +
        '"..10", "10..100", "100.." (from the first up to, not including, the second); never which is right',
    ),
  probe: Probe,
  before: Id.describe('the move that must not be seen before the reader commits'),
  at: Id.describe('the move at whose end the probe is asked'),
});
export type PredictionSpec = z.infer<typeof PredictionSpec>;

// Written out: in zod 4 an optional default is filled in, and would erase the lab's own arguments.
const programPatch = Program.extend({ args: z.array(z.string()) }).partial({
  host: true,
  file: true,
  args: true,
});

export const WhatIf = z.strictObject({
  id: Id,
  title: Text,
  network: z.union([Id, Network]).optional(),
  wire: WireSetting.optional().describe('replaces the lab’s'),
  programs: z
    .array(programPatch)
    .optional()
    .describe('merged into the lab’s programs by name; a new name is added'),
  walk: z.array(Move).min(1).describe('replaces the walk'),
  predictions: z.array(PredictionSpec).default([]),
});
export type WhatIf = z.infer<typeof WhatIf>;

export const Limits = z.strictObject({
  memoryMb: z.int().min(64).max(1024).default(400).describe('resident memory of the whole box'),
  cpuSeconds: z.int().min(1).max(3600).default(120).describe('cpu time of the whole box'),
  processes: z.int().min(8).max(256).default(64).describe('tasks per host'),
  filesMb: z.int().min(1).max(256).default(20).describe('size of everything the box writes'),
});
export type Limits = z.infer<typeof Limits>;

/** The 32 bits of a host's first IPv4 address, with the line between network and host. */
export const BitRuler = z.strictObject({
  hosts: z.array(HostName).min(1).max(4).describe('whose bits it shows and edits; the first is in view'),
  tries: z
    .array(
      z.strictObject({
        program: Id.describe('reads an address from its terminal and connects to it, again and again'),
        to: HostName.describe('the host whose address is typed after each change'),
      }),
    )
    .min(1)
    .max(2)
    .describe('each has a light: whether its connect arrives'),
});
export type BitRuler = z.infer<typeof BitRuler>;

export const Pane = z.enum(['programs', 'wire', 'sockets', 'network', 'race']);

export const Slider = z.strictObject({
  title: Text.describe('what is set by it'),
  whatIfs: z.array(Id).min(2).describe('its places from left to right; each is shown by its title'),
});
export type Slider = z.infer<typeof Slider>;

export const SocketsView = z.enum(['table', 'states', 'bytes']);

export const Lab = z.strictObject({
  title: Text,
  network: z.union([Id, Network]).describe('a name from sandbox/networks/, or written out'),
  wire: WireSetting.prefault({}).describe('how the wire treats frames from the start'),
  programs: z.array(Program).min(1).max(6),
  walk: z.array(Move).min(1),
  predictions: z.array(PredictionSpec).default([]),
  whatIfs: z.array(WhatIf).default([]),
  slider: Slider.optional().describe('over what-ifs: moved, the one at that place runs to its end'),
  socketsView: SocketsView.optional().describe('how the Sockets pane opens; absent: as the table'),
  panes: z.array(Pane).default(['programs', 'wire', 'sockets']),
  bits: BitRuler.optional().describe('the bit ruler above the tables; absent: none'),
  limits: Limits.prefault({}),
  loopback: z.boolean().default(false).describe('makes sense on 127.0.0.x without a sandbox'),
});
export type Lab = z.infer<typeof Lab>;

/** A lab (or one of its what-ifs) with everything looked up: what a box is opened with. */
export type Scene = {
  /** `echo-once`, or `echo-once` with what-if `hangul` */
  lab: string;
  whatIf: string | null;
  title: Text;
  network: Network;
  /** its name in sandbox/networks/, which is how the workbench asks for it */
  networkName?: string;
  wire: WireSetting;
  /** programs whose source is the reader's own, not the lab's; absent: none */
  edited?: string[];
  programs: (Program & { source: string })[];
  walk: Move[];
  predictions: PredictionSpec[];
  whatIfs: { id: string; title: Text }[];
  slider?: Slider;
  socketsView?: z.infer<typeof SocketsView>;
  panes: z.infer<typeof Pane>[];
  bits?: BitRuler;
  limits: Limits;
  loopback: boolean;
};

export { recordingName } from './recording.ts';
