/** What the scripts of a lesson page share: where it is and in which language. */
export type LessonPage = {
  readonly lesson: HTMLElement;
  readonly locale: 'en' | 'ko';
  /** the site's base path, with a slash at its end */
  readonly base: string;
};
