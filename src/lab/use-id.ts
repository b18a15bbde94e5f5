/** Ids for descriptions and labels. Preact's own begin anew in every root, and a page has several. */
import { useState } from 'preact/hooks';

let count = 0;

const next = (): string => {
  count += 1;
  return `lab-${count}`;
};

/** One id for as long as the component lives. */
export const useId = (): string => useState(next)[0];
