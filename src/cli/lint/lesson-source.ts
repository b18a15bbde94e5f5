/** A lesson's MDX as a linter sees it: the front matter, and every component with its line. */
import { mdxToMdast } from 'satteri';
import { parse } from 'yaml';
import { AuthorError } from '#protocol/authoring';

/** A component in the text. */
export type Tag = {
  name: string;
  line: number;
  attributes: Readonly<Record<string, string>>;
  inside: readonly Tag[];
};

export type LessonSource = {
  /** path from the root */
  file: string;
  source: string;
  head: unknown;
  /** the components that stand in no other one, in their order */
  tags: readonly Tag[];
};

/** What of Sätteri's tree is used here. */
type Node = {
  type: string;
  name?: string | null;
  value?: string | null;
  attributes?: readonly { type: string; name?: string; value?: unknown }[];
  children?: readonly Node[];
  position?: { start: { line: number } };
};

/** @throws AuthorError when it is no MDX */
export function readLesson(file: string, source: string): LessonSource {
  const tree = treeOf(file, source);
  const head = tree.children?.find(({ type }) => type === 'yaml')?.value ?? '';
  return { file, source, head: parse(head), tags: tagsIn(tree) };
}

function treeOf(file: string, source: string): Node {
  try {
    return mdxToMdast(source) as Node;
  } catch (error) {
    // Its message begins with line and column.
    throw new AuthorError([`${file}:${error instanceof Error ? error.message : error}`]);
  }
}

/** Every component, those inside of others too, in the order of the text. */
export const allTags = (tags: readonly Tag[]): Tag[] => tags.flatMap(tag => [tag, ...allTags(tag.inside)]);

function tagsIn(node: Node): Tag[] {
  return (node.children ?? []).flatMap(child =>
    child.type.startsWith('mdxJsx') && child.name ? [tagOf(child, child.name)] : tagsIn(child),
  );
}

function tagOf(node: Node, name: string): Tag {
  const attributes = (node.attributes ?? []).map(({ name = '{…}', value }): [string, string] => [
    name,
    typeof value === 'string' ? value : value === null ? '' : '{…}',
  ]);
  return {
    name,
    line: node.position?.start.line ?? 0,
    attributes: Object.fromEntries(attributes),
    inside: tagsIn(node),
  };
}
