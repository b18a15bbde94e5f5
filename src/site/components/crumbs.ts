/** One step of the way from the home page to this one; without an address it is a name only. */
export type Crumb = {
  name: string;
  path?: string;
  /** what else is at this step: the lessons of a module */
  others?: readonly { name: string; path: string; isHere: boolean }[];
};
