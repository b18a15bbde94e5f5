// The bare address leads to the reader's language: the one chosen before, else the browser's.
(() => {
  let kept = null;
  try {
    kept = localStorage.getItem('sockscope:language');
  } catch {
    // storage may be forbidden
  }
  const wanted = kept ?? navigator.languages.find(tag => /^(en|ko)\b/.test(tag))?.slice(0, 2) ?? 'en';
  location.replace(`${document.currentScript.dataset.base}${wanted === 'ko' ? 'ko' : 'en'}/`);
})();
