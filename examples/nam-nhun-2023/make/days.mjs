// Days are texts, 'YYYY-MM-DD': they sort as they are, and no clock or time zone is ever asked.

const DAY_MS = 86_400_000;

const number = (day) => Date.parse(`${day}T00:00:00Z`) / DAY_MS;
const text = (days) => new Date(days * DAY_MS).toISOString().slice(0, 10);

/** Days off on weekdays, so that meetings of this example do not fall on a holiday. */
const OFF = new Set([
  ...['2018-01-01', '2018-04-25', '2018-04-30', '2018-05-01', '2018-09-03'],
  ...range('2018-02-14', '2018-02-20'),
  ...['2019-01-01', '2019-04-15', '2019-04-30', '2019-05-01', '2019-09-02'],
  ...range('2019-02-04', '2019-02-08'),
  ...['2020-01-01', '2020-04-02', '2020-04-30', '2020-05-01', '2020-09-02'],
  ...range('2020-01-23', '2020-01-29'),
  ...['2021-01-01', '2021-04-21', '2021-04-30', '2021-05-03', '2021-09-02', '2021-09-03'],
  ...range('2021-02-10', '2021-02-16'),
  ...['2022-01-03', '2022-04-11', '2022-05-02', '2022-05-03', '2022-09-01', '2022-09-02'],
  ...range('2022-01-31', '2022-02-04'),
  ...['2023-01-02', '2023-05-01', '2023-05-02', '2023-05-03', '2023-09-01', '2023-09-04'],
  ...range('2023-01-20', '2023-01-26'),
]);

function range(from, to) {
  const days = [];
  for (let n = number(from); n <= number(to); n += 1) days.push(text(n));
  return days;
}

export const addDays = (day, count) => text(number(day) + count);
export const daysBetween = (from, to) => number(to) - number(from);

export function isWorking(day) {
  const weekday = (((number(day) + 3) % 7) + 7) % 7;
  return weekday < 5 && !OFF.has(day);
}

function walk(day, count, direction) {
  let at = day;
  for (let left = count; left > 0;) {
    at = addDays(at, direction);
    if (isWorking(at)) left -= 1;
  }
  return at;
}

/** So many working days later, or earlier. */
export const later = (day, count) => walk(day, count, 1);
export const earlier = (day, count) => walk(day, count, -1);

/** The day itself when it is worked, else the last working day before it. */
export const worked = (day) => (isWorking(day) ? day : earlier(day, 1));

/** The same date so many months later, clamped to the month's end. */
export function addMonths(day, count) {
  const [year, month, date] = day.split('-').map(Number);
  const months = year * 12 + month - 1 + count;
  const to = { year: Math.floor(months / 12), month: (months % 12) + 1 };
  const last = new Date(Date.UTC(to.year, to.month, 0)).getUTCDate();
  return [to.year, String(to.month).padStart(2, '0'), String(Math.min(date, last)).padStart(2, '0')].join('-');
}

/** The last day of the quarter, except that October 2023 closes the book and so stands for a quarter of its own. */
export function closingDay(day) {
  if (day.slice(0, 7) === '2023-10') return '2023-10-31';
  const month = Math.ceil(Number(day.slice(5, 7)) / 3) * 3;
  return addDays(addMonths(`${day.slice(0, 4)}-${String(month).padStart(2, '0')}-01`, 1), -1);
}

/** As the sheets write it: dd/mm/yyyy. */
export const vietnamese = (day) => (day ? day.split('-').reverse().join('/') : '');
