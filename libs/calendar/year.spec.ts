import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { calendarYear } from './year';

const folder = join(__dirname, '../../calendars/vn');
const read = (file: string): unknown => JSON.parse(readFileSync(join(folder, file), 'utf8'));
const off = { day: '2027-04-30', why: 'Reunification Day (30/4)', verified: 'secondary' };
const year = { year: 2027, off: [off], workedInstead: [] };
const span = { from: '2027-02-01', to: '2027-02-12', what: 'Tết' };

it.each(readdirSync(folder))('%s is a year of the calendar, word by word', (file) => {
  expect(calendarYear.parse(read(file))).toEqual(read(file));
});

it('may say what is not published yet, in spans or as it was said before there were spans', () => {
  for (const more of [{}, { unpublishedSpans: [span] }, { unpublished: ['Tết'] }])
    expect(calendarYear.safeParse({ ...year, ...more }).success).toBe(true);
});

it.each<[string, object, string]>([
  ['without its days off', { off: undefined }, 'off'],
  ['without its number', { year: '2027' }, 'year'],
  ['with a day that does not exist', { off: [{ ...off, day: '2027-04-31' }] }, 'off.0.day'],
  ['with a day of another year', { workedInstead: [{ ...off, day: '2026-12-26' }] }, 'workedInstead.0.day'],
  ['with a mark nobody knows', { off: [{ ...off, verified: 'certain' }] }, 'off.0.verified'],
  ['with a day off for no reason', { off: [{ ...off, why: '' }] }, 'off.0.why'],
  [
    'with a span that ends before it begins',
    { unpublishedSpans: [{ ...span, to: '2027-01-01' }] },
    'unpublishedSpans.0',
  ],
  ['with a part that is spelt wrongly', { ofs: [] }, ''],
])('a year %s is none, and the place is named', (_, change, where) => {
  const { error } = calendarYear.safeParse({ ...year, ...change });
  expect(error?.issues.map(({ path }) => path.join('.'))).toEqual([where]);
});
