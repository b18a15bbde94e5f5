/** The browser's storage under our prefix. Where it is forbidden, nothing is kept and nothing breaks. */
type Name = 'theme' | 'language' | 'split' | 'letter-keys';

export function keep(name: Name, value: string): void {
  try {
    localStorage.setItem(`sockscope:${name}`, value);
  } catch {
    // The reader forbade it; the choice holds for this page.
  }
}

export function kept(name: Name): string | null {
  try {
    return localStorage.getItem(`sockscope:${name}`);
  } catch {
    return null;
  }
}
