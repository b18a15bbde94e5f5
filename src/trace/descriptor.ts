/**
 * A message before it is put into a language: the key of a catalogue text and what fills its gaps.
 * Catalogues are content/ui/*.json; "{program}: {call} returned {value}" has three gaps.
 */

export type Descriptor = {
  key: string;
  /** A gap may itself be filled by a message, which is put into the same language. */
  values: Readonly<Record<string, string | Descriptor>>;
};

/** Texts by key, in one language. */
export type Messages = Readonly<Record<string, string>>;

/** The message in the catalogue's language. A key that is not there stands for itself, so that it is seen. */
export function say(messages: Messages, descriptor: Descriptor): string {
  const text = messages[descriptor.key] ?? descriptor.key;
  return text.replace(/\{([\w-]+)\}/g, (gap, name: string) => {
    const value = descriptor.values[name];
    if (value === undefined) return gap;
    return typeof value === 'string' ? value : say(messages, value);
  });
}

export function message(key: string, values: Descriptor['values'] = {}): Descriptor {
  return { key, values };
}
