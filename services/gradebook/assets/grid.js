// The gradebook by keyboard, and rows that are found while one writes. Without it each cell is a link like any other, and
// the form asks the server.
const LINKS = 'tbody td a';

function start() {
  const grid = document.querySelector('.book');
  const find = document.querySelector('.filter input[type="search"]');
  if (!grid) return;
  for (const link of grid.querySelectorAll(LINKS)) link.tabIndex = -1;
  const first = grid.querySelector(LINKS);
  if (first) first.tabIndex = 0;
  grid.addEventListener('keydown', move);
  grid.addEventListener('focusin', ({ target }) => enter(grid, target));
  find?.addEventListener('input', () => show(grid, find.value));
}

/** One cell is in the order of the tabulator; the arrows lead on from it. */
function enter(grid, link) {
  if (!link.matches(LINKS)) return;
  const before = grid.querySelector(`${LINKS}[tabindex="0"]`);
  if (before) before.tabIndex = -1;
  link.tabIndex = 0;
}

const WAYS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

function move(event) {
  const way = WAYS[event.key];
  const cell = event.target.closest('tbody td');
  if (!way || !cell || event.altKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  const rows = [...cell.closest('tbody').rows].filter((row) => !row.hidden);
  const row = rows[rows.indexOf(cell.parentElement) + way[0]];
  const link = row?.cells[cell.cellIndex + way[1]]?.querySelector('a');
  link?.focus({ preventScroll: true });
  // Not below the head and the column of names, which stay in place.
  link?.parentElement.scrollIntoView({ block: 'nearest', inline: 'nearest' });
}

function plain(text) {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

function show(grid, search) {
  typed = search;
  const words = plain(search).split(/\s+/).filter(Boolean);
  const rows = [...grid.tBodies[0].rows];
  for (const row of rows) {
    const text = plain(row.cells[0].textContent);
    row.hidden = !words.every((word) => text.includes(word));
  }
  const shown = rows.filter((row) => !row.hidden).length;
  document.querySelector('.filter [role="status"]').textContent = words.length > 0 ? `${shown} shown` : '';
}

/** A page that was looked at again has new cells: what was written and where one was stays. */
function resume() {
  start();
  const find = document.querySelector('.filter input[type="search"]');
  const grid = document.querySelector('.book');
  if (!grid || !find) return;
  if (typed) {
    find.value = typed;
    show(grid, typed);
  }
  if (document.activeElement !== document.body) return;
  if (at === find.name) find.focus();
  else if (at) grid.querySelector(`${LINKS}[href="${CSS.escape(at)}"]`)?.focus({ preventScroll: true });
}

let typed = '';
let at = '';
document.addEventListener('focusin', ({ target }) => {
  at = target.getAttribute('href') ?? target.name ?? '';
});
start();
document.querySelector('main').addEventListener('refreshed', resume);
