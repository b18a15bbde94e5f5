/** Saves a text as a file of the reader's. */

/** Safari reads the address some time after the click. */
const KEPT_MS = 40_000;

export function saveFile(name: string, text: string, type: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), KEPT_MS);
}

/** "2026-11-29" */
export const today = (): string => new Date().toISOString().slice(0, 10);
