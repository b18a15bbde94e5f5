/** How the reader wants labs shown, in the browser's storage. Where it is forbidden, nothing breaks. */
type Name = 'wire-numbers' | 'wire-axis' | 'code-size' | 'story' | 'letter-keys';

export function keepChoice(name: Name, value: string): void {
  try {
    localStorage.setItem(`sockscope:${name}`, value);
  } catch {
    // The reader forbade it; the choice holds until the lab is closed.
  }
}

export function keptChoice(name: Name): string | null {
  try {
    return localStorage.getItem(`sockscope:${name}`);
  } catch {
    return null;
  }
}

/** Keys of one letter, without Ctrl or Alt, can be switched off on every page (WCAG 2.2, 2.1.4). */
export const letterKeysAreOn = (): boolean => keptChoice('letter-keys') !== 'off';
