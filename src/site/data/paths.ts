/** Addresses inside the site. Every link is made here, because the base path is fixed at build time. */
import type { Locale } from './locales.ts';

/** The base path with a slash at its end: "/" or "/course/". */
export const BASE = `${import.meta.env.BASE_URL.replace(/\/$/, '')}/`;

export const homePath = (locale: Locale): string => `${BASE}${locale}/`;

/** @param path the path through the course on which the reader comes */
export const lessonPath = (locale: Locale, lesson: string, path?: string): string =>
  `${BASE}${locale}/lessons/${lesson}/${path === undefined ? '' : `?path=${path}`}`;

/** The lesson with its lab already running. */
export const runningLessonPath = (locale: Locale, lesson: string): string =>
  `${lessonPath(locale, lesson)}#begin`;

/** The course map, or one path of it. */
export const mapPath = (locale: Locale, path?: string): string =>
  `${BASE}${locale}/map/${path === undefined ? '' : `${path}/`}`;

export const glossaryPath = (locale: Locale): string => `${BASE}${locale}/glossary/`;

export const workbenchPath = (locale: Locale): string => `${BASE}${locale}/workbench/`;

export const errataPath = (locale: Locale): string => `${BASE}${locale}/errata/`;

export const progressPath = (locale: Locale): string => `${BASE}${locale}/progress/`;

export const reviewPath = (locale: Locale): string => `${BASE}${locale}/review/`;

/** Subnetting by itself, level by level. */
export const drillPath = (locale: Locale): string => `${BASE}${locale}/drill/`;

/** A question whose answer the kernel of a live box gives. */
export const provePath = (locale: Locale): string => `${BASE}${locale}/prove/`;

export const notebookPath = (locale: Locale): string => `${BASE}${locale}/notebook/`;

export const publicPath = (file: string): string => `${BASE}${file}`;
