/** The environment as the server understands it; the one place where it is read and checked. */
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { recordFolder } from '#progress/record-database';

const fromRoot = (relative: string): string => fileURLToPath(new URL(`../../${relative}`, import.meta.url));

const Variables = z.object({
  PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65535, 'expected a port from 0 (any free one) to 65535')
    .default(4321),
  HOST: z.string().min(1).default('127.0.0.1'),
  ALLOWED_HOSTS: z
    .string()
    .default('')
    .transform(text => text.split(/[\s,]+/).filter(name => name !== ''))
    .describe('names the server may be called by, separated by commas'),
  BASE: z
    .string()
    .default('/')
    .transform(base => `/${base}/`.replaceAll(/\/+/g, '/'))
    .describe('the base path that the site was built for'),
  WORKSPACE: z.string().min(1).default(fromRoot('workspace')).describe('folder of the learner’s files'),
  RECORD: z
    .string()
    .min(1)
    .optional()
    .describe('folder of the learner’s record; absent: .record in WORKSPACE'),
  CGROUPS: z
    .enum(['on', 'off'], 'expected on or off')
    .default('on')
    .describe('off: boxes have no control groups, even where they could; read by the driver'),
  BOX: z
    .enum(['full', 'plain'])
    .optional()
    .describe('plain: no others; full: no plain ones; absent: plain ones where no full ones can be opened'),
  SOCKSCOPE_WHY: z.string().optional().describe('what the doctor found missing, from npm start'),
  SOCKSCOPE_CURE: z.string().optional().describe('the doctor’s command against it'),
  DIST: z.string().min(1).default(fromRoot('dist')).describe('folder of the built site'),
});
const Environment = Variables.transform(variables => ({
  ...variables,
  RECORD: variables.RECORD ?? recordFolder(variables.WORKSPACE),
}));
export type Environment = z.infer<typeof Environment>;

/** What in the environment keeps the server from starting, in words for the one who started it. */
export class BadEnvironment extends Error {
  override readonly name = 'BadEnvironment';
}

export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);

/** @throws BadEnvironment */
export function readEnvironment(variables: NodeJS.ProcessEnv): Environment {
  const parsed = Environment.safeParse(variables);
  if (!parsed.success) {
    const lines = parsed.error.issues.map(({ path, message }) => {
      const name = path.join('.');
      return `${name}=${variables[name]}: ${message}`;
    });
    throw new BadEnvironment(lines.join('\n'));
  }
  const { HOST, ALLOWED_HOSTS } = parsed.data;
  if (!isLoopback(HOST) && ALLOWED_HOSTS.length === 0)
    throw new BadEnvironment(
      `HOST=${HOST} would let others reach this server, which runs programs. ` +
        'Name the hosts it may be called by as well: ALLOWED_HOSTS=my-machine.example',
    );
  if (parsed.data.BOX === 'plain' && isReachable(parsed.data))
    throw new BadEnvironment(
      'BOX=plain runs programs on this machine itself, without isolation, ' +
        'so others must not reach the server: start it without HOST and ALLOWED_HOSTS.',
    );
  return parsed.data;
}

/** `instead`: where full boxes cannot be opened; `only`: even where they can. */
export type PlainUse = 'never' | 'instead' | 'only';

/** When labs run in plain boxes, which have no walls: never where others can start them. */
export function plainUse(environment: Environment): PlainUse {
  if (environment.BOX === 'full' || isReachable(environment)) return 'never';
  return environment.BOX === 'plain' ? 'only' : 'instead';
}

/** Whether others than this machine's users may reach the server. */
const isReachable = ({ HOST, ALLOWED_HOSTS }: Pick<Environment, 'HOST' | 'ALLOWED_HOSTS'>): boolean =>
  !isLoopback(HOST) || ALLOWED_HOSTS.length > 0;
