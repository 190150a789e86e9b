import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from '../../libs/adapters/sqlite-driver';
import { API, built, CLI, exampleSlice, newPlace, runBuilt, startServer, type Server } from '../support/built';
import type { Ran } from '../support/cli';
import { ROOT } from '../support/district';

jest.setTimeout(60_000);

const place = newPlace();
const whole = place.in('whole');
let register: string;
let copies = 0;

/** Rows enough for some dossiers; each case then spoils a copy of its own. */
const ROWS = 60;

beforeAll(() => {
  register = exampleSlice(place.in('register'), ROWS);
  expect(runBuilt(built(CLI), ['import', register, '--apply', '--data', whole])).toMatchObject({ status: 0, err: '' });
  expect(runBuilt(built(CLI), ['compare', '--data', whole])).toMatchObject({ status: 0, err: '' });
}, 60_000);
afterAll(() => place.remove());

function copy(): string {
  copies += 1;
  const folder = place.in(`copy-${copies}`);
  cpSync(whole, folder, { recursive: true });
  return folder;
}

const QUOTA = ['report', 'quota', '--unit', 'nn', '--year', '2023', '--on', '2023-09-30'];

/** How a folder is opened: to read, to write, to serve. */
const OPENINGS: Readonly<
  Record<string, (folder: string, env?: NodeJS.ProcessEnv, build?: (path: string) => string) => Ran>
> = {
  report: (folder, env, build = built) => runBuilt(build(CLI), [...QUOTA, '--data', folder], env),
  import: (folder, env, build = built) => runBuilt(build(CLI), ['import', register, '--apply', '--data', folder], env),
  serve: (folder, env, build = built) => runBuilt(build(API), [], { ...env, DATA_FOLDER: folder, PORT: '0' }),
};
const EVERY = Object.keys(OPENINGS);
const READ_AND_WRITE = ['report', 'import'];
const WRITING = ['import', 'serve'];

/** A refusal: it ends badly, says nothing on standard output, and one line, without a stack, on standard error. */
function expectRefused({ status, out, err }: Ran, why: RegExp): void {
  expect({ status, out, lines: err.split('\n').length - 1, err }).toEqual({
    status: 1,
    out: '',
    lines: 1,
    err: expect.stringMatching(why),
  });
  expect(err).toMatch(/\n$/);
  expect(err).not.toMatch(/\bat .*:\d+:\d+|Error:|\[Nest\]/);
}

function sql(file: string, statement: string): void {
  const db = connect(file);
  db.exec(statement);
  db.close();
}

/** Changes one bit of a file, at the place where `text` stands plus `past`. */
function flip(file: string, text: string, past: number): void {
  const bytes = readFileSync(file);
  const at = bytes.indexOf(text);
  if (at < 0) throw new Error(`${text} is not in ${file}`);
  bytes[at + past] = (bytes[at + past] ?? 0) ^ 1;
  writeFileSync(file, bytes);
}

function flipWrappedKey(file: string): void {
  const db = connect(file, true);
  const { wrapped } = db.prepare('SELECT wrapped FROM keys ORDER BY stream LIMIT 1').get() as { wrapped: Uint8Array };
  db.close();
  const bytes = readFileSync(file);
  const at = bytes.indexOf(Buffer.from(wrapped)) + 20;
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  writeFileSync(file, bytes);
}

const CASES: readonly [string, (folder: string) => NodeJS.ProcessEnv | void, RegExp, readonly string[]][] = [
  [
    'an events.db of a newer version',
    (f) => sql(`${f}/events.db`, 'PRAGMA user_version = 99'),
    /events\.db has version 99.*newer program/,
    EVERY,
  ],
  [
    'a keys.db of a newer version',
    (f) => sql(`${f}/keys.db`, 'PRAGMA user_version = 99'),
    /keys\.db has version 99.*newer program/,
    READ_AND_WRITE,
  ],
  [
    'a reads.db of a newer version',
    (f) => sql(`${f}/reads.db`, 'PRAGMA user_version = 99'),
    /reads\.db has version 99.*newer program/,
    READ_AND_WRITE,
  ],
  [
    'a bit changed in an event',
    (f) => flip(`${f}/events.db`, '"type":"CandidateListed"', 10),
    /events\.db is damaged: event 0 of dossier-hs-\S+ no longer has the hash/,
    EVERY,
  ],
  [
    'an events.db cut in half',
    (f) => truncateSync(`${f}/events.db`, readFileSync(`${f}/events.db`).length >> 1),
    /events\.db is damaged/,
    READ_AND_WRITE,
  ],
  ['an empty events.db', (f) => truncateSync(`${f}/events.db`, 0), /events\.db is empty/, READ_AND_WRITE],
  [
    'an events.db that is no database',
    (f) => writeFileSync(`${f}/events.db`, 'text '.repeat(2000)),
    /events\.db is damaged or no database/,
    READ_AND_WRITE,
  ],
  [
    'an event taken out of the log',
    (f) => sql(`${f}/events.db`, `DELETE FROM events WHERE stream LIKE 'dossier-%' AND revision = 1`),
    /events\.db is damaged: .*order runs/,
    READ_AND_WRITE,
  ],
  [
    'a bit changed in a key',
    (f) => flipWrappedKey(`${f}/keys.db`),
    /keys\.db is damaged: the key of \S+ does not open/,
    READ_AND_WRITE,
  ],
  [
    'a keys.db cut in half',
    (f) => truncateSync(`${f}/keys.db`, readFileSync(`${f}/keys.db`).length >> 1),
    /keys\.db is damaged/,
    READ_AND_WRITE,
  ],
  [
    'a reads.db cut in half',
    (f) => truncateSync(`${f}/reads.db`, readFileSync(`${f}/reads.db`).length >> 1),
    /reads\.db is damaged.*rebuil/i,
    READ_AND_WRITE,
  ],
  ['no keys.db', (f) => rmSync(`${f}/keys.db`), /keys\.db (is gone|does not exist)/, EVERY],
  ['another master key', () => ({ MASTER_KEY: 'ab'.repeat(32) }), /keys\.db was made with another master key/, EVERY],
  ['a master key that is none', () => ({ MASTER_KEY: 'secret' }), /must be 64 hexadecimal digits/, READ_AND_WRITE],
  ['no master key', (f) => rmSync(`${f}/master.key`), /there is no master key: .*master\.key does not exist/, EVERY],
];

describe('a start is refused in one clear line', () => {
  it.each(CASES.flatMap(([what, spoil, why, openings]) => openings.map((opening) => ({ what, spoil, why, opening }))))(
    '$what: $opening',
    ({ spoil, why, opening }) => {
      const folder = copy();
      const env = spoil(folder);
      expectRefused((OPENINGS[opening] as (typeof OPENINGS)[string])(folder, env ?? {}), why);
    },
  );

  it('and a copy that nothing was done to is not', () => {
    const folder = copy();
    expect(OPENINGS['report']?.(folder)).toMatchObject({ status: 0, err: '' });
    expect(OPENINGS['import']?.(folder)).toMatchObject({ status: 0, err: '' });
  });

  it('and makes no master key where there is data already', () => {
    const folder = copy();
    rmSync(`${folder}/master.key`);
    OPENINGS['import']?.(folder);
    expect(() => readFileSync(`${folder}/master.key`)).toThrow(/ENOENT/);
  });
});

describe('a published procedure', () => {
  let install: string;
  const build = (path: string): string => join(install, 'dist', path);
  beforeEach(() => {
    copies += 1;
    install = place.in(`install-${copies}`);
    mkdirSync(install);
    cpSync(join(built('.')), join(install, 'dist'), { recursive: true, verbatimSymlinks: true });
    symlinkSync(join(ROOT, 'node_modules'), join(install, 'node_modules'));
    for (const seeds of ['procedures', 'calendars'])
      cpSync(join(ROOT, seeds), join(install, seeds), { recursive: true });
  });

  function change(file: string, how: (text: string) => string): void {
    const path = join(install, file);
    const text = readFileSync(path, 'utf8');
    expect(how(text)).not.toBe(text);
    writeFileSync(path, how(text));
  }

  const digit = (text: string): string =>
    text.replace(/: (\d+)([,\n])/, (_, n: string, end: string) => `: ${Number(n) + 1}${end}`);

  it('that was not changed is taken', () => {
    expect(OPENINGS['import']?.(copy(), {}, build)).toMatchObject({ status: 0, err: '' });
  });

  it.each(WRITING)('with a number changed is refused: %s', (opening) => {
    change('procedures/admission/R2021.json', digit);
    expectRefused(
      (OPENINGS[opening] as (typeof OPENINGS)[string])(copy(), {}, build),
      /procedure R2021 is published already and its file has changed since/,
    );
  });

  it('with a space added is refused', () => {
    change('procedures/admission/R2016.json', (text) => `${text} `);
    expectRefused(
      (OPENINGS['import'] as (typeof OPENINGS)[string])(copy(), {}, build),
      /procedure R2016 is published already/,
    );
  });

  it('is not frozen for the calendar: a year may be published again, newer', () => {
    change('calendars/vn/2023.json', (text) => text.replace('2023-09-04', '2023-09-05'));
    const folder = copy();
    expect(OPENINGS['import']?.(folder, {}, build)).toMatchObject({ status: 0, err: '' });
    const db = connect(`${folder}/events.db`, true);
    const years = db
      .prepare(
        `SELECT count(*) AS times FROM events WHERE stream = 'calendar-vn' AND CAST(bytes AS TEXT) LIKE '%"year":2023%'`,
      )
      .get();
    db.close();
    expect(years).toEqual({ times: 2 });
  });

  it.each<[string, (text: string) => string]>([
    ['is no JSON', (text) => text.slice(0, -20)],
    ['is not what the schema says', (text) => text.replace(/"version"/, '"versoin"')],
  ])('that %s is refused in one line that names the file', (_, how) => {
    change('procedures/admission/R2021.json', how);
    expectRefused((OPENINGS['import'] as (typeof OPENINGS)[string])(copy(), {}, build), /R2021\.json/);
  });

  it.each<[string, (text: string) => string, RegExp]>([
    ['is no JSON', (text) => text.slice(0, -20), /2026\.json is not JSON/],
    [
      'has no list of days off',
      (text) => text.replace(/"off"/, '"of"'),
      /2026\.json is not a year of the calendar: off /,
    ],
    [
      'names a day that does not exist',
      (text) => text.replace('2026-04-30', '2026-04-31'),
      /2026\.json is not a year of the calendar: off\.\d+\.day /,
    ],
    ['speaks of another year', (text) => text.replace('"year": 2026', '"year": 2025'), /2026\.json .*no day of 2025/],
  ])('and so is a year of the calendar that %s', (_, how, why) => {
    change('calendars/vn/2026.json', how);
    expectRefused((OPENINGS['import'] as (typeof OPENINGS)[string])(copy(), {}, build), why);
  });
});

describe('beside a running server', () => {
  let folder: string;
  let server: Server;
  beforeAll(async () => {
    folder = copy();
    server = await startServer(folder, place.in('server.log'));
  }, 60_000);
  afterAll(() => server.stop());

  it.each([
    ['import', () => OPENINGS['import']?.(folder)],
    ['serve', () => OPENINGS['serve']?.(folder)],
    ['rebuild', () => runBuilt(built(CLI), ['rebuild', '--data', folder])],
  ])('a second writer is refused and told who the first is: %s', (_, open) => {
    expectRefused(open() as Ran, new RegExp(`is held by process ${server.pid} \\(serve, since `));
  });

  it.each([
    ['report quota', QUOTA],
    ['report quota --json', [...QUOTA, '--json']],
    ['history', ['history', 'hs-2018-001']],
    ['replay', ['replay', 'hs-2018-001', '--step']],
    ['compare', ['compare']],
  ])('reading works: %s', (_, args) => {
    const { status, out, err } = runBuilt(built(CLI), [...args, '--data', folder]);
    expect({ status, err }).toEqual({ status: 0, err: '' });
    expect(out).toMatch(/\S/);
  });

  it('and the server still answers, and the folder is free once it was killed', async () => {
    expect((await server.get('/health')).status).toBe(200);
    await server.stop();
    expect(OPENINGS['import']?.(folder)).toMatchObject({ status: 0, err: '' });
  }, 30_000);
});

describe('a log that is gone', () => {
  it('while its keys are there is not taken for a new beginning', () => {
    const folder = copy();
    rmSync(`${folder}/events.db`);
    const status = OPENINGS['import']?.(folder).status;
    const db = connect(`${folder}/keys.db`, true);
    const known = connect(`${whole}/keys.db`, true);
    const keys = (of: typeof db) =>
      (of.prepare('SELECT id FROM keys ORDER BY id').all() as { id: string }[]).map(({ id }) => id);
    const kept = keys(db).filter((id) => keys(known).includes(id)).length;
    const all = keys(known).length;
    db.close();
    known.close();
    expect({ refused: status !== 0, kept }).toEqual({ refused: true, kept: all });
  });
});
