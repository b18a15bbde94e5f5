/** The programs of sandbox/proofs, by file. */
const sources: Record<string, string> = import.meta.glob('/sandbox/proofs/*.py', {
  query: '?raw',
  import: 'default',
  eager: true,
});

export const proofPrograms: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(sources).map(([path, text]) => [path.slice(path.lastIndexOf('/') + 1), text]),
);
