/** Addresses inside the site. Every link is made here, because the base path is fixed at build time. */
import type { Locale } from './locales.ts';

/** The base path with a slash at its end: "/" or "/course/". */
export const BASE = `${import.meta.env.BASE_URL.replace(/\/$/, '')}/`;

export const homePath = (locale: Locale): string => `${BASE}${locale}/`;

export const lessonPath = (locale: Locale, lesson: string): string => `${BASE}${locale}/lessons/${lesson}/`;

export const publicPath = (file: string): string => `${BASE}${file}`;
