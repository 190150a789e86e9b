import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HistoryStep } from '@dossier/engine';
import type { ProcedureVersion } from '@dossier/procedure';
import { changesText } from '../../apps/cli/print/correction';
import { cli } from '../support/cli';
import { loadExample, newFolder, ROOT } from '../support/district';
import { environmentOf } from '../support/scale';

const config = newFolder();
const DISCIPLINED = 'hs-2022-025';
beforeAll(() => loadExample(config, [DISCIPLINED]), 120_000);
afterAll(() => config.remove());

describe('history', () => {
  it('tells every event of a dossier to people, to machines and to spreadsheets', () => {
    const shown = cli('history', DISCIPLINED, '--data', config.folder);
    expect(shown).toMatchObject({ status: 0, err: '' });
    expect(shown.out).toContain('Thay người giúp đỡ (MentorReplaced)');
    const steps = JSON.parse(cli('history', DISCIPLINED, '--data', config.folder, '--json').out) as {
      type: string;
      revision: number;
      leaf: string;
    }[];
    expect(steps.map((step) => step.revision)).toEqual(steps.map((_, index) => index));
    expect(steps.at(-1)).toMatchObject({ type: 'CeremonyHeld', leaf: expect.stringMatching(/^[0-9a-f]{64}$/) });
    const lines = cli('history', DISCIPLINED, '--data', config.folder, '--csv').out.trim().split('\n');
    expect(lines).toHaveLength(steps.length + 1);
  }, 30_000);

  it('is in words: votes with what came of them, bodies as who acts, moments by the clock of the place', () => {
    const { out } = cli('history', DISCIPLINED, '--data', config.folder);
    expect(out).toMatch(/\d+\/\d+ phiếu, cần \d+: đạt/);
    expect(out).not.toMatch(/ (place|committee) |đảng bộ cơ sở|T\d\d:\d\d:\d\d/);
    expect(out).toMatch(/ \d\d\/\d\d\/20\d\d \d\d:\d\d /);
  }, 30_000);

  it('shows a name only where it was asked to open one', () => {
    const closed = cli('history', DISCIPLINED, '--data', config.folder, '--json').out;
    const opened = cli('history', DISCIPLINED, '--data', config.folder, '--json', '--open').out;
    expect(JSON.parse(closed)[0].data.identity).toBeUndefined();
    expect(JSON.parse(opened)[0].data.identity.name).toMatch(/\S+ \S+/);
    expect(closed).not.toContain(JSON.parse(opened)[0].data.identity.name);
  }, 30_000);

  it('of a dossier that does not exist is one clear line', () => {
    expect(cli('history', 'hs-none', '--data', config.folder)).toEqual({
      status: 1,
      out: '',
      err: "không có hồ sơ 'hs-none'\n",
    });
    expect(cli('history', 'hs-none', '--data', config.folder, '--lang', 'en').err).toBe("no dossier 'hs-none'\n");
  });
});

describe('replay', () => {
  it('shows the state after each event with --step, and the last one without', () => {
    const steps = cli('replay', DISCIPLINED, '--data', config.folder, '--step', '--lang', 'en')
      .out.trim()
      .split('\n\n');
    expect(steps[0]).toMatch(/^0\. .*List candidate/);
    expect(steps[0]).toContain('phase: nomination');
    expect(steps[1]).toContain('phase: mentor assignment');
    expect(steps.at(-1)).toContain('phase: probation');
    const last = cli('replay', DISCIPLINED, '--data', config.folder, '--lang', 'en').out.trim();
    expect(last).toBe(steps.at(-1));
  }, 30_000);

  it('of a day by which nothing was recorded says when it was', () => {
    const early = ['replay', DISCIPLINED, '--data', config.folder, '--known-at', '2015-01-01'];
    expect(cli(...early).err).toMatch(
      /^đến 01\/01\/2015 chưa có gì được ghi về hồ sơ 'hs-2022-025'; dòng đầu tiên vào sổ ngày \d\d\/\d\d\/2022\n$/,
    );
    expect(cli(...early, '--lang', 'en').err).toMatch(
      /nothing was recorded .* by 2015-01-01; it was first recorded on/,
    );
    expect(cli('replay', DISCIPLINED, '--data', config.folder, '--on', '2015-01-01').err).toMatch(/hồ sơ bắt đầu từ/);
    expect(cli('replay', 'hs-none', '--data', config.folder, '--known-at', '2015-01-01').err).toMatch(/không có hồ sơ/);
  }, 30_000);

  it('shows how a mentor was replaced', () => {
    const steps = JSON.parse(cli('replay', DISCIPLINED, '--data', config.folder, '--step', '--json').out) as {
      type: string;
      state: { mentor?: { member: string; replacement: boolean } };
    }[];
    const at = steps.findIndex((step) => step.type === 'MentorReplaced');
    expect(steps[at]?.state.mentor?.member).not.toBe(steps[at - 1]?.state.mentor?.member);
    expect(steps[at]?.state.mentor?.replacement).toBe(true);
  }, 30_000);
});

it.each([['demo'], ['import'], ['report', 'quota'], ['history'], ['replay'], ['rebuild'], ['compare']])(
  '%s %s shows its options with an example',
  (...verb) => {
    const { status, out } = cli(...verb.filter((word) => word !== undefined), '--help');
    expect(status).toBe(0);
    expect(out).toMatch(/Examples?:\n {2}\$ npm run /);
  },
);

it.each([
  ['an unknown verb', ['fly'], /unknown command/],
  [
    'a day that does not exist',
    ['report', 'quota', '--unit', 'nn', '--year', '2023', '--on', '2023-02-30'],
    /a day that exists/,
  ],
  ['a missing option', ['report', 'quota', '--year', '2023'], /--unit/],
  [
    'a unit that does not exist',
    ['report', 'quota', '--unit', 'none', '--year', '2023', '--data', config.folder],
    /không có đơn vị 'none'/,
  ],
])('%s ends with a clear line and a status that is not zero', (_, words, reason) => {
  const { status, err } = cli(...words);
  expect(status).not.toBe(0);
  expect(err).toMatch(reason);
  expect(err).not.toMatch(/\n\s+at /);
});

it('procedure propose, reject and approve say what happened and what comes next', () => {
  const file = join(config.folder, 'R2027.json');
  const shipped = JSON.parse(
    readFileSync(join(ROOT, 'procedures', 'admission', 'R2026B.2.json'), 'utf8'),
  ) as ProcedureVersion;
  writeFileSync(file, JSON.stringify({ ...shipped, version: 'R2027', inForce: { from: '2027-01-01' } }));
  const act = (...words: readonly string[]) => cli('procedure', ...words, '--data', config.folder).out;
  const next = 'Chưa áp dụng: cần người khác duyệt: procedure approve R2027 --as <người thứ hai>';
  expect(act('propose', file, '--as', 'lan')).toMatch(
    new RegExp(`^Đã ghi đề nghị ban hành R2027 \\(mã băm [0-9a-f]{8}…\\)\\. ${next}\\n$`),
  );
  expect(act('reject', 'R2027', '--as', 'minh', '--reason', 'sai')).toMatch(/^Đã bỏ đề nghị ban hành R2027\./);
  expect(act('propose', file, '--as', 'lan', '--lang', 'en')).toMatch(/^The proposal of R2027 was recorded/);
  expect(act('approve', 'R2027', '--as', 'minh')).toBe('Đã ban hành R2027, áp dụng từ 01/01/2027.\n');
  const { err } = cli('procedure', 'approve', 'R2027', '--as', 'minh', '--digest', 'xyz');
  expect(err).toMatch(/a digest is 64 characters/);
}, 60_000);

it('shows progress to a terminal and keeps it out of a pipe', async () => {
  const piped = cli('compare', '--data', config.folder);
  expect(piped.err).toBe('');
  const main = join(ROOT, 'dist', 'apps', 'cli', 'main.js');
  // 'script' gives the process a terminal of its own.
  const watched = spawn(
    'script',
    ['-qec', `${process.execPath} ${main} compare --data ${config.folder}`, '/dev/null'],
    { cwd: ROOT, env: { ...process.env, ...environmentOf(config.folder) } },
  );
  let seen = '';
  watched.stdout.on('data', (chunk: Buffer) => (seen += chunk.toString('utf8')));
  await new Promise((resolve) => watched.on('close', resolve));
  expect(seen).toMatch(/Đối chiếu \d+\/\d+/);
}, 30_000);

it('what a correction changes stands in the history, proposed and made, beside what was there', () => {
  const step = (revision: number, type: string, data: object) =>
    ({ revision, type, on: '2023-05-02', data }) as unknown as HistoryStep;
  const vote = { number: '9-NQ/CB', yes: 9, no: 0, convened: 9, needed: 6, carried: true };
  const voted = step(20, 'CellVoted', { vote });
  const stated = { type: 'HoldCellVote', dossier: 'hs-1', number: '9-NQ/CB', yes: 8, no: 1, convened: 9 };
  const proposed = step(21, 'CorrectionProposed', { corrects: 20, happenedOn: '2023-05-02', replacement: stated });
  const replacement = { type: 'CellVoted', on: '2023-05-02', data: { vote: { ...vote, yes: 8, no: 1 } } };
  const made = step(22, 'EntryCorrected', { corrects: 20, replacement });
  const later = step(23, 'CorrectionProposed', { corrects: 20, happenedOn: '2023-05-03', replacement: stated });
  const steps = [voted, proposed, made, later];
  expect(steps.map((one) => changesText(one, steps, 'vi'))).toEqual([
    '',
    'tán thành 9 → 8, không tán thành 0 → 1',
    'tán thành 9 → 8, không tán thành 0 → 1',
    'ngày 02/05/2023 → 03/05/2023',
  ]);
  expect(changesText(made, steps, 'en')).toBe('for 9 → 8, against 0 → 1');
});
