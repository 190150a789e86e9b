import { closeSync, mkdirSync, openSync, renameSync, statSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { basename } from 'node:path';
import { built, CLI, environment, newPlace, startServer, type Server } from '../support/built';
import { EXAMPLE, loadExample, newFolder, ROOT } from '../support/district';
import { filesIn, namesIn, nameScanner } from '../support/names';

/** Persons whom only the running server is told of. */
const LISTED = 'Lò Văn Kín Đáo';
const MOTHER = 'Quàng Thị Giữ Kín';
const MALFORMED = 'Tao Văn Hỏng Dòng';
const REFUSED = 'Pờ Thị Bị Từ Chối';
const SAID = [LISTED, MOTHER, MALFORMED, REFUSED];

const place = newPlace();
const data = place.in('data');
let names: ReadonlySet<string>;
let scanner: ReturnType<typeof nameScanner>;

beforeAll(async () => {
  names = await namesIn(EXAMPLE);
  scanner = nameScanner([...names, ...SAID]);
  // The demo makes its folder anew, so its log is written beside it and laid in afterwards.
  const log = openSync(place.in('demo.log'), 'w');
  const args = [built(CLI), 'demo', '--exit', '--data', data];
  const { status } = spawnSync(process.execPath, args, { cwd: ROOT, env: environment(), stdio: ['ignore', log, log] });
  closeSync(log);
  expect(status).toBe(0);
  renameSync(place.in('demo.log'), `${data}/demo.log`);
}, 60_000);
afterAll(() => place.remove());

const filesOf = (folder: string): string[] =>
  filesIn(folder)
    .map((file) => basename(file))
    .sort();

describe('no name of a person stands open in a data folder', () => {
  it('after the demo', () => {
    expect(names.size).toBeGreaterThan(800);
    expect(filesOf(data)).toEqual(
      expect.arrayContaining(['demo.log', 'events.db', 'keys.db', 'master.key', 'reads.db', 'writer.lock']),
    );
    expect(statSync(`${data}/events.db`).size).toBeGreaterThan(1_000_000);
    expect(statSync(`${data}/demo.log`).size).toBeGreaterThan(500);
    expect(scanner.scan(data)).toEqual([]);
  });

  describe('while a server holds it and has just been told of persons', () => {
    let server: Server;
    beforeAll(async () => {
      server = await startServer(data, `${data}/server.log`);
      const listing = (dossier: string, identity: object, cell = 'nn-nam-nhun-ban-noong-lay') => ({
        commandId: `secret-${dossier}`,
        on: '2023-11-02',
        command: {
          type: 'ListCandidate',
          dossier,
          cell,
          proposedBy: 'cell',
          declared: {
            sex: 'male',
            schooling: 'college',
            minority: true,
            union: 'none',
            local: true,
            demobilised: false,
          },
          identity,
          details: { note: `Con bà ${MOTHER}` },
        },
      });
      const told = { name: LISTED, birth: '1999-01-02', mother: MOTHER };
      const listed = await server.post('/commands/dossier', listing('hs-9-1', told));
      expect(listed).toMatchObject({ status: 200 });
      const twice = await server.post('/commands/dossier', listing('hs-9-2', told));
      expect(twice).toMatchObject({ status: 409, text: expect.stringContaining('person-has-dossier') });
      const nowhere = await server.post(
        '/commands/dossier',
        listing('hs-9-3', { name: REFUSED, birth: '1999-01-02' }, 'no-such-cell'),
      );
      expect(nowhere.status).toBeGreaterThanOrEqual(400);
      expect(
        (await server.post('/commands/dossier', listing('hs-9-4', { name: MALFORMED, birth: '1999' }))).status,
      ).toBe(400);
      expect((await server.get(`/dossiers/hs-9-1?seen=${JSON.parse(listed.text).position}`)).text).toContain(LISTED);
    }, 60_000);
    afterAll(() => server.stop());

    it('in any file, the write-ahead logs among them', () => {
      const files = filesOf(data);
      expect(files).toEqual(
        expect.arrayContaining([
          'events.db-shm',
          'events.db-wal',
          'keys.db-wal',
          'reads.db-wal',
          'server.log',
          'writer.json',
        ]),
      );
      for (const name of ['events.db-wal', 'keys.db-wal', 'reads.db-wal'])
        expect([name, statSync(`${data}/${name}`).size > 0]).toEqual([name, true]);
      expect(scanner.scan(data)).toEqual([]);
    });
  });
});

describe('the scan finds names', () => {
  it.each<[string, Buffer]>([
    ['composed UTF-8', Buffer.from(`x${LISTED.normalize('NFC')}`, 'utf8')],
    ['decomposed UTF-8', Buffer.from(`{"n":"${LISTED.normalize('NFD')}"}`, 'utf8')],
    ['composed UTF-16', Buffer.concat([Buffer.from([0]), Buffer.from(LISTED.normalize('NFC'), 'utf16le')])],
    ['decomposed UTF-16', Buffer.from(LISTED.normalize('NFD'), 'utf16le')],
    ['small letters', Buffer.from(LISTED.toLowerCase(), 'utf8')],
  ])('in %s', (_, bytes) => {
    expect(scanner.within(bytes, 'a file').map(({ name }) => name)).toContain(LISTED);
  });

  it('all of them, when the same import runs with sealing switched off', async () => {
    const config = newFolder({ sealing: false });
    try {
      mkdirSync(config.folder, { recursive: true });
      await loadExample(config);
      const found = scanner.scan(config.folder);
      expect(new Set(found.map(({ name }) => name))).toEqual(new Set(names));
      expect(new Set(found.map(({ file }) => basename(file)))).toContain('events.db');
    } finally {
      config.remove();
    }
  }, 60_000);
});
