// Times in the reader's own zone, where it is another one than the course's, and how much is left until they come.
const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
const local = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'always' });

function show() {
  const course = document.querySelector('main [data-zone]')?.dataset.zone;
  if (course !== own) for (const time of document.querySelectorAll('main .due time')) inOwnZone(time);
  for (const place of document.querySelectorAll('main [data-until]'))
    place.textContent = left(new Date(place.dataset.until));
}

function inOwnZone(time) {
  if (time.nextElementSibling?.matches('small.own')) return;
  const small = document.createElement('small');
  small.className = 'own';
  small.textContent = ` ${local.format(new Date(time.dateTime))} in ${own}`;
  time.after(small);
}

function left(at) {
  const minutes = Math.round((at - Date.now()) / 60_000);
  if (minutes < 0) return '';
  if (minutes < 120) return relative.format(minutes, 'minute');
  // Rather too few than too many: whoever trusts it is in time.
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? relative.format(hours, 'hour') : relative.format(Math.floor(hours / 24), 'day');
}

show();
setInterval(show, 30_000);
document.querySelector('main')?.addEventListener('refreshed', show);
