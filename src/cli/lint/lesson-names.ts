/** That every name in a lesson's text stands for something: labs, moves, questions, what-ifs, exercises, terms. */
import { expectedName } from '#protocol/authoring';
import type { Lab, PredictionSpec } from '#protocol/lab';
import { COMPONENTS, type LessonHead } from '#protocol/lesson';
import type { Around } from './around.ts';
import { allTags, type LessonSource, type Tag } from './lesson-source.ts';

/** Reports one problem; the tag tells where. */
export type TellTag = (tag: Tag, text: string) => void;

export function checkNames({ tags }: LessonSource, head: LessonHead, around: Around, tell: TellTag): void {
  const all = allTags(tags);
  const lab = around.lab(head.labs[0] ?? '');
  const file = `sandbox/labs/${head.labs[0]}/lab.yaml`;
  for (const tag of all) checkAttributes(tag, tell);
  for (const tag of all) {
    const { id = '' } = tag.attributes;
    if (tag.name === 'Lab' && !head.labs.includes(id))
      tell(tag, expectedName('a lab of the front matter', head.labs, id));
    if (tag.name === 'Exercise' && !head.exercises.includes(id))
      tell(tag, expectedName('an exercise of the front matter', head.exercises, id));
    if (tag.name === 'WhatIf' && lab && !lab.whatIfs.some(each => each.id === id))
      tell(tag, expectedName(`a what-if of ${file}`, idsOf(lab.whatIfs), id));
    if (tag.name === 'Prediction') checkPrediction(tag, around, tell);
  }
  if (lab) checkMoves(all, lab, file, tell);
  checkTerms(all, around, tell);
}

const idsOf = (items: readonly { id: string }[]): string[] => items.map(({ id }) => id);

function checkAttributes(tag: Tag, tell: TellTag): void {
  const known = COMPONENTS[tag.name];
  if (known === undefined) {
    tell(tag, expectedName('a component', Object.keys(COMPONENTS), tag.name));
    return;
  }
  const { required, optional = [] } = known;
  const why = isQuestion(tag) ? ': only the run says which answer is right' : '';
  for (const name of required.filter(each => !tag.attributes[each]))
    tell(tag, `expected the attribute "${name}"`);
  for (const name of Object.keys(tag.attributes).filter(each => ![...required, ...optional].includes(each)))
    tell(tag, `expected no attribute "${name}"${why}`);
}

const isQuestion = ({ name }: Tag): boolean => ['Prediction', 'Option', 'Feedback'].includes(name);

/** Each move of the walk is told by one paragraph, in the order of the walk; the first that is not is told. */
function checkMoves(all: readonly Tag[], lab: Lab, file: string, tell: TellTag): void {
  const walk = idsOf(lab.walk);
  const told = all.filter(({ name }) => name === 'Move');
  const unknown = told.find(({ attributes }) => !walk.includes(attributes.id ?? ''));
  const astray = told.find(({ attributes }, at) => attributes.id !== walk[at]);
  const last = told.at(-1);
  if (unknown) tell(unknown, expectedName(`a move of ${file}`, walk, unknown.attributes.id ?? ''));
  else if (astray)
    tell(astray, `expected the move "${walk[told.indexOf(astray)]}" here, in the order of ${file}`);
  else if (last && told.length < walk.length)
    tell(last, `expected a <Move> for each move of ${file}, and "${walk[told.length]}" has none`);
}

function checkPrediction(tag: Tag, around: Around, tell: TellTag): void {
  const { id = '', lab: labId = '', whatIf } = tag.attributes;
  const file = `sandbox/labs/${labId}/lab.yaml`;
  const lab = around.lab(labId);
  const variant = whatIf === undefined ? lab : lab?.whatIfs.find(each => each.id === whatIf);
  const asked = variant?.predictions ?? [];
  const spec = asked.find(each => each.id === id);
  if (lab === undefined) tell(tag, `expected a lab of sandbox/labs/, got lab="${labId}"`);
  else if (variant === undefined)
    tell(tag, expectedName(`a what-if of ${file}`, idsOf(lab.whatIfs), whatIf ?? ''));
  else if (spec === undefined) tell(tag, expectedName(`a prediction of ${file}`, idsOf(asked), id));
  else checkAnswers(tag, spec, file, tell);
}

function checkAnswers(tag: Tag, spec: PredictionSpec, file: string, tell: TellTag): void {
  const valuesOf = (name: string, attribute: string): string[] =>
    tag.inside.filter(each => each.name === name).map(({ attributes }) => attributes[attribute] ?? '');
  const offered = valuesOf('Option', 'value');
  if (offered.join('\n') !== spec.options.join('\n'))
    tell(
      tag,
      `expected the options ${JSON.stringify(spec.options)} of ${file}, got ${JSON.stringify(offered)}`,
    );
  const explained = valuesOf('Feedback', 'to');
  const toExplain = spec.kind === 'number' ? ['right', 'wrong'] : spec.options;
  for (const answer of toExplain)
    if (!explained.includes(answer)) tell(tag, `expected a <Feedback to="${answer}">`);
  for (const answer of explained)
    if (!toExplain.includes(answer)) tell(tag, expectedName('feedback to an answer', toExplain, answer));
}

/** A term is linked where it is first used, and there alone. */
function checkTerms(all: readonly Tag[], around: Around, tell: TellTag): void {
  const seen = new Set<string>();
  for (const tag of all.filter(({ name }) => name === 'Term')) {
    const { id = '' } = tag.attributes;
    if (!around.glossary.some(entry => entry.id === id))
      tell(tag, `expected a term of content/glossary.yaml, got "${id}"`);
    if (seen.has(id)) tell(tag, `expected each term at its first use only, got "${id}" again`);
    seen.add(id);
  }
}
