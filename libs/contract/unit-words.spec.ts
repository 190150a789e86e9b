import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { organisationCommand } from './commands';
import { nameWord, refusalSentence } from './words';

const DOMAIN = join(__dirname, '..', 'domain');

/** The refusal codes that a folder of the domain can answer with. */
const codes = ['organisation', 'reorganisation'].flatMap((folder) =>
  readdirSync(join(DOMAIN, folder))
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'))
    .flatMap((file) => [...readFileSync(join(DOMAIN, folder, file), 'utf8').matchAll(/because\(\s*'([a-z-]+)'/g)])
    .map((match) => match[1] ?? ''),
);
const sentence = (code: string, need: string | null, lang: 'vi' | 'en') =>
  refusalSentence({ code, have: '2025-07-01', need, who: 'nobody' }, lang);

it('every refusal of a unit has words in both languages, and none of them is its code', () => {
  expect(new Set(codes).size).toBeGreaterThan(20);
  for (const code of new Set(codes)) {
    for (const lang of ['vi', 'en'] as const) {
      const said = sentence(code, 'b', lang);
      expect([code, said]).not.toEqual([code, code]);
      expect(said).not.toMatch(/[{}[\]]/);
    }
  }
});

it('every command on a unit has a name in both languages', () => {
  const types = organisationCommand.options.map(({ shape }) => shape.type.value);
  expect(types.filter((type) => nameWord(type, 'vi') === type || nameWord(type, 'en') === type)).toEqual([]);
});

it('a unit that ended is said to belong to another only where it does', () => {
  expect(sentence('unit-dissolved', 'nn-moi', 'vi')).toBe(
    'đơn vị đã kết thúc hoạt động từ ngày 01/07/2025, nay thuộc nn-moi',
  );
  expect(sentence('unit-dissolved', null, 'vi')).toBe('đơn vị đã kết thúc hoạt động từ ngày 01/07/2025');
  expect(sentence('unit-dissolved', null, 'en')).toBe('the unit ended on 2025-07-01');
});
