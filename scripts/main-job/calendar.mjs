// Days and times as people in Dushanbe name them.
const zone = 'Asia/Dushanbe';
const offset = '+05:00';
const shown = new Intl.DateTimeFormat('en-GB', { timeZone: zone, weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });

/** The day it is in Dushanbe at an instant, `2026-03-20`. */
export function dayOf(at) {
  return new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(at);
}

/** The day so many days later. */
export function addDays(day, days) {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** The instant at which clocks in Dushanbe show this day and time. */
export function instant(day, time) {
  return new Date(`${day}T${time}:00${offset}`);
}

/** Whether offices are closed because of the week; of holidays only the system knows. */
export function isWeekend(day) {
  return [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay());
}

/** A day as it is said. */
export function said(day) {
  return shown.format(instant(day, '12:00'));
}
