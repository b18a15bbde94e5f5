/** Which programs of a lab are shells that the reader has opened, and on which hosts. */
import { isShell, shellName } from '#protocol/scene';

export type Shell = { program: string; host: string };

/** The shells among these programs, in their order. */
export const shellsOf = (programs: readonly string[]): readonly Shell[] =>
  programs.filter(isShell).map(program => ({ program, host: program.slice(shellName('').length) }));
