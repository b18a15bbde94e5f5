/** Where a reader of this build can clone the course from; empty when the build was not told (astro.config.mjs). */
declare const REPOSITORY: string;

export const repository: string = REPOSITORY;
