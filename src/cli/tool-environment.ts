/** The environment of the tools we start: they tell nobody anything and leave nothing outside this project. */
export const toolEnvironment = (): NodeJS.ProcessEnv => ({
  ...process.env,
  // Otherwise a build writes ~/.config/astro and reports to its makers.
  ASTRO_TELEMETRY_DISABLED: '1',
  // Otherwise astro and tsc fill a folder in /tmp.
  NODE_DISABLE_COMPILE_CACHE: '1',
});
