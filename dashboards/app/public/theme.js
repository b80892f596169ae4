// Runs before the page is painted, so that no wrong theme flashes; a file of its own, so that a policy can forbid inline scripts.
{
  let chosen = new URLSearchParams(location.search).get('theme');
  try {
    if (chosen !== 'dark' && chosen !== 'light') chosen = localStorage.getItem('livefeed.theme');
  } catch {
    // Storage may be forbidden; then the system decides.
  }
  const system = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  document.documentElement.dataset.theme = chosen === 'dark' || chosen === 'light' ? chosen : system;
}
