import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ACTION_OF } from '@dossier/domain';
import { judgesArguments, RULES } from '@dossier/procedure';
import { nameWord, refusalSentence } from './words';

const LIBS = join(__dirname, '..');

function filesIn(folder: string): readonly string[] {
  return readdirSync(join(LIBS, folder), { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory()
      ? filesIn(join(folder, entry.name))
      : entry.name.endsWith('.ts') && !entry.name.endsWith('.spec.ts')
        ? [join(folder, entry.name)]
        : [],
  );
}

/** Every refusal code that a rule or a decider can answer with. */
const codes = new Set(
  ['procedure/rules', 'domain']
    .flatMap(filesIn)
    .flatMap((file) =>
      [
        ...readFileSync(join(LIBS, file), 'utf8').matchAll(
          /\bbecause\(\s*'([a-z-]+)'|\bcode: '([a-z-]+)', (?:condition|have)/g,
        ),
      ].map(([, decided, found]) => decided ?? found ?? ''),
    ),
);

it('every refusal there is has words in both languages', () => {
  expect(codes.size).toBeGreaterThan(100);
  const silent = [...codes].filter((code) =>
    (['vi', 'en'] as const).some(
      (lang) => refusalSentence({ code, have: 'a', need: 'b', who: 'nobody' }, lang) === code,
    ),
  );
  expect(silent).toEqual([]);
});

it('every rule that judges what a command brings has a name in both languages', () => {
  const rules = Object.keys(RULES).filter(judgesArguments);
  expect(rules.length).toBeGreaterThan(8);
  for (const lang of ['vi', 'en'] as const) expect(rules.filter((rule) => nameWord(rule, lang) === rule)).toEqual([]);
});

it.each(Object.entries(ACTION_OF))('%s is called by the words of %s, which makes it', (event, action) => {
  for (const lang of ['vi', 'en'] as const) {
    expect(nameWord(action, lang)).not.toBe(action);
    expect(nameWord(event, lang)).toBe(nameWord(action, lang));
  }
});
