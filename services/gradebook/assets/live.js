// Looks again while something is under way, and swaps the main part in place: no flicker, the scroll position and opened
// details of unchanged pages stay. The server says when to look (server-sent events); where it cannot be heard, every
// few seconds. Without JavaScript the page reloads by itself instead.
const main = document.querySelector('main[data-live]');
const seconds = Number(main?.dataset.live ?? 0);
const source = main?.dataset.events ? new EventSource(main.dataset.events) : undefined;
let timer;

async function look() {
  clearTimeout(timer);
  const answer = await fetch(location.href, { headers: { accept: 'text/html' } }).catch(() => undefined);
  if (!answer?.ok) return again();
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('main');
  if (fresh && fresh.innerHTML !== main.innerHTML && !isWritten()) {
    main.replaceChildren(...fresh.childNodes);
    main.dispatchEvent(new Event('refreshed'));
  }
  if (fresh?.hasAttribute('data-live')) return again();
  source?.close();
}

/** Somebody has opened a form, is in it, or has written into it: it is theirs until it is sent or left. */
function isWritten() {
  const written = (form) => [...form.elements].some((field) => field.value !== (field.defaultValue ?? field.value));
  const opened = (form) => form.matches('.fields') && form.closest('details')?.open;
  return [...main.querySelectorAll('form')].some(
    (form) => form.matches(':focus-within') || opened(form) || written(form),
  );
}

function again() {
  const heard = source?.readyState === EventSource.OPEN;
  timer = setTimeout(look, seconds * (heard ? 5 : 1) * 1000);
}

source?.addEventListener('following', look);
source?.addEventListener('changed', look);
if (seconds > 0) again();
