/** Exit codes of `npm run sockscope`; README.md tells them too. */
export const EXIT = {
  passed: 0,
  failed: 1,
  /** our fault, no such exercise or lab, or a wrong use of the command */
  notJudged: 2,
  /** what a shell calls a program ended by SIGINT */
  interrupted: 130,
} as const;
