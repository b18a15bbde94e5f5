/** A text that the page carries for its scripts; `{name}` in it is replaced by the value of that name. */
export const filled = (text: string | null | undefined, values: Record<string, string | number>): string =>
  (text ?? '').replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
