import { refusalSentence } from '@dossier/contract';
import { EVENTS } from '@dossier/engine';
import { RevisionConflict, type EventStore } from '@dossier/kernel';
import { foundDistrict, founding, newFolder, startApi, type Api } from '../support/district';
import { DECLARED } from '../support/scenario/way';

const config = newFolder();
let api: Api;

const IDENTITY = { name: 'Lò Thị Thử Nghiệm', birth: '1998-04-12', mother: 'Quàng Thị Mẫu' };

const listing = (dossier: string, identity: object = IDENTITY) => ({
  type: 'ListCandidate',
  dossier,
  cell: 'cell-a',
  proposedBy: 'youth-union',
  declared: DECLARED,
  identity,
});

beforeAll(async () => {
  api = await startApi(config);
  await foundDistrict(api);
  for (const [index, name] of ['Vàng A Một', 'Vàng A Hai', 'Vàng A Ba'].entries()) {
    const identity = { name, birth: '1980-02-03' };
    await api.accept('member', '2023-01-01', {
      type: 'RegisterMember',
      member: `m-${index + 1}`,
      cell: 'cell-a',
      standing: 'official',
      officialSince: '2010-05-19',
      identity,
    });
  }
  await api.accept('dossier', '2023-02-01', listing('d-1'));
}, 60_000);

afterAll(async () => {
  await api.app.close();
  config.remove();
});

describe('a command', () => {
  const body = {
    commandId: 'the-same-id-1',
    on: '2023-02-10',
    command: { type: 'AssignMentor', dossier: 'd-1', member: 'm-1' },
  };

  it('is answered with its position, its revision and what happened', async () => {
    const { status, body: answer } = await api.post('/commands/dossier', body);
    expect(status).toBe(200);
    expect(answer).toEqual({
      position: expect.stringMatching(/^[0-9a-f-]{36}:\d+$/),
      stream: 'dossier-d-1',
      revision: 1,
      events: ['MentorAssigned'],
      repeated: false,
    });
  });

  it('sent again is answered again and happens once', async () => {
    const first = await api.post('/commands/dossier', body);
    const again = await api.post('/commands/dossier', body);
    expect(again.body).toEqual({ ...first.body, repeated: true });
    const { body: history } = await api.get('/dossiers/d-1/history');
    expect(history.answer.map((step: { type: string }) => step.type)).toEqual(['CandidateListed', 'MentorAssigned']);
  });

  it('sent five times at once happens once', async () => {
    const report = {
      commandId: 'five-at-once',
      on: '2023-03-01',
      command: { type: 'ReportMentor', dossier: 'd-1', opinion: 'good' },
    };
    const answers = await Promise.all(Array.from({ length: 5 }, () => api.post('/commands/dossier', report)));
    expect(answers.map((a) => a.status)).toEqual([200, 200, 200, 200, 200]);
    expect(new Set(answers.map((a) => a.body.position)).size).toBe(1);
    expect(answers.filter((a) => !a.body.repeated)).toHaveLength(1);
  });

  it('of another kind under a used id is a fault of the caller', async () => {
    const { status, body: answer } = await api.post('/commands/dossier', {
      ...body,
      command: { type: 'OpenDossier', dossier: 'd-1' },
    });
    expect(status).toBe(409);
    expect(answer.type).toBe('urn:dossier:command-id-reused');
  });

  it('of the same kind under a used id, with something else in it, is one too', async () => {
    const other = { ...body, command: { ...body.command, member: 'm-3' } };
    expect((await api.post('/commands/dossier', other)).body.type).toBe('urn:dossier:command-id-reused');
    expect((await api.post('/commands/dossier', { ...body, on: '2023-02-11' })).body.type).toBe(
      'urn:dossier:command-id-reused',
    );
  });

  it('that the rules refuse is answered with the whole refusal', async () => {
    const early = { type: 'HoldCellVote', dossier: 'd-1', number: '1-NQ/CB', yes: 3, no: 0, convened: 3 };
    const {
      status,
      headers,
      body: answer,
    } = await api.post('/commands/dossier', { commandId: 'too-early-1', on: '2023-03-10', command: early });
    expect(status).toBe(409);
    expect(headers.get('content-type')).toContain('application/problem+json');
    // The same in words, for whoever shows it to people.
    expect(answer.text).toEqual({
      vi: refusalSentence(answer.refusal, 'vi'),
      en: refusalSentence(answer.refusal, 'en'),
    });
    expect(answer.refusal).toMatchObject({
      code: 'step-missing',
      need: expect.any(String),
      who: expect.any(String),
      condition: expect.any(String),
    });
  });

  it('refused by an article names its document with number and date', async () => {
    const planned = {
      type: 'PlanClass',
      class: 'class-old',
      organisation: 'top',
      name: 'Lớp cũ',
      from: '2017-04-24',
      to: '2017-04-28',
      places: 10,
    };
    await api.accept('training', '2023-01-01', planned);
    await api.accept('dossier', '2023-03-02', { type: 'ProposeTraining', dossier: 'd-1', class: 'class-old' });
    const certificate = {
      type: 'CertifyTraining',
      dossier: 'd-1',
      class: 'class-old',
      number: '7/GCN',
      issuedOn: '2017-05-02',
    };
    await api.accept('dossier', '2023-03-03', certificate);
    const command = { type: 'PermitPaperwork', dossier: 'd-1', number: '3-NQ/ĐU' };
    const { body: answer } = await api.post('/commands/dossier', {
      commandId: 'stale-certificate',
      on: '2023-03-10',
      command,
    });
    expect(answer.refusal).toEqual({
      code: 'certificate-stale',
      condition: 'T1',
      have: '2017-05-02',
      need: '2022-05-02',
      who: 'cell',
      basis: { document: '01-HD/TW', date: '2021-09-28', clause: expect.stringMatching(/5\.4/) },
      verified: 'secondary',
    });
  });

  it('on something that does not exist is 404', async () => {
    const command = { type: 'OpenDossier', dossier: 'nowhere' };
    expect(
      (await api.post('/commands/dossier', { commandId: 'unknown-dossier', on: '2023-03-10', command })).status,
    ).toBe(404);
  });
});

describe('a malformed command is 400 and names the field and the reason', () => {
  const cases: [string, unknown, string][] = [
    ['an unknown type', { commandId: 'bad-00001', command: { type: 'Promote', dossier: 'd-1' } }, 'command.type'],
    [
      'a missing field',
      { commandId: 'bad-00002', command: { type: 'AssignMentor', dossier: 'd-1' } },
      'command.member',
    ],
    [
      'a field nobody asked for',
      { commandId: 'bad-00003', command: { type: 'OpenDossier', dossier: 'd-1', x: 1 } },
      'command',
    ],
    [
      'a day that does not exist',
      { commandId: 'bad-00004', on: '2023-02-30', command: { type: 'OpenDossier', dossier: 'd-1' } },
      'on',
    ],
    [
      'a year-only birth date',
      { commandId: 'bad-00005', command: listing('d-9', { ...IDENTITY, birth: '1998' }) },
      'command.identity.birth',
    ],
    [
      'a negative vote',
      {
        commandId: 'bad-00006',
        command: { type: 'HoldCellVote', dossier: 'd-1', number: '1', yes: -1, no: 0, convened: 3 },
      },
      'command.yes',
    ],
    ['no command id', { command: { type: 'OpenDossier', dossier: 'd-1' } }, 'commandId'],
    [
      'a command id that is too short',
      { commandId: 'x', command: { type: 'OpenDossier', dossier: 'd-1' } },
      'commandId',
    ],
    [
      'an id with a slash',
      { commandId: 'bad-00007', command: { type: 'OpenDossier', dossier: '../d-1' } },
      'command.dossier',
    ],
    ['not an object', [], 'body'],
  ];
  it.each(cases)('%s', async (_, body, field) => {
    const { status, body: answer } = await api.post('/commands/dossier', body);
    expect(status).toBe(400);
    expect(answer).toMatchObject({ type: 'urn:dossier:malformed', status: 400 });
    expect(answer.problems).toContainEqual({ field, reason: expect.stringMatching(/\S/) });
  });

  it('a body that is no JSON', async () => {
    expect((await api.post('/commands/dossier', '{"commandId":')).status).toBe(400);
  });

  it('a body that is too large', async () => {
    expect((await api.post('/commands/dossier', { commandId: 'x'.repeat(300_000) })).status).toBe(413);
  });

  it('an aggregate that does not exist', async () => {
    expect((await api.post('/commands/party', {})).body.problems[0].field).toBe('aggregate');
  });

  it('tells nothing of a name in its answer', async () => {
    const { body: answer } = await api.post('/commands/dossier', { commandId: 'bad-00008', command: listing('D 9') });
    expect(JSON.stringify(answer)).not.toContain('Thử Nghiệm');
  });
});

describe('a query', () => {
  it('with `seen` shows what its own command wrote, every time', async () => {
    for (let round = 0; round < 20; round += 1) {
      const { body: answer } = await api.accept('organisation', '2023-03-01', {
        type: 'RenameOrganisation',
        organisation: 'commune',
        name: `Đảng bộ ${round}`,
      });
      const { body: tree } = await api.get(`/organisations?on=2023-03-01&seen=${answer.position}`);
      expect(tree.answer[0].children[0].name).toBe(`Đảng bộ ${round}`);
      expect(Number(tree.position.split(':')[1])).toBeGreaterThanOrEqual(Number(answer.position.split(':')[1]));
    }
  });

  it('refuses a position of another store, or one that has not been', async () => {
    const { body: health } = await api.get('/health');
    expect((await api.get(`/organisations?seen=other-store:1`)).status).toBe(409);
    expect((await api.get(`/organisations?seen=${health.store}:${health.head + 1}`)).status).toBe(409);
    expect((await api.get('/organisations?seen=nonsense')).status).toBe(400);
  });

  it('of something that does not exist is 404, and of nonsense 400', async () => {
    expect((await api.get('/dossiers/nowhere')).status).toBe(404);
    expect((await api.get('/dossiers/nowhere/history')).status).toBe(404);
    expect((await api.get('/quota-board?organisation=nowhere&year=2023')).status).toBe(404);
    expect((await api.get('/worklist?organisation=nowhere')).status).toBe(404);
    expect((await api.get('/quota-board?organisation=top')).body.problems).toContainEqual({
      field: 'year',
      reason: expect.any(String),
    });
    expect((await api.get('/quota-board?organisation=top&year=2023&on=2023-02-30')).body.problems[0].field).toBe('on');
    expect((await api.get('/nonsense')).status).toBe(404);
  });

  it('shows the dossier with its person, phase, next step and articles', async () => {
    const { body } = await api.get('/dossiers/d-1?on=2023-03-01');
    expect(body.answer).toMatchObject({
      dossier: 'd-1',
      phase: 'training',
      person: { name: IDENTITY.name, birthYear: 1998 },
      mentor: 'm-1',
      next: { action: 'PermitPaperwork', by: 'grassroots-committee' },
    });
  });

  it('lists the work of a cell and of the units above it', async () => {
    for (const organisation of ['cell-a', 'commune', 'top']) {
      const { body } = await api.get(`/worklist?organisation=${organisation}&on=2023-03-01`);
      const all = Object.values(body.answer.groups).flat() as { dossier: string }[];
      expect(all.map((item) => item.dossier)).toContain('d-1');
    }
  });

  it('lists what was recorded, without persons', async () => {
    const { body } = await api.get('/audit-trail?stream=dossier-d-1');
    expect(body.answer[0]).toMatchObject({
      stream: 'dossier-d-1',
      revision: 0,
      type: 'CandidateListed',
      on: '2023-02-01',
      actor: { account: 'local', role: 'operator' },
    });
    expect(JSON.stringify(body)).not.toContain('Thử Nghiệm');
  });

  it('shows an empty board, not an error, where there is no quota yet', async () => {
    const { status, body } = await api.get('/quota-board?organisation=top&year=2023&on=2023-06-30');
    expect(status).toBe(200);
    expect(body.answer.total.year).toEqual({
      target: null,
      admitted: 0,
      fraction: '0',
      percent: null,
      difference: null,
      met: null,
    });
  });
});

it('a command that loses every race is answered 503 after 256 tries, has written nothing, and is taken when it is sent again', async () => {
  const events = api.app.get<EventStore>(EVENTS);
  const [own, head] = [events.append, await events.head()];
  let tries = 0;
  events.append = async (writes) => {
    tries += 1;
    throw new RevisionConflict(writes[0]?.stream ?? '', 0, 1);
  };
  const raced = { commandId: 'lost-every-race', on: '2023-01-02', command: founding('racer') };
  try {
    const answer = await api.post('/commands/organisation', raced);
    expect(answer).toMatchObject({ status: 503, body: { type: 'urn:dossier:busy' } });
    expect(answer.headers.get('retry-after')).toMatch(/^\d+$/);
    expect([tries, await events.head()]).toEqual([256, head]);
    expect((await api.get('/metrics')).body).toMatch(
      /^dossier_commands_total\{type="FoundOrganisation",outcome="conflict"\} 1$/m,
    );
  } finally {
    events.append = own;
  }
  expect(await api.post('/commands/organisation', raced)).toMatchObject({ status: 200, body: { repeated: false } });
});
