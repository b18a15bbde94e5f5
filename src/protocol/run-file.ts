/**
 * A saved run, `<lab>.sockscope.json`: one JSON document with everything that shows a run again and
 * runs it again. A capture is not in it, because it follows from the frames of the trace.
 *
 * This schema is the format. The site writes it as a JSON Schema beside the pages, and the page judges
 * an opened file by that (src/protocol/shape.ts), because zod is not shipped. What a schema cannot say is
 * said by src/lab/run-file.ts. Whoever changes what a file holds gives it the next `version`.
 */
import { z } from 'zod';
import { TraceEvent } from './events.ts';
import { Move, Pane, Program, Text } from './lab.ts';
import { Id, Network } from './network.ts';
import { MAX_EVENTS, RUN_FORMAT, RUN_VERSION } from './run-format.ts';
import { WireSetting } from './wire.ts';

export const RunFile = z.strictObject({
  format: z.literal(RUN_FORMAT),
  version: z.literal(RUN_VERSION),
  savedAt: z.int().min(0).describe('milliseconds since 1970'),
  lab: Id.describe('"echo-once"; "workbench" for programs of a reader’s own'),
  whatIf: Id.nullable(),
  title: Text,
  network: Network,
  networkName: Id.nullable().describe('its name in sandbox/networks/, by which the workbench opens it again'),
  wire: WireSetting.describe('the wire’s setting when the box opened'),
  programs: z
    .array(z.strictObject({ ...Program.shape, source: z.string().describe('the text that ran') }))
    .min(1)
    .max(6),
  edited: z.array(Id).describe('programs whose source is a reader’s own, not the lab’s'),
  walk: z.array(Move).describe('empty for the workbench, which has none'),
  panes: z.array(Pane),
  trace: z.array(TraceEvent).max(MAX_EVENTS),
});
export type RunFile = z.infer<typeof RunFile>;

/** The format as a JSON Schema, for the page. Without descriptions, which no reader sees there. */
export const runFileSchema = (): unknown =>
  JSON.parse(
    JSON.stringify(z.toJSONSchema(RunFile), (key, value: unknown) =>
      key === 'description' ? undefined : value,
    ),
  );
