/** content/errata.yaml: folk claims, what is right, and the run that proves it. */
import { parse } from 'yaml';
import { z } from 'zod';
import { AuthorError, parseAuthored, problem } from '#protocol/authoring';
import { Id, type Lab, Text } from '#protocol/lab';
import { checkPlace, placeFields } from '#protocol/place';
import source from '../../../content/errata.yaml?raw';

const FILE = 'content/errata.yaml';

/** A section of Linux's manual, or an RFC by its number. */
const Source = z.string().regex(/^([a-z_0-9]+\([1-8]\)|RFC \d+)$/);

const Erratum = z.strictObject({
  id: Id,
  claim: Text,
  right: Text,
  sources: z.array(Source).min(1),
  corrects: z
    .array(z.string().regex(/^S\d-\d\d$/))
    .default([])
    .describe('rows of docs/seeds.md that say it, or nearly'),
  ...placeFields,
});
export type Erratum = z.infer<typeof Erratum>;

export const errata: readonly Erratum[] = parseAuthored(z.array(Erratum), parse(source), FILE);

/** @throws AuthorError when the lesson, the move or the what-if that proves an entry is not there */
export function checkErrata(firstLabOf: (lesson: string) => Lab | undefined): void {
  const report: string[] = [];
  for (const erratum of errata)
    checkPlace(erratum, firstLabOf(erratum.lesson), [erratum.id], (path, text) =>
      report.push(problem(FILE, path, text)),
    );
  if (report.length > 0) throw new AuthorError(report);
}

/** Where the source can be read. */
export function sourceAddress(source: string): string {
  const [, page, section] = /^(\w+)\((\d)\)$/.exec(source) ?? [];
  if (page !== undefined) return `https://man7.org/linux/man-pages/man${section}/${page}.${section}.html`;
  return `https://www.rfc-editor.org/rfc/rfc${source.slice('RFC '.length)}`;
}
