/** What the workbench fetches when its page opens; from then on it needs the server for live boxes alone. */
import type { APIRoute } from 'astro';
import { workbench } from '../data/workbench.ts';

export const GET: APIRoute = () => Response.json(workbench);
