import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EVENTS } from '@dossier/engine';
import type { EventStore } from '@dossier/kernel';
import type { EndedLine, TreeNode, UnitLine } from '@dossier/contract';
import { previewText, treeText } from '../../apps/cli/print/units';
import { newFolder, startApi, type Api } from '../support/district';
import { SCALE } from '../support/scale';
import { WAY, wayFrom, type Stage } from '../support/scenario';

// The day on which the district level ended, through the running program: a district of three communes, a province, and one
// new commune that the three merge into.

const config = newFolder();
let api: Api;

const DAY = '2025-07-01';
const EVE = '2025-06-30';
const COMMUNES = ['commune-a', 'commune-b', 'commune-c'];
const YEAR = { period: { year: 2025 } };

const found = (organisation: string, kind: string, parent?: string, on = '2020-01-01') =>
  api.accept('organisation', on, {
    type: 'FoundOrganisation',
    organisation,
    name: `Đơn vị ${organisation}`,
    kind,
    parent,
  });
const refusal = async (aggregate: string, on: string, command: object) => {
  const { status, body } = await api.ask(aggregate, command, { on });
  return { status, ...body.refusal };
};
const get = async (path: string) => (await api.get(path)).body.answer;
const board = (organisation: string, on: string, seen: string) =>
  get(`/quota-board?organisation=${organisation}&year=2025&on=${on}&seen=${seen}`);
const fractions = (lines: readonly UnitLine[]) => lines.map((line) => [line.organisation, line.year.fraction]);

/** Takes a candidate of a cell from stage to stage along the usual way, which began in 2024 and ends in the summer of 2025. */
async function goes(
  dossier: string,
  cell: string,
  from: Stage,
  to: Stage,
  days: Readonly<Partial<Record<Stage, string>>> = {},
) {
  const way = wayFrom(2024, cell);
  for (const stage of WAY.slice(WAY.indexOf(from), WAY.indexOf(to) + 1)) {
    for (const { command, on } of way[stage]) {
      const who = 'identity' in command ? { identity: { ...command.identity, name: `Lò Văn ${dossier}` } } : {};
      const method = 'convened' in command ? { method: 'ballot' } : {};
      await api.accept('dossier', days[stage] ?? on, { ...command, dossier, ...who, ...method });
    }
  }
}

beforeAll(async () => {
  api = await startApi(config);
  await found('district', 'district-committee');
  await found('province', 'provincial-committee');
  for (const commune of COMMUNES) {
    await found(commune, 'grassroots-committee', 'district');
    await found(`${commune}-cell`, 'cell', commune);
  }
  await found('cell-empty', 'cell', 'commune-c');
  const members = ['mentor', 'friend', 'third', 'fourth', 'fifth', 'sixth', 'seventh'];
  for (const [index, member] of [...members, 'm-1', 'm-2', 'm-3'].entries()) {
    await api.accept('member', '2020-01-01', {
      type: 'RegisterMember',
      member,
      cell: index < members.length ? 'commune-a-cell' : 'commune-c-cell',
      standing: 'official',
      officialSince: '2010-05-19',
      identity: { name: `Vàng A ${member}`, birth: '1980-02-03' },
    });
  }
  const held = { name: 'Lớp 2024', from: '2024-05-10', to: '2024-05-14', places: 80 };
  await api.accept('training', '2024-05-10', {
    type: 'PlanClass',
    class: 'class-2024',
    organisation: 'district',
    ...held,
  });
  await goes('hs-old', 'commune-a-cell', 'listed', 'celebrated');
  await goes('hs-1', 'commune-a-cell', 'listed', 'submitted');
  await goes('hs-2', 'commune-c-cell', 'listed', 'listed');
  const assign = (organisation: string, target: number) =>
    api.accept('quota', '2025-01-10', { type: 'AssignQuota', organisation, ...YEAR, target, number: '5-NQ' });
  await assign('district', 20);
  for (const [index, commune] of COMMUNES.entries()) await assign(commune, 3 + index);
  await api.accept('quota', '2025-02-01', {
    type: 'MakeCommitment',
    organisation: 'commune-b',
    ...YEAR,
    admitted: 2,
    due: '2025-09-30',
  });
  await found('new-commune', 'commune-committee', 'province', DAY);
}, 60_000);

afterAll(async () => {
  await api.app.close();
  config.remove();
});

describe('before the merge', () => {
  const path = `/organisations/new-commune/change-preview?kind=merge&from=${COMMUNES.join(',')}&on=${DAY}`;

  it('a preview says what would move, and writes nothing', async () => {
    const { store, head } = (await api.get('/health')).body;
    const preview = await get(`${path}&seen=${store}:${head}`);
    expect(preview).toMatchObject({
      change: 'merge',
      refusal: null,
      ends: COMMUNES.map((organisation) => ({ organisation, to: 'new-commune' })),
      units: [
        { organisation: 'commune-a-cell', from: 'commune-a', to: 'new-commune' },
        { organisation: 'commune-b-cell', from: 'commune-b' },
        { organisation: 'cell-empty', from: 'commune-c' },
        { organisation: 'commune-c-cell', from: 'commune-c' },
      ],
      dossiers: [
        { cell: 'commune-a-cell', count: 2, dossiers: ['hs-1', 'hs-old'], cellAfter: 'commune-a-cell' },
        { cell: 'commune-c-cell', count: 1, dossiers: ['hs-2'] },
      ],
      quotas: [{ target: 3 }, { target: 4 }, { organisation: 'commune-c', target: 5, period: '2025' }],
      commitments: [{ organisation: 'commune-b', promised: 2, due: '2025-09-30', to: 'new-commune' }],
    });
    expect((await api.get('/health')).body.head).toBe(head);
    expect(previewText(preview, 'vi')).toContain('Đơn vị commune-a-cell [commune-a-cell]: 2 (hs-1, hs-old)');
    expect(previewText(preview, 'en')).toContain('It can be done.');
  });

  it('and what stands in the way', async () => {
    const ends = (organisation: string, more = '') =>
      get(`/organisations/${organisation}/change-preview?kind=dissolve&on=${DAY}${more}`);
    expect(await ends('commune-c-cell')).toMatchObject({
      refusal: { code: 'members-on-roll', have: 3 },
      members: [{ cell: 'commune-c-cell', to: null, count: 3 }],
    });
    const merging = await ends('commune-c-cell', '&successor=commune-a-cell');
    expect(merging).toMatchObject({
      refusal: null,
      members: [{ to: 'commune-a-cell', count: 3 }],
      dossiers: [{ cell: 'commune-c-cell', cellAfter: 'commune-a-cell', dossiers: ['hs-2'] }],
    });
    const refused = await ends('district', '&successor=province');
    expect(refused).toMatchObject({ refusal: { code: 'does-not-fit-beneath' } });
    expect(previewText(refused, 'vi')).toContain('Chưa thực hiện được: đơn vị commune-a không thể đặt dưới province');
    const split = `/organisations/commune-c/change-preview?kind=split&successor=commune-a&on=${DAY}`;
    expect((await get(`${split}&parts=commune-a:commune-c-cell,commune-b:cell-empty`)).units).toMatchObject([
      { organisation: 'cell-empty', to: 'commune-b' },
      { organisation: 'commune-c-cell', to: 'commune-a' },
    ]);
  });

  it('of nonsense is malformed, of a unit nobody knows not found', async () => {
    expect((await api.get(`/organisations/new-commune/change-preview?kind=merge&on=${DAY}`)).status).toBe(400);
    expect((await api.get(`/organisations/new-commune/change-preview?kind=melt&on=${DAY}`)).status).toBe(400);
    expect((await api.get(path.replace('new-commune', 'nowhere'))).status).toBe(404);
  });
});

/** All that is stored, as text: every file of the folder, or, where the servers have the files, every event of the log. */
async function storedText(): Promise<string> {
  if (SCALE === 'cluster') {
    const events = await api.app.get<EventStore>(EVENTS).readAll(0, 100_000);
    return events.map(({ bytes }) => new TextDecoder().decode(bytes)).join('');
  }
  const files = readdirSync(config.folder, { withFileTypes: true }).filter((entry) => entry.isFile());
  return files.map(({ name }) => readFileSync(join(config.folder, name), 'utf8')).join('');
}

describe('after the merge', () => {
  let seen = '';
  let boardBefore: unknown;
  let treeBefore: readonly TreeNode[];
  let undecided: unknown;

  beforeAll(async () => {
    const { body } = await api.get('/health');
    boardBefore = await board('district', EVE, `${body.store}:${body.head}`);
    treeBefore = await get(`/organisations?on=${EVE}`);
    const merge = await api.accept('organisation', DAY, {
      type: 'MergeOrganisations',
      organisation: 'new-commune',
      from: COMMUNES,
      number: '1-NQ/TU',
      name: 'Đảng bộ xã Mường Mới',
    });
    expect(merge.body.events).toEqual(['OrganisationMerged', 'OrganisationRenamed']);
    const end = { type: 'DissolveOrganisation', organisation: 'district', successor: 'province', number: '2-NQ/TU' };
    await api.accept('organisation', DAY, end);
    // The dossier was opened in the district, under a version whose decider is no more: it adopts the version of the day.
    undecided = await refusal('dossier', '2025-07-10', {
      type: 'DecideAdmission',
      dossier: 'hs-1',
      number: '45-QĐ/HU',
      yes: 6,
      no: 2,
      convened: 11,
    });
    await api.accept('dossier', DAY, { type: 'AdoptProcedure', dossier: 'hs-1', version: 'R2025B.2' });
    await goes('hs-1', 'commune-a-cell', 'decided', 'celebrated', {
      decided: '2025-07-10',
      received: '2025-07-15',
      celebrated: '2025-07-25',
    });
    const { body: health } = await api.get('/health');
    seen = `${health.store}:${health.head}`;
  }, 60_000);

  it('quotas and admissions before and after add up at the new commune, and the halves are shown as they ended', async () => {
    const now = await board('new-commune', '2025-12-31', seen);
    expect(now.total).toMatchObject({ year: { fraction: '2/12' }, targetFrom: 'sum of merged units' });
    const above = await board('province', '2025-12-31', seen);
    expect([...fractions(above.units), ...fractions(above.ended), ...fractions([above.total])]).toEqual([
      ['new-commune', '2/12'],
      ['district', '1/20'],
      ['province', '2/20'],
    ]);
    expect(await board('commune-a', '2025-12-31', seen)).toMatchObject({
      on: EVE,
      total: { year: { fraction: '1/3' } },
      endedOn: DAY,
      mergedInto: 'new-commune',
    });
    expect(fractions(now.ended)).toEqual([
      ['commune-a', '1/3'],
      ['commune-b', '0/4'],
      ['commune-c', '0/5'],
    ]);
    expect(now.ended.every((line: EndedLine) => line.endedOn === DAY && line.mergedInto === 'new-commune')).toBe(true);
    expect(now.total.commitments).toMatchObject([{ organisation: 'commune-b', promised: 2, state: 'open' }]);
  });

  it('the board and the tree of the day before are as they were, with what has become of each', async () => {
    const { total, units, ...rest } = await board('district', EVE, seen);
    const before = boardBefore as { total: UnitLine; units: UnitLine[] };
    const { total: totalBefore, units: unitsBefore, ...restBefore } = before;
    expect(rest).toEqual(restBefore);
    expect({ ...total, now: null }).toEqual(totalBefore);
    expect(units.map((line: UnitLine) => ({ ...line, now: null }))).toEqual(unitsBefore);
    expect(units[0]).toMatchObject({
      name: 'Đơn vị commune-a',
      now: { organisation: 'new-commune', name: 'Đảng bộ xã Mường Mới', endedOn: DAY },
    });
    const tree: readonly TreeNode[] = await get(`/organisations?on=${EVE}&seen=${seen}`);
    expect(treeText(treeBefore, 'vi')).not.toContain('nay thuộc');
    expect(treeText(tree, 'vi').replaceAll(/ \(nay thuộc [^)]*\)/g, '')).toBe(treeText(treeBefore, 'vi'));
    expect(treeText(tree, 'vi')).toContain('Đơn vị commune-b (nay thuộc Đảng bộ xã Mường Mới)');
    expect(treeText(tree, 'en')).toContain('Đơn vị district (now part of Đơn vị province)');
  });

  it('a dossier opened in the district adopts the version of the new day and is decided by the new commune', async () => {
    expect(undecided).toMatchObject({ status: 409, code: 'decider-missing' });
    const history = await get('/dossiers/hs-1/history');
    const of = (type: string) => history.find((step: { type: string }) => step.type === type);
    expect(of('CellVoted')).toMatchObject({ procedure: 'R2021.2' });
    expect(of('ProcedureAdopted')).toMatchObject({ procedure: 'R2021.2', data: { to: 'R2025B.2', redo: [] } });
    expect(of('AdmissionDecided')).toMatchObject({ procedure: 'R2025B.2', data: { decider: 'new-commune' } });
  });

  it('the cells stand under the new commune, and their work is found there', async () => {
    const tree: readonly TreeNode[] = await get(`/organisations?on=${DAY}&seen=${seen}`);
    expect(tree).toMatchObject([
      {
        organisation: 'province',
        children: [
          {
            organisation: 'new-commune',
            officials: 10,
            children: ['cell-empty', ...COMMUNES.map((one) => `${one}-cell`)]
              .sort()
              .map((organisation) => ({ organisation })),
          },
        ],
      },
    ]);
    const { groups } = await get(`/worklist?organisation=new-commune&on=2025-07-26&seen=${seen}`);
    const dossiers = Object.values(groups as Record<string, { dossier: string }[]>).flat();
    expect(dossiers.map(({ dossier }) => dossier).sort()).toEqual(['hs-1', 'hs-2', 'hs-old']);
  });

  it('a unit that has ended is refused, with who follows it', async () => {
    expect(
      await refusal('organisation', DAY, { type: 'RenameOrganisation', organisation: 'commune-a', name: 'Mới' }),
    ).toMatchObject({ status: 409, code: 'unit-dissolved', have: DAY, need: 'new-commune' });
    const quota = { type: 'AssignQuota', organisation: 'commune-a', period: { year: 2026 }, target: 1, number: '1' };
    expect(await refusal('quota', DAY, quota)).toMatchObject({ code: 'unit-dissolved', need: 'new-commune' });
    const merge = { type: 'MergeOrganisations', organisation: 'new-commune', from: ['commune-a'], number: '1' };
    expect(await refusal('organisation', DAY, merge)).toMatchObject({ code: 'unit-dissolved' });
    const young = { type: 'AssignOverseer', organisation: 'new-commune', member: 'm-1' };
    expect(await refusal('organisation', EVE, young)).toMatchObject({ code: 'before-founding', need: DAY });
  });

  it('a cell that merges takes its members and its open dossiers along', async () => {
    const merge = { type: 'MergeOrganisations', organisation: 'commune-a-cell', from: ['commune-c-cell'], number: '3' };
    const position = (await api.accept('organisation', '2025-08-01', merge)).body.position;
    const { groups } = await get(`/worklist?organisation=commune-a-cell&on=2025-08-01&seen=${position}`);
    const dossiers = Object.values(groups as Record<string, { dossier: string }[]>).flat();
    expect(dossiers.map(({ dossier }) => dossier).sort()).toEqual(['hs-1', 'hs-2', 'hs-old']);
    const [province] = await get(`/organisations?on=2025-08-01&seen=${position}`);
    const cell = province.children[0].children.find((one: TreeNode) => one.organisation === 'commune-a-cell');
    expect(cell.officials).toBe(10);
    const trail = await get(`/audit-trail?stream=member-m-1&seen=${position}`);
    expect(trail.map((entry: { type: string }) => entry.type)).toEqual(['MemberRegistered', 'MemberMoved']);
    const end = { type: 'DissolveOrganisation', organisation: 'commune-a-cell', number: '4' };
    expect(await refusal('organisation', '2025-08-02', end)).toMatchObject({ code: 'members-on-roll', have: 12 });
  });

  it('a cell ends without a successor once nothing is left of it, and takes nobody in any more', async () => {
    await api.accept('organisation', DAY, { type: 'DissolveOrganisation', organisation: 'cell-empty', number: '5' });
    const move = { type: 'MoveMember', member: 'm-1', cell: 'cell-empty' };
    expect(await refusal('member', '2025-08-02', move)).toMatchObject({ code: 'unit-dissolved', need: null });
  });

  it('empowerment, seats, local rules and visits are recorded, and what is said of a visit is sealed', async () => {
    const visit = { type: 'RecordVisit', organisation: 'commune-b-cell', details: { note: 'Gặp đồng chí Lò Văn Thử' } };
    const { body } = await api.accept('organisation', DAY, visit);
    expect(body.events).toEqual(['VisitRecorded']);
    const stored = await storedText();
    expect(stored).toContain('Đảng bộ xã Mường Mới');
    expect(stored).not.toContain('Gặp đồng chí');
    const grant = { type: 'GrantEmpowerment', organisation: 'new-commune', members: 500, number: '6-QĐ' };
    expect(await refusal('organisation', DAY, grant)).toMatchObject({
      code: 'wrong-kind',
      basis: { document: '294-QĐ/TW', date: '2025-05-26', clause: '22' },
    });
    await api.accept('organisation', DAY, {
      type: 'SeatCommittee',
      organisation: 'new-commune',
      committee: 27,
      standing: 9,
    });
    await api.accept('organisation', DAY, { type: 'AdoptLocalRules', organisation: 'province', rules: 'LC2025' });
    const bad = { type: 'AdoptLocalRules', organisation: 'province', rules: 'hanoi' };
    expect((await api.post('/commands/organisation', { commandId: 'bad-rules-1', on: DAY, command: bad })).status).toBe(
      400,
    );
  });
});
