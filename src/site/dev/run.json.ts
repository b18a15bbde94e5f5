/** One recorded run, for the play page. */
import type { APIRoute } from 'astro';
import { type PlayRun, playRuns } from './runs.ts';

export const getStaticPaths = () => [...playRuns].map(([run, props]) => ({ params: { run }, props }));

export const GET: APIRoute<PlayRun> = ({ props }) => Response.json(props);
