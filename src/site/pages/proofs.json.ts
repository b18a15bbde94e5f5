/** The programs of proofs, which a page fetches when a kernel is to decide. */
import type { APIRoute } from 'astro';
import { proofPrograms } from '../data/proofs.ts';

export const GET: APIRoute = () => Response.json(proofPrograms);
