/** One step of the way from the home page to this one; without an address it is a name only. */
export type Crumb = { name: string; path?: string };
