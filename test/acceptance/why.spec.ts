import { Projections, Reactions } from '@dossier/engine';
import { newFolder, startApi, type Api } from '../support/district';
import { SURROUNDINGS, wayFrom, WAY, type Stage } from '../support/scenario';

// What a dossier may and may not, over HTTP: the refusal on the page is the refusal of the command; corrections by one and by
// two; the past as it was known; what lapses and what is overdue.

const config = newFolder();
let api: Api;
const DOSSIER = 'hs-1';
const way = wayFrom(2022);

const post = (command: object, on?: string, account?: string) =>
  api.ask('dossier', { dossier: DOSSIER, ...command }, { on, account });
const why = async (query = '') => (await api.get(`/dossiers/${DOSSIER}/why${query}`)).body.answer;
/** One turn of the reactions, with the views level with the log. */
const react = async () => {
  await api.app.get(Projections).catchUp();
  return api.app.get(Reactions).run();
};
const goes = async (from: Stage, to: Stage) => {
  for (const stage of WAY.slice(WAY.indexOf(from), WAY.indexOf(to) + 1)) await api.happened(way[stage]);
};

beforeAll(async () => {
  api = await startApi(config);
  await api.happened(SURROUNDINGS);
  await goes('listed', 'remarked');
}, 60_000);
afterAll(async () => {
  await api.app.close();
  config.remove();
});

it('says of every action whether it is possible, whose turn it is, and what is next', async () => {
  const answer = await why('?on=2023-02-01&role=cell-secretary');
  expect(answer).toMatchObject({ dossier: DOSSIER, phase: 'approval', procedure: 'R2021.2' });
  expect(answer.next).toEqual({ action: 'CollectOpinion', by: 'cell' });
  expect(answer.actions.length).toBeGreaterThan(50);
  expect(answer.actions.find((line: { action: string }) => line.action === 'CollectOpinion')).toMatchObject({
    possible: true,
    yours: true,
  });
  expect(answer.way.filter((step: { status: string }) => step.status === 'now')).toHaveLength(1);
});

it('refuses on the page in the very words of the command', async () => {
  const on = '2023-02-01';
  const answer = await why(`?on=${on}`);
  const line = answer.actions.find(({ action }: { action: string }) => action === 'HoldCellVote');
  expect(line).toMatchObject({ possible: false, refusal: { code: 'opinion-missing', need: 'residence' } });
  const { status, body } = await post({ type: 'HoldCellVote', number: '1', yes: 5, no: 0, convened: 7 }, on);
  expect([status, body.refusal]).toEqual([409, line.refusal]);
});

it('names the votes it takes, and the earliest days of the stages ahead', async () => {
  await goes('heard', 'heard');
  const answer = await why('?on=2023-02-02');
  const vote = answer.actions.find(({ action }: { action: string }) => action === 'HoldCellVote');
  expect(vote.requires).toContainEqual(expect.objectContaining({ rule: 'majority', need: 6, of: 8 }));
  expect(
    answer.milestones.map(({ event, earliest }: { event: string; earliest: string }) => [event, earliest]),
  ).toEqual([
    ['CellVoted', '2023-02-02'],
    ['AdmissionDecided', '2023-02-02'],
    ['CeremonyHeld', '2023-02-02'],
    ['MemberRecognised', '2024-02-03'],
  ]);
});

it('answers of the dossier as it stood on a day when asked to', async () => {
  const then = await why('?on=2022-06-01&then=true');
  expect(then).toMatchObject({ phase: 'training', next: { action: 'PermitPaperwork' } });
});

it('a dossier nobody knows is 404, and a parameter nobody knows 400', async () => {
  expect((await api.get('/dossiers/hs-none/why')).status).toBe(404);
  expect((await api.get(`/dossiers/${DOSSIER}/why?day=1`)).status).toBe(400);
  expect((await api.get(`/dossiers/${DOSSIER}/why?on=2023-02-30`)).status).toBe(400);
});

it('a correction restates an entry, and the past can still be asked for as it was known', async () => {
  const replacement = { ...way.certified[0]?.command, issuedOn: '2022-05-18' };
  const { body, status } = await post({
    type: 'CorrectEntry',
    corrects: 3,
    replacement,
    reason: 'ghi nhầm ngày cấp',
    ground: '4-CV/CB',
  });
  expect([status, body.events]).toEqual([200, ['EntryCorrected']]);
  const issued = async (query: string) =>
    (await api.get(`/dossiers/${DOSSIER}/as-of${query}`)).body.answer.state.training.issuedOn;
  expect(await issued('')).toBe('2022-05-18');
  const [, , , certified] = (await api.get(`/dossiers/${DOSSIER}/history`)).body.answer;
  expect(certified.data.issuedOn).toBe('2022-05-15');
  const history = (await api.get(`/dossiers/${DOSSIER}/history`)).body.answer;
  expect(history[3]).toMatchObject({ type: 'TrainingCertified', correctedBy: history.length - 1 });
  const card = (await api.get(`/dossiers/${DOSSIER}?seen=${body.position}`)).body.answer;
  expect(card.deadlines).toContainEqual(expect.objectContaining({ id: 'T1', due: '2027-05-18' }));
});

it('of who a person is: the card shows the corrected name, and neither the old nor the new one can be listed again', async () => {
  const listed = way.listed[0]?.command as { identity: object };
  const replacement = { ...listed, identity: { ...listed.identity, name: 'Lò Thị Đúng' } };
  const { body } = await post({ type: 'CorrectEntry', corrects: 0, replacement, reason: 'sai tên', ground: '5-CV/CB' });
  const card = (await api.get(`/dossiers/${DOSSIER}?seen=${body.position}`)).body.answer;
  expect(card.person.name).toBe('Lò Thị Đúng');
  for (const identity of [listed.identity, replacement.identity]) {
    const again = await post({ ...listed, dossier: 'hs-2', identity }, '2023-02-03');
    expect(again.body.refusal).toMatchObject({ code: 'person-has-dossier', have: DOSSIER });
  }
});

it('after the decision it takes two accounts', async () => {
  await goes('voted', 'decided');
  const restated = { corrects: 0, replacement: way.listed[0]?.command, reason: 'sai tên', ground: '6-CV/CB' };
  const alone = await post({ type: 'CorrectEntry', ...restated });
  expect(alone.body.refusal).toMatchObject({ code: 'second-person-needed', need: 'ProposeCorrection' });
  const proposed = await post({ type: 'ProposeCorrection', ...restated }, undefined, 'officer-one');
  expect(proposed.body.events).toEqual(['CorrectionProposed']);
  const own = await post({ type: 'ApproveCorrection', corrects: 0, number: '7-CV/HU' }, undefined, 'officer-one');
  expect(own.body.refusal).toMatchObject({ code: 'second-person-needed', have: 'officer-one' });
  const other = await post({ type: 'ApproveCorrection', corrects: 0, number: '7-CV/HU' }, undefined, 'officer-two');
  expect(other.body.events).toEqual(['EntryCorrected']);
  const card = (await api.get(`/dossiers/${DOSSIER}?seen=${other.body.position}`)).body.answer;
  expect(card.person.name).toBe('Lò Thị Thử');
});

it('what has lapsed and what is overdue is recorded once, whoever asks and however often', async () => {
  await goes('received', 'received');
  const first = await react();
  expect(first.dossiers).toEqual([DOSSIER]);
  const again = await Promise.all([react(), react()]);
  expect(again.map(({ noted }) => noted)).toEqual([0, 0]);
  const history = (await api.get(`/dossiers/${DOSSIER}/history`)).body.answer;
  const passed = history.filter(({ type }: { type: string }) => type === 'DeadlinePassed');
  expect(passed.map(({ data }: { data: { deadline: string } }) => data.deadline)).toEqual(['K2']);
  expect(passed[0]).toMatchObject({ actor: 'system (reactions)', data: { due: '2023-07-20', kind: 'act' } });
});
