// Looks again every few seconds while something is under way, and swaps the main part in place: no flicker, the
// scroll position and opened details of unchanged pages stay. Without JavaScript the page reloads by itself instead.
const main = document.querySelector('main[data-live]');
const seconds = Number(main?.dataset.live ?? 0);

async function look() {
  const answer = await fetch(location.href, { headers: { accept: 'text/html' } }).catch(() => undefined);
  if (!answer?.ok) return again();
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('main');
  if (fresh && fresh.innerHTML !== main.innerHTML) main.replaceChildren(...fresh.childNodes);
  if (fresh?.hasAttribute('data-live')) again();
}

function again() {
  setTimeout(look, seconds * 1000);
}

if (seconds > 0) again();
