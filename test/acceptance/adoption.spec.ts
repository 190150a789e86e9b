import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AdoptionReport, TrialReport } from '@dossier/contract';
import type { ProcedureVersion } from '@dossier/procedure';
import { cli } from '../support/cli';
import { newFolder, startApi, type Api } from '../support/district';
import { version } from '../support/procedures';
import { SURROUNDINGS, upTo, wayFrom, type Stage, type Step } from '../support/scenario';

// A version is tried on every open dossier before it is published, and dossiers are moved to it afterwards: looked at
// first, then carried out, and carried out again without effect.

const config = newFolder();
const ON = '2023-05-02';
const way = wayFrom(2022);
const NAMES = ['Vàng Thị Một', 'Vàng Thị Hai', 'Vàng Thị Ba', 'Vàng Thị Bốn', 'Vàng Thị Năm'];
let api: Api;

/** Another edition of what the dossiers of 2022 hold, with two more conditions: another opinion at the vote, and 28 years at the opening. */
function stricter(): ProcedureVersion {
  const copy = structuredClone(version('R2021.2')) as { -readonly [K in keyof ProcedureVersion]: ProcedureVersion[K] };
  copy.version = 'R2021.3';
  copy.title = { vi: 'Quy định thử', en: 'A trial regulation' };
  copy.actions['HoldCellVote']?.guards.push({
    rule: 'opinions-collected',
    id: 'O1',
    values: { from: ['union'] },
    verified: 'assumed',
  });
  copy.actions['OpenDossier']?.guards.push({
    rule: 'age',
    id: 'E1',
    values: { least: 28, most: 60 },
    basis: { document: '24-QĐ/TW', date: '2021-07-30', clause: '1.1' },
    verified: 'secondary',
  });
  return copy;
}

/** One of several dossiers, each of a person of its own, taken to a stage of the usual way. */
function dossierOf(index: number, stage: Stage, birth: string): readonly Step[] {
  return upTo(stage, way).map((step) => ({
    ...step,
    command: {
      ...step.command,
      dossier: `hs-${index}`,
      ...(step.command.type === 'ListCandidate' ? { identity: { name: NAMES[index - 1] ?? '', birth } } : {}),
    } as Step['command'],
  }));
}

const officer = (command: object, account: string) =>
  api.ask('procedure', { procedure: 'admission', ...command }, { account });

beforeAll(async () => {
  api = await startApi(config);
  await api.happened(SURROUNDINGS);
  await api.happened(dossierOf(1, 'opened', '1980-04-20'));
  await api.happened(dossierOf(2, 'voted', '1980-04-20'));
  await api.happened(dossierOf(3, 'opened', '2000-04-20'));
  await api.happened(dossierOf(4, 'listed', '2000-04-20'));
  await api.happened(dossierOf(5, 'opened', '2000-04-20'));
  await api.happened([{ on: '2023-01-10', command: { type: 'WithdrawCandidate', dossier: 'hs-5' } }]);
}, 120_000);
afterAll(async () => {
  await api.app.close();
  config.remove();
});

const trial = async (name: string, more = ''): Promise<TrialReport> =>
  (await api.get(`/procedures/${name}/trial?on=${ON}${more}`)).body.answer;
const adoption = async (more = ''): Promise<AdoptionReport> =>
  (await api.get(`/procedures/R2021.3/adoption?on=${ON}${more}`)).body.answer;

describe('versions, asked for over HTTP', () => {
  it('are those published, each with its digest, and no proposal yet', async () => {
    const { status, body } = await api.get('/procedures');
    expect(status).toBe(200);
    expect(body.answer).toContainEqual(
      expect.objectContaining({
        name: 'R2021.2',
        kind: 'version',
        status: 'published',
        inForce: { from: '2021-07-30', to: '2025-01-19' },
        digest: expect.stringMatching(/^[0-9a-f]{64}$/),
        approvedBy: null,
      }),
    );
    expect(body.answer.map((one: { status: string }) => one.status)).not.toContain('proposed');
    expect(body.answer.at(-1)).toMatchObject({ name: 'HN2025', kind: 'local-rules' });
    expect(body.answer[0].document).toBeUndefined();
  });

  it('can be read whole; what is not there is not found, and what is no name is malformed', async () => {
    const one = (await api.get('/procedures/R2025B')).body.answer;
    expect(one.document).toMatchObject({ version: 'R2025B', thresholds: { cell: { numerator: 2, denominator: 3 } } });
    expect((await api.get('/procedures/HN2025')).body.answer.document.overlay).toBe('HN2025');
    expect((await api.get('/procedures/R2021.3')).status).toBe(404);
    expect((await api.get('/procedures/R2021.3/trial')).status).toBe(404);
    for (const path of ['/procedures/latest', '/procedures/R2025B/trial?on=2025-02-30', '/procedures/HN2025/trial'])
      expect([path, (await api.get(path)).status]).toEqual([path, 400]);
  });
});

describe('a version that is only proposed', () => {
  beforeAll(async () => {
    expect((await officer({ type: 'ProposeProcedure', document: stricter() }, 'officer-one')).status).toBe(200);
  });

  it('is listed with who proposed it, and judges nothing', async () => {
    const { answer } = (await api.get('/procedures/R2021.3')).body;
    expect(answer).toMatchObject({ status: 'proposed', proposedBy: 'officer-one', approvedBy: null });
    expect((await api.get(`/dossiers/hs-4/why?on=${ON}`)).body.answer.procedure).toBe('R2021.2');
  });

  it('is tried on every open dossier: how many would change, and why', async () => {
    const report = await trial('R2021.3');
    expect(report).toMatchObject({ version: 'R2021.3', on: ON, dossiers: 4 });
    expect(report.groups).toContainEqual(
      expect.objectContaining({
        kind: 'adds',
        about: 'HoldCellVote',
        condition: 'O1',
        refusal: expect.objectContaining({ code: 'opinion-missing' }),
      }),
    );
    expect((await trial('R2021.3', '&organisation=other-commune')).dossiers).toBe(0);
    expect((await trial('R2021.2')).changed).toBe(0);
  });

  it('is not approved by whoever proposed it, nor unseen', async () => {
    const digest = (await api.get('/procedures/R2021.3')).body.answer.digest as string;
    const other = digest.replace(/^./, (first) => (first === '0' ? '1' : '0'));
    const approve = (account: string, read: string) =>
      officer({ type: 'ApproveProcedure', version: 'R2021.3', digest: read }, account);
    expect((await approve('officer-one', digest)).body.refusal.code).toBe('second-person-needed');
    expect((await approve('officer-two', other)).body.refusal.code).toBe('proposal-changed');
    expect((await approve('officer-two', digest)).body.events).toEqual(['ProcedurePublished']);
    expect((await api.get('/procedures/R2021.3')).body.answer).toMatchObject({
      status: 'published',
      proposedBy: 'officer-one',
      approvedBy: 'officer-two',
    });
  });
});

describe('dossiers are moved to it', () => {
  it('as the report foresees: which map, which with a step to redo, which cannot and by which article', async () => {
    const report = await adoption();
    expect(report).toMatchObject({ counts: { maps: 1, mapsWithRedo: 1, cannot: 1 }, already: 0, notOpened: 1 });
    expect(report.rows).toMatchObject([
      { dossier: 'hs-1', cell: 'cell-a', from: 'R2021.2', kind: 'maps', redo: [], refusal: null },
      {
        dossier: 'hs-2',
        kind: 'maps-with-redo',
        redo: [{ event: 'CellVoted', refusal: { code: 'opinion-missing', condition: 'O1', need: 'union' } }],
      },
      {
        dossier: 'hs-3',
        kind: 'cannot',
        refusal: { code: 'too-young', condition: 'E1', need: 28, basis: { document: '24-QĐ/TW', date: '2021-07-30' } },
      },
    ]);
  });

  it('and none to an older edition: the report and the trial both name what holds in its place', async () => {
    const refusal = { code: 'version-superseded', have: 'R2021', need: 'R2021.3' };
    const { answer } = (await api.get(`/procedures/R2021/adoption?on=${ON}`)).body;
    expect(answer.counts).toEqual({ maps: 0, mapsWithRedo: 0, cannot: 3 });
    for (const row of answer.rows) expect(row).toMatchObject({ kind: 'cannot', refusal });
    expect(await trial('R2021')).toMatchObject({ heldInstead: 'R2021.3', changedAtOnce: 0 });
    expect(await trial('R2021.3')).toMatchObject({ heldInstead: null });
  });

  it('by the command line, which only looks unless it is told to; and running it again changes nothing', async () => {
    await api.app.close();
    const adopt = (...more: readonly string[]) =>
      cli('adopt', '--to', 'R2021.3', '--on', ON, '--data', config.folder, ...more);
    const looked = adopt();
    expect(looked).toMatchObject({ status: 0, err: '' });
    expect(looked.out).toContain('XEM TRƯỚC');
    expect(JSON.parse(adopt('--json').out).answer.counts).toEqual({ maps: 1, mapsWithRedo: 1, cannot: 1 });
    const done = adopt('--apply', '--as', 'officer-one', '--json');
    expect([done.status, JSON.parse(done.out).moved]).toEqual([
      1,
      [
        { dossier: 'hs-1', outcome: 'adopted', refusal: null },
        { dossier: 'hs-2', outcome: 'adopted', refusal: null },
      ],
    ]);
    const again = JSON.parse(adopt('--apply', '--json').out);
    expect(again).toMatchObject({ moved: [], answer: { already: 2, counts: { maps: 0, mapsWithRedo: 0, cannot: 1 } } });

    api = await startApi(config);
    const adopted = async (id: string) =>
      (await api.get(`/dossiers/${id}/history`)).body.answer.filter(
        ({ type }: { type: string }) => type === 'ProcedureAdopted',
      );
    expect(await adopted('hs-1')).toMatchObject([{ on: ON, actor: 'officer-one (operator)' }]);
    expect(await adopted('hs-2')).toMatchObject([{ data: { from: 'R2021.2', to: 'R2021.3', undone: ['CellVoted'] } }]);
    for (const id of ['hs-3', 'hs-4', 'hs-5']) expect(await adopted(id)).toEqual([]);
  }, 120_000);
});

describe('the command line tries a version', () => {
  it('that is in a file, or published; and never says a name', () => {
    const file = join(config.folder, 'R2029.json');
    writeFileSync(file, JSON.stringify({ ...stricter(), version: 'R2029', inForce: { from: '2029-01-01' } }));
    const shown = cli('try', file, '--on', ON, '--data', config.folder);
    expect(shown).toMatchObject({ status: 0, err: '' });
    expect(shown.out).toMatch(/^Thử quy định R2029 trên 4 hồ sơ đang làm, ngày 02\/05\/2023\. Chưa ghi gì\.\n/);
    const older = cli('try', 'R2021', '--on', ON, '--lang', 'en', '--data', config.folder).out;
    expect(older).toContain('On that day R2021.3 holds in the place of R2021; no dossier can move to R2021.');
    const json = cli('try', 'R2021.2', '--on', ON, '--json', '--data', config.folder).out;
    expect(JSON.parse(json).answer).toMatchObject({ version: 'R2021.2', dossiers: 4 });
    for (const name of NAMES) expect(shown.out + json).not.toContain(name);
  }, 60_000);

  it('and says in one line why a file cannot be tried', () => {
    const file = join(config.folder, 'none.json');
    writeFileSync(file, '{');
    expect(cli('try', file, '--data', config.folder)).toMatchObject({
      status: 1,
      out: '',
      err: expect.stringMatching(/^[^\n]+\n$/),
    });
  }, 30_000);
});
