/** What a quiz fetches when it begins: the lab to which a wrong answer of each topic leads. */
import type { APIRoute } from 'astro';
import { LOCALES, localeOf } from '../../data/locales.ts';
import { questionTopics } from '../../data/topics.ts';

export const getStaticPaths = () => LOCALES.map(locale => ({ params: { locale } }));

export const GET: APIRoute = async ({ params: { locale } }) => {
  const topics = await questionTopics(localeOf(locale));
  return Response.json(Object.fromEntries(topics.map(({ id, lesson }) => [id, lesson])));
};
