import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { localPage, versionPage } from '../apps/cli/print/procedure';
import { shippedProcedures } from '@dossier/engine';

// The pages in docs/procedures are drawn from the data. When this fails after a change of the data: npm run draw.

const folder = join(__dirname, '..', 'docs', 'procedures');
const { versions, locals } = shippedProcedures(join(__dirname, '..'));
const pages: readonly (readonly [name: string, text: string])[] = [
  ...versions.map((version) => [`${version.version}.md`, versionPage(version, 'vi')] as const),
  ...locals.map((local) => [`${local.overlay}.md`, localPage(local, 'vi')] as const),
];

it('there is a page for every version and all local rules, and no other', () => {
  expect(readdirSync(folder).sort()).toEqual(pages.map(([name]) => name).sort());
});

it.each(pages)('docs/procedures/%s says what the data says', (name, text) => {
  expect(readFileSync(join(folder, name), 'utf8')).toBe(text);
});

describe.each(versions.map((version) => [version.version, versionPage(version, 'vi')] as const))(
  'the picture of %s',
  (_, page) => {
    const picture = page.slice(page.indexOf('```mermaid'), page.indexOf('```', page.indexOf('```mermaid') + 3));
    const defined = [...picture.matchAll(/^\s+([A-Za-z0-9_]+)(?:\[|\(\[)/gm)].map((match) => match[1]);
    const arrows = [...picture.matchAll(/^\s+(\w+) (?:-->|-\.->)(?:\|"[^"|]*"\|)? (\w+)$/gm)];

    it('draws an arrow only between things it has drawn', () => {
      expect(arrows.length).toBeGreaterThan(15);
      for (const [, from, to] of arrows) {
        expect(defined).toContain(from);
        expect(defined).toContain(to);
      }
    });

    it('has nothing in a label that would end it, and no word left in code', () => {
      for (const [, label] of picture.matchAll(/"([^"]*)"/g)) {
        expect(label).not.toMatch(/[[\]{}|]/);
        expect(label).not.toMatch(/[a-z][A-Z]/);
      }
    });
  },
);
