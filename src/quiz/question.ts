/**
 * A generated question: what it asks, how an answer is read and judged. Everything is known in advance
 * from its seed; what is right follows from an algorithm, and so does each wrong answer that has a name.
 * Texts are keys of content/quiz, so that this part knows no language.
 */

/** A text before it is put into a language. A gap may itself be filled by one. */
export type Said = { key: string; values: Readonly<Record<string, string | Said>> };

export const said = (key: string, values: Said['values'] = {}): Said => ({ key, values });

/** What stands for itself in every language: code, an address. */
export const plain = (text: string): Said => said('plain', { text });

/** What is shown with a question. */
export type Given =
  | { kind: 'code'; lines: readonly string[] }
  | { kind: 'list'; items: readonly Said[] }
  | { kind: 'table'; head: readonly Said[]; rows: readonly (readonly string[])[] };

/** How an answer is written; read-answer.ts tells what is accepted. */
export type Form = 'number' | 'milliseconds' | 'address' | 'mask' | 'prefix' | 'network' | 'octet' | 'choice';

export type Field = {
  id: string;
  label: Said;
  form: Form;
  options?: readonly { value: string; label: Said }[];
  /** The question itself has written it like this, so that writing it again is no answer. */
  refuses?: 'prefix' | 'dotted';
  /** May stay empty, because another field can make it meaningless. */
  optional?: boolean;
};

/** By field: an answer in its canonical form (read-answer.ts). */
export type Answers = Readonly<Record<string, string>>;

/** Why an answer is right or wrong, as one sees it. */
export type Shown =
  /** Rows of 32 or 8 bits; `line`: how many of them belong to the network, null: no such line. */
  | { kind: 'bits'; line: number | null; rows: readonly { label: Said; bits: string; value: string }[] }
  /** What happened, row by row, and what each left behind. */
  | { kind: 'events'; rows: readonly { what: Said; left: Said }[] };

export type Judgement =
  | { kind: 'refused'; field: string; why: Said }
  | { kind: 'right'; why: Said; shown: readonly Shown[] }
  | {
      kind: 'wrong';
      /** the fields that are */
      wrong: readonly string[];
      right: Answers;
      /** the named wrong algorithm that gives this answer; null: none that we know */
      slip: string | null;
      why: Said;
      shown: readonly Shown[];
    };

export type Question = {
  generator: string;
  seed: number;
  /** it was drawn so that whoever makes this slip is wrong; null: any */
  slip: string | null;
  ask: Said;
  given: readonly Given[];
  fields: readonly Field[];
  right: Answers;
  /** What each named wrong algorithm answers here, where that is wrong. */
  mistakes: Readonly<Record<string, Answers>>;
  /** @param written by field, as typed or chosen */
  judge(written: Answers): Judgement;
};
