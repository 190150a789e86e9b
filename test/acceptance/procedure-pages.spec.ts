import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { localPage, versionPage } from '../../apps/cli/print/procedure';
import { locals, versions } from '../support/procedures';

// The pages in docs/procedures are drawn from the data of the versions. `npm run draw` draws them anew.

const FOLDER = join(process.cwd(), 'docs', 'procedures');
const pages = new Map([
  ...versions.map((one) => [`${one.version}.md`, versionPage(one, 'vi')] as const),
  ...locals.map((one) => [`${one.overlay}.md`, localPage(one, 'vi')] as const),
]);

it.each([...pages])('docs/procedures/%s is what the data gives; `npm run draw` draws it anew', (name, page) => {
  const file = join(FOLDER, name);
  expect(existsSync(file) ? readFileSync(file, 'utf8') : '(there is no such page)').toBe(page);
});

it('there is no page of a version that is not there', () => {
  expect(readdirSync(FOLDER).sort()).toEqual([...pages.keys()].sort());
});

it.each([...pages])(
  '%s names every document with its number and its date, and leaves no code without a word',
  (_, page) => {
    expect(page).toMatch(/^- \S.* ngày \d{2}\/\d{2}\/\d{4}, /m);
    expect(page).not.toMatch(/undefined|null|\[object/);
    // Names of events and bodies in English have a Vietnamese word; only the ids of the picture's nodes are in English.
    const said = page.replaceAll(/^ *[se]\w*_\w+|\b[se]\d*_\w+|^ {2}subgraph \w+/gm, '');
    expect(said).not.toMatch(/[a-z]+-committee|[A-Z][a-z]+[A-Z][a-z]+ed\b/);
  },
);

it('a page can be had in English', () => {
  const [first] = versions;
  expect(first && versionPage(first, 'en')).toContain('## Deadlines');
});
