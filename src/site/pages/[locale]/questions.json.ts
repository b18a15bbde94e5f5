/** What the notebook fetches: the words of every prediction. */
import type { APIRoute } from 'astro';
import { LOCALES, localeOf } from '../../data/locales.ts';
import { questionsIn } from '../../data/questions.ts';

export const getStaticPaths = () => LOCALES.map(locale => ({ params: { locale } }));

export const GET: APIRoute = async ({ params: { locale } }) =>
  Response.json(await questionsIn(localeOf(locale)));
