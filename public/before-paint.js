// Runs before the first paint, so that neither theme nor layout flashes. A file of its own and not
// a bundled module, because modules run late and the page allows no inline script.
(() => {
  const root = document.documentElement;
  const kept = name => {
    try {
      return localStorage.getItem(`sockscope:${name}`);
    } catch {
      return null; // storage may be forbidden
    }
  };
  const choice = kept('theme') ?? 'system';
  const dark = choice === 'system' ? matchMedia('(prefers-color-scheme: dark)').matches : choice === 'dark';
  root.dataset.theme = dark ? 'dark' : 'light';
  root.dataset.scripted = '';
  const split = Number(kept('split'));
  if (split >= 25 && split <= 70) root.style.setProperty('--split', `${split}%`);
})();
