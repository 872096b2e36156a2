// Times in the reader's own zone, where it is another one than the course's, and how much is left until they come.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const local = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'always' });

function show() {
  for (const time of document.querySelectorAll('main time[datetime]')) {
    const at = new Date(time.dateTime);
    time.title = `${local.format(at)} (${zone})`;
  }
  for (const place of document.querySelectorAll('main [data-until]'))
    place.textContent = left(new Date(place.dataset.until));
  for (const place of document.querySelectorAll('main [data-zone]')) place.textContent = `; hover for ${zone}`;
}

function left(at) {
  const minutes = Math.round((at - Date.now()) / 60_000);
  if (minutes < 0) return '';
  if (minutes < 120) return relative.format(minutes, 'minute');
  const hours = Math.round(minutes / 60);
  return hours < 48 ? relative.format(hours, 'hour') : relative.format(Math.round(hours / 24), 'day');
}

show();
setInterval(show, 30_000);
document.querySelector('main')?.addEventListener('refreshed', show);
