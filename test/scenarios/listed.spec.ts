import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

// docs/PROCEDURE.md says of every rule and of every irregular way which tests show it. Here that list is held against the tests.

const SCENARIOS = ['test/scenarios'];
const ANYWHERE = [...SCENARIOS, 'libs/procedure', 'libs/procedure/rules', 'libs/domain/dossier'];
const page = readFileSync(join(process.cwd(), 'docs/PROCEDURE.md'), 'utf8');

/** Every rule there is to be known, and every irregular way. */
const RULES = [
  ...['E1', 'E2', 'E3', 'E4', 'E5', 'I1', 'I2', 'I3', 'I4', 'I5', 'T1', 'T2', 'V1', 'V2', 'S1'],
  ...['Q1', 'Q2', 'Q3', 'Q4', 'Q5', 'Q6', 'Q7', 'Q8', 'R1', 'A1', 'A2', 'A3', 'L1', 'L2'],
  ...['K1', 'K1b', 'K2', 'K3', 'K4', 'K5', 'K6', 'K7', 'K8'],
  ...['W1', 'W2', 'F1', 'F2', 'O1', 'M1', 'M2', 'M3', 'M4'],
];
const PATHS = Array.from({ length: 33 }, (_, index) => `P${index + 1}`);

interface Row {
  readonly id: string;
  readonly scenario: string;
}

/** The rows of the tables in one section of the page: what they are about, and their last cell. */
function rowsIn(section: string): readonly Row[] {
  const [, text = ''] = page.split(`\n## ${section}\n`);
  const [own = ''] = text.split('\n## ');
  return own.split('\n').flatMap((line) => {
    const cells = line.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, ''));
    const [id = '', scenario = ''] = [cells[0], cells.at(-1)];
    return /^[A-Z]\d+[a-z]?$/.test(id) ? [{ id, scenario }] : [];
  });
}

/** The sentences in a test's source: its titles, and those of the rows it runs over. Undefined where there is no such test. */
function sentencesOf(file: string, folders: readonly string[]): readonly string[] | undefined {
  const paths = folders.map((folder) => join(process.cwd(), folder, file)).filter((path) => existsSync(path));
  if (paths.length === 0) return undefined;
  const sources = paths.map((path) => readFileSync(path, 'utf8')).join('\n');
  const quoted = [...sources.matchAll(/(['"`])((?:\\.|(?!\1).)*)\1/g)].map((match) => match[2] ?? '');
  return quoted.filter((text) => text.includes(' '));
}

/** What a row promises of tests in these folders and does not keep. */
function brokenBy({ id, scenario }: Row, folders: readonly string[]): readonly string[] {
  const [, aliases] = /\(((?:P\d+(?:, )?)+)\)/.exec(scenario) ?? [];
  const wanted = aliases?.split(', ') ?? [id];
  return [...scenario.matchAll(/`([\w-]+\.spec\.ts)`/g)].flatMap(([, file = '']) => {
    const sentences = sentencesOf(file, folders);
    if (sentences === undefined) return [`${id}: there is no ${file}`];
    const shown = wanted.some((name) => sentences.some((sentence) => new RegExp(`\\b${name}\\b`).test(sentence)));
    return shown ? [] : [`${id}: ${file} has no test of it`];
  });
}

const rules = rowsIn('Rules');
const ways = rowsIn('Irregular ways');

describe('docs/PROCEDURE.md', () => {
  it('lists every rule and every irregular way, each once', () => {
    const listed = [...rules, ...ways].map(({ id }) => id);
    expect([...RULES, ...PATHS].filter((id) => !listed.includes(id))).toEqual([]);
    expect(listed.filter((id, index) => listed.indexOf(id) !== index)).toEqual([]);
    expect(ways.map(({ id }) => id)).toEqual(PATHS);
  });

  it('names for each of them the tests that show it', () => {
    const unshown = [...rules, ...ways].filter(
      ({ id, scenario }) => [...RULES, ...PATHS].includes(id) && !/`[\w-]+\.spec\.ts`/.test(scenario),
    );
    expect(unshown.map(({ id }) => id)).toEqual([]);
    // A part of a rule is shown with the whole of it, and nothing else with another.
    const aside = rules.filter(
      ({ id, scenario }) => !/`[\w-]+\.spec\.ts`/.test(scenario) && scenario !== `with ${id.replace(/[a-z]$/, '')}`,
    );
    expect(aside).toEqual([]);
  });

  it('names only tests that there are, with titles that carry the id', () => {
    expect(rules.flatMap((row) => brokenBy(row, ANYWHERE))).toEqual([]);
    expect(ways.flatMap((row) => brokenBy(row, SCENARIOS))).toEqual([]);
  });
});
