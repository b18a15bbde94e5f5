/** Every lesson of the course by its title and length, the planned ones too. */
import { course } from './course.ts';
import { lessonAt } from './lessons.ts';
import { type Locale, text, type UiKey } from './locales.ts';

export type Outlined = {
  id: string;
  title: string;
  minutes: number;
  /** null: nobody has written it yet */
  objective: string | null;
};

/** By id, in the course's order. */
export async function outlineIn(locale: Locale): Promise<Map<string, Outlined>> {
  const ids = course.modules.flatMap(({ lessons }) => lessons);
  return new Map(await Promise.all(ids.map(async id => [id, await outlined(id, locale)] as const)));
}

async function outlined(id: string, locale: Locale): Promise<Outlined> {
  const plan = course.planned[id];
  if (plan !== undefined) return { id, title: plan.title[locale], minutes: plan.minutes, objective: null };
  const { title, minutes, objective } = (await lessonAt({ locale, lesson: id })).entry.data;
  return { id, title, minutes, objective };
}

const HOUR = 60;

/** "25 minutes", "about 3 hours". */
export function durationText(locale: Locale, minutes: number): string {
  const key: UiKey = minutes < 2 * HOUR ? 'site.map.minutes' : 'site.map.hours';
  return text(locale, key, { minutes, hours: Math.round(minutes / HOUR) });
}
