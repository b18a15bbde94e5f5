/** What the lab fetches when the first frame is opened: names and meanings of all fields. */
import type { APIRoute } from 'astro';
import { headersIn } from '../../data/headers.ts';
import { LOCALES, localeOf } from '../../data/locales.ts';

export const getStaticPaths = () => LOCALES.map(locale => ({ params: { locale } }));

export const GET: APIRoute = ({ params: { locale } }) => Response.json(headersIn(localeOf(locale)));
