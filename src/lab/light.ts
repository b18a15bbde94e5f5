/** How a row, a line or a mark stands to what is picked, for CSS and for the ear. */
export type Light = 'picked' | 'lit' | undefined;

export const lightOf = (isPicked: boolean, isLit: boolean): Light =>
  isPicked ? 'picked' : isLit ? 'lit' : undefined;
