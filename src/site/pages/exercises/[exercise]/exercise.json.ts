/** What the exercise's editor fetches when it opens. */
import type { APIRoute } from 'astro';
import { exercise, exerciseIds } from '../../../data/exercises.ts';

export const getStaticPaths = () => exerciseIds.map(id => ({ params: { exercise: id } }));

export const GET: APIRoute = ({ params: { exercise: id = '' } }) => Response.json(exercise(id));
