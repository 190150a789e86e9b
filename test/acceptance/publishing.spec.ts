import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { newFolder, startApi, type Api } from '../support/district';

// Officers publish a version while the program runs: one proposes it, another approves it, and the next command is judged by it.

const config = newFolder();
let api: Api;

const shipped = JSON.parse(
  readFileSync(join(__dirname, '..', '..', 'procedures', 'admission', 'R2026B.2.json'), 'utf8'),
) as Record<string, unknown>;
const FROM = '2026-11-02';
const newer = (more: object = {}) => ({
  ...shipped,
  version: 'R2027',
  title: { vi: 'Quy định thử', en: 'A trial regulation' },
  inForce: { from: FROM },
  ...more,
});
const DECIDER = shipped['decider'] as object;
const send = (command: object, account: string, on?: string) =>
  api.ask('procedure', { procedure: 'admission', ...command }, { account, on });
const propose = (document: object, account = 'officer-one') => send({ type: 'ProposeProcedure', document }, account);
const approve = (account: string, version = 'R2027') => send({ type: 'ApproveProcedure', version }, account);

beforeAll(async () => {
  api = await startApi(config);
}, 60_000);
afterAll(async () => {
  await api.app.close();
  config.remove();
});

it.each([
  ['no version at all', { version: 'R2027' }, 'not-a-procedure'],
  ['a number that is none', newer({ thresholds: { cell: { id: 'Q1' } } }), 'not-a-procedure'],
  ['a step nothing leads to', newer({ actions: { ListCandidate: { guards: [] } } }), 'procedure-faulty'],
  ['a version that is published', { ...shipped }, 'published-version-changed'],
  ['another regulation of the same day', newer({ inForce: { from: '2026-07-26' } }), 'in-force-taken'],
  ['days another regulation held', newer({ inForce: { from: '2025-03-01', to: '2025-03-31' } }), 'in-force-taken'],
  ['nobody who decides', newer({ decider: undefined }), 'procedure-faulty'],
  ['a kind of unit there is not', newer({ decider: { ...DECIDER, kinds: ['nonsense'] } }), 'procedure-faulty'],
])('a proposal of %s is refused and says why', async (_, document, code) => {
  const { status, body } = await propose(document);
  expect([status, body.refusal.code]).toEqual([409, code]);
  expect(body.refusal.have).not.toBeNull();
});

it('a body that is no proposal is malformed', async () => {
  const { status, body } = await send({ type: 'ProposeProcedure', document: 'R2027' }, 'officer-one');
  expect([status, body.problems?.[0]?.field]).toEqual([400, 'command.document']);
});

it('takes two: whoever proposed cannot approve, and what nobody proposed cannot be approved', async () => {
  expect((await approve('officer-two')).body.refusal).toMatchObject({ code: 'proposal-unknown', have: 'R2027' });
  expect((await propose(newer())).body.events).toEqual(['ProcedureProposed']);
  expect((await propose(newer())).body.refusal).toMatchObject({ code: 'nothing-changed' });
  expect((await approve('officer-one')).body.refusal).toMatchObject({
    code: 'second-person-needed',
    have: 'officer-one',
  });
});

it('a proposal that is rejected is gone, and can be made again', async () => {
  const rejected = await send(
    { type: 'RejectProposal', version: 'R2027', reason: 'còn sai điều khoản' },
    'officer-two',
  );
  expect(rejected.body.events).toEqual(['ProposalRejected']);
  expect((await approve('officer-two')).body.refusal).toMatchObject({ code: 'proposal-unknown' });
});

it('the next command after the approval is judged by the new version', async () => {
  const listing = (dossier: string, birth: string) => ({
    type: 'ListCandidate',
    dossier,
    cell: 'a-cell',
    proposedBy: 'cell',
    declared: {
      sex: 'female',
      schooling: 'university',
      minority: false,
      union: 'none',
      local: true,
      demobilised: false,
    },
    identity: { name: `Giàng Thị ${dossier}`, birth },
  });
  await api.accept('organisation', '2026-01-01', {
    type: 'FoundOrganisation',
    organisation: 'a-commune',
    name: 'Đảng bộ xã Thử',
    kind: 'commune-committee',
  });
  await api.accept('organisation', '2026-01-01', {
    type: 'FoundOrganisation',
    organisation: 'a-cell',
    name: 'Chi bộ Thử',
    kind: 'cell',
    parent: 'a-commune',
  });
  const before = await api.accept('dossier', FROM, listing('hs-before', '2000-01-01'));
  expect(before.status).toBe(200);
  const none = { actions: { ...(shipped['actions'] as object), ListCandidate: { guards: AT_LEAST_THREE } } };
  expect((await propose(newer(none))).status).toBe(200);
  const published = await approve('officer-two');
  expect(published.body.events).toEqual(['ProcedurePublished']);
  const after = await api.post('/commands/dossier', {
    commandId: 'after-the-approval',
    on: FROM,
    command: listing('hs-after', '2000-02-02'),
  });
  expect(after.body.refusal).toMatchObject({ code: 'cell-too-small', condition: 'Q6', have: 0, need: 3 });
  const history = (await api.get('/dossiers/hs-before/history')).body.answer;
  expect(history[0]).toMatchObject({ procedure: 'R2026B.2' });
  const why = (await api.get(`/dossiers/hs-before/why?on=${FROM}`)).body.answer;
  expect(why.procedure).toBe('R2027');
});

/** A guard no shipped version has on listing: three official members before anybody is listed. */
const AT_LEAST_THREE = [
  {
    rule: 'cell-quorum',
    id: 'Q6',
    values: { officials: 3 },
    basis: { document: '1-QĐ/THU', date: '2026-10-01', clause: '1' },
    verified: 'single-source',
  },
];
