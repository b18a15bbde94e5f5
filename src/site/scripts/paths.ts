/** A reader who comes on a path through the course (`?path=`) is led along it. */
export function startPath(): void {
  const path = new URLSearchParams(location.search).get('path');
  const ways = [...document.querySelectorAll<HTMLElement>('.neighbours')];
  const chosen = ways.find(way => way.dataset.path === path);
  if (chosen === undefined) return;
  for (const way of ways) way.hidden = way !== chosen;
}
