import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sentenceOf } from '../../apps/cli/files';
import { cli } from '../support/cli';
import { newFolder, ROOT } from '../support/district';

// What the command line says of paths and data folders that are not what they should be. An installation on servers has no
// data folder, so this is the embedded scale's alone.

const config = newFolder();
afterAll(() => config.remove());

it('a folder that holds something else has no database in it', () => {
  const { status, err } = cli('compare', '--data', join(ROOT, 'docs'));
  expect({ status, err }).toEqual({ status: 1, err: expect.stringMatching(/no database/) });
  expect(err).not.toMatch(/\n\s+at /);
});

describe('an odd path ends with one line that names it, in words and not in a code of the system:', () => {
  const at = (name: string): string => join(config.folder, 'odd', name);
  beforeAll(() => {
    mkdirSync(at('folder/members.csv'), { recursive: true });
    writeFileSync(at('empty'), '');
    writeFileSync(at('list.json'), '[]');
  });
  const published = join(ROOT, 'procedures', 'admission', 'R2025B.2.json');

  it.each<[string, () => readonly string[], RegExp]>([
    ['try a folder', () => ['try', at('folder')], /folder is a folder/],
    ['try an empty file', () => ['try', at('empty')], /empty: .*not JSON/],
    ['try a list', () => ['try', at('list.json')], /list\.json: .*expected object/],
    ['try a file that is not there', () => ['try', 'nofile.json'], /nofile\.json is not there/],
    ['lint a folder', () => ['procedure', 'lint', at('folder')], /folder is a folder/],
    ['lint nothing', () => ['procedure', 'lint', at('none')], /none is not there/],
    ['propose a folder', () => ['procedure', 'propose', at('folder'), '--as', 'lan'], /folder is a folder/],
    ['propose an empty file', () => ['procedure', 'propose', at('empty'), '--as', 'lan'], /empty: .*not JSON/],
    [
      'propose into a file',
      () => ['procedure', 'propose', published, '--as', 'lan', '--data', at('empty')],
      /empty is /,
    ],
    ['draw into a file', () => ['procedure', 'draw', '--to', at('empty')], /empty is there already/],
    ['import a sheet that is a folder', () => ['import', at('folder')], /members\.csv is a folder/],
    ['import an empty file', () => ['import', at('empty')], /empty is not an XLSX workbook/],
    ['a blank workbook over a folder', () => ['import', '--blank', at('folder')], /folder is a folder/],
    ['a blank workbook nowhere', () => ['import', '--blank', at('none/book.xlsx')], /none\/book\.xlsx is not there/],
    [
      'adopt in a file',
      () => ['adopt', '--to', 'R2025B.2', '--data', at('empty')],
      /empty.* lies in something that is a file/,
    ],
    ['adopt into a file', () => ['adopt', '--to', 'R2025B.2', '--apply', '--data', at('empty')], /empty is /],
  ])('%s', (_, words, reason) => {
    const { status, out, err } = cli(...words());
    expect({ status, out, err }).toEqual({ status: 1, out: '', err: expect.stringMatching(/^[^\n]+\n$/) });
    expect(err).toMatch(reason);
    expect(err).not.toMatch(/\bE[A-Z]{4,}\b/);
  });

  it('and so does one that may not be read, which root may', () => {
    const denied = Object.assign(new Error('EACCES: permission denied, open'), { code: 'EACCES', path: 'a.json' });
    expect(sentenceOf(denied)).toBe('a.json may not be read or written by whoever runs this');
    expect([sentenceOf(new Error('another')), sentenceOf('text')]).toEqual(['another', 'text']);
  });
});

it('the demo does not go into a cluster, whose log forgets nothing', () => {
  const settings = {
    SCALE: 'cluster',
    KURRENTDB_URL: 'kurrentdb://127.0.0.1:1?tls=false',
    POSTGRES_URL: 'postgres://127.0.0.1:1/none',
    REDIS_URL: 'redis://127.0.0.1:1',
  };
  const folder = newFolder();
  Object.assign(process.env, settings);
  try {
    const ran = cli('demo', '--exit', '--data', join(folder.folder, 'demo'));
    expect([ran.status, ran.out, ran.err]).toEqual([1, '', expect.stringMatching(/^'demo' nạp một sổ ví dụ.*\n$/)]);
    expect(readdirSync(folder.folder)).toEqual([]);
  } finally {
    for (const name of Object.keys(settings)) delete process.env[name];
    folder.remove();
  }
});

describe('a folder without data', () => {
  const folder = newFolder();
  afterAll(() => folder.remove());
  const none = join(folder.folder, 'typo');
  const published = join(ROOT, 'procedures', 'admission', 'R2025B.2.json');

  it.each<[string, ...string[]]>([
    ['overdue', 'overdue'],
    ['rebuild', 'rebuild'],
    ['propose', 'procedure', 'propose', published, '--as', 'lan'],
    ['approve', 'procedure', 'approve', 'R2027', '--as', 'lan'],
    ['reject', 'procedure', 'reject', 'R2027', '--as', 'lan', '--reason', 'sai'],
    ['adopt', 'adopt', '--to', 'R2025B.2'],
    ['adopt --apply', 'adopt', '--to', 'R2025B.2', '--apply'],
    ['history', 'history', 'hs-1'],
  ])('is not made by %s, which says to look at --data', (_, ...verb) => {
    expect(cli(...verb, '--data', none)).toEqual({
      status: 1,
      out: '',
      err: `không có dữ liệu trong ${none}: kiểm tra --data\n`,
    });
    expect(cli(...verb, '--data', none, '--lang', 'en').err).toBe(`there is no data in ${none}: check --data\n`);
    expect(existsSync(none)).toBe(false);
  });

  it('that holds something else is not written to either', () => {
    writeFileSync(join(folder.folder, 'letter.txt'), '');
    expect(cli('overdue', '--data', folder.folder).err).toMatch(/không có dữ liệu/);
    expect(readdirSync(folder.folder)).toEqual(['letter.txt']);
  });

  it('that lost its log beside its keys is to be mended from a copy', () => {
    const lost = join(folder.folder, 'lost');
    mkdirSync(lost);
    writeFileSync(join(lost, 'keys.db'), 'x');
    expect(cli('overdue', '--data', lost).err).toMatch(/is gone, but its keys are there: restore a copy/);
    expect(cli('history', 'hs-1', '--data', lost).err).toMatch(/is gone, but its keys are there: restore a copy/);
  });
});

it('the demo will not clear a folder that is no data folder', () => {
  const { status, err } = cli('demo', '--exit', '--data', join(ROOT, 'docs'));
  expect({ status, err }).toEqual({ status: 1, err: expect.stringMatching(/was not made by the demo/) });
});
