import { spawnSync } from 'node:child_process';
import { dispatch, EngineModule, EVENTS, KEYS, parseStored } from '@dossier/engine';
import type { EventStore, KeyStore, Outcome } from '@dossier/kernel';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CommandBus } from '@nestjs/cqrs';
import { connect } from '../../libs/adapters/sqlite-driver';
import { built, environment } from '../support/built';
import { newFolder } from '../support/district';

jest.setTimeout(30_000);

const AT_ONCE = 50;
const CELL = 'cell';

let config: ReturnType<typeof newFolder>;
let app: INestApplicationContext;
let sent = 0;

beforeEach(async () => {
  config = newFolder();
  app = await started(config);
  const organisations = [
    ['top', 'district-committee'],
    ['commune', 'grassroots-committee', 'top'],
    [CELL, 'cell', 'commune'],
  ] as const;
  for (const [organisation, kind, parent] of organisations) {
    expect(
      await send('organisation', {
        type: 'FoundOrganisation',
        organisation,
        name: organisation,
        kind,
        parent,
        difficultArea: false,
      }),
    ).toMatchObject({ kind: 'accepted' });
  }
});
afterEach(async () => {
  await app.close();
  config.remove();
});

function started(settings: typeof config): Promise<INestApplicationContext> {
  return NestFactory.createApplicationContext(EngineModule.forRoot(settings), {
    logger: ['error', 'warn'],
    abortOnError: false,
  });
}

async function restart(): Promise<void> {
  await app.close();
  app = await started(config);
}

function send(
  aggregate: 'organisation' | 'dossier',
  command: object,
  on = '2023-01-02',
  commandId?: string,
): Promise<Outcome> {
  sent += 1;
  const request = { command: command as never, commandId: commandId ?? `one-${sent}`, on, actor: config.actor };
  return dispatch(app.get(CommandBus), aggregate, request);
}

const PERSON = { name: 'Lò Văn Một Mình', birth: '1999-03-04', mother: 'Quàng Thị Mẹ' };

const listing = (dossier: string, identity: object = PERSON, cell = CELL) => ({
  type: 'ListCandidate' as const,
  dossier,
  cell,
  proposedBy: 'cell' as const,
  declared: {
    sex: 'male',
    schooling: 'college',
    minority: true,
    union: 'none',
    local: true,
    demobilised: false,
  } as never,
  identity: identity as typeof PERSON,
});

const list = (dossier: string, identity?: object, on?: string): Promise<Outcome> =>
  send('dossier', listing(dossier, identity), on);
const withdraw = (dossier: string): Promise<Outcome> =>
  send('dossier', { type: 'WithdrawCandidate', dossier }, '2023-02-01');

const codes = (outcomes: readonly Outcome[]): readonly string[] =>
  outcomes.map((o) => (o.kind === 'accepted' ? o.kind : o.refusal.code)).sort();
const oneOf = (all: number): readonly string[] => [
  'accepted',
  ...Array.from({ length: all - 1 }, () => 'person-has-dossier'),
];

/** The dossiers of the log, from its bytes, with the random id of their person. */
async function listed(): Promise<readonly { dossier: string; person: string }[]> {
  const events = (await app.get<EventStore>(EVENTS).readAll(0, 100_000)).map(parseStored);
  return events
    .filter(({ type }) => type === 'CandidateListed')
    .map(({ stream, data }) => ({
      dossier: stream.slice('dossier-'.length),
      person: String((data as { person?: unknown }).person),
    }));
}

const ids = (prefix: string): readonly string[] => Array.from({ length: AT_ONCE }, (_, index) => `${prefix}-${index}`);

describe(`${AT_ONCE} dossiers of one person asked for at once`, () => {
  it('one is accepted, all others are refused', async () => {
    expect(codes(await Promise.all(ids('d').map((id) => list(id))))).toEqual(oneOf(AT_ONCE));
    expect(await listed()).toHaveLength(1);
  });

  it('one, however the name is typed', async () => {
    const typed = [
      PERSON.name,
      PERSON.name.normalize('NFD'),
      PERSON.name.toUpperCase(),
      `  ${PERSON.name.replace(' ', '  ')} `,
    ];
    const outcomes = await Promise.all(
      ids('d').map((id, index) => list(id, { ...PERSON, name: typed[index % typed.length] })),
    );
    expect(codes(outcomes)).toEqual(oneOf(AT_ONCE));
  });

  it('and all are accepted when they are of different persons', async () => {
    const outcomes = await Promise.all(ids('d').map((id, index) => list(id, { ...PERSON, mother: `Mẹ ${index}` })));
    expect(new Set(codes(outcomes))).toEqual(new Set(['accepted']));
  });

  it('after the first was withdrawn one more is accepted, for the same person', async () => {
    const first = await Promise.all(ids('d').map((id) => list(id)));
    const holder = (await listed())[0]?.dossier ?? '';
    expect(codes(first)).toEqual(oneOf(AT_ONCE));
    expect(await list('too-early')).toMatchObject({
      kind: 'refused',
      refusal: { code: 'person-has-dossier', have: holder },
    });
    expect(await withdraw(holder)).toMatchObject({ kind: 'accepted' });
    expect(codes(await Promise.all(ids('e').map((id) => list(id, PERSON, '2023-03-01'))))).toEqual(oneOf(AT_ONCE));
    const persons = (await listed()).map(({ person }) => person);
    expect(persons).toHaveLength(2);
    expect(new Set(persons).size).toBe(1);
  });

  it('and none is accepted after a restart while the first goes on', async () => {
    await list('d-1');
    await restart();
    expect(codes(await Promise.all(ids('d-2').map((id) => list(id))))).toEqual(
      Array(AT_ONCE).fill('person-has-dossier'),
    );
  });
});

describe('a listing that the rules refuse', () => {
  const refused = (dossier: string) =>
    send('dossier', listing(dossier, PERSON, 'no-such-cell')).catch((error: Error) => ({ kind: error.name }));

  it('keeps the person from nobody', async () => {
    expect(await refused('d-1')).not.toMatchObject({ kind: 'accepted' });
    expect(await list('d-2')).toMatchObject({ kind: 'accepted' });
  });

  it('does not free a person whom another command listed in the same dossier meanwhile', async () => {
    const [bad, good] = await Promise.all([refused('d-1'), list('d-1')]);
    expect([bad.kind === 'accepted', good.kind]).toEqual([false, 'accepted']);
    expect(await list('d-2')).toMatchObject({ kind: 'refused', refusal: { code: 'person-has-dossier' } });
  });
});

describe('a crash between the key store and the log', () => {
  /** Lists in a process of its own that ends, without any warning, as its first event is about to be written. */
  async function crashed(dossier: string, on = '2023-01-02'): Promise<void> {
    await app.close();
    const request = { command: listing(dossier), commandId: `crashed-${dossier}`, on, actor: config.actor };
    const args = [built('test/support/crash-at-append.js'), JSON.stringify(config), JSON.stringify(request)];
    const { signal, stderr } = spawnSync(process.execPath, args, { env: environment(), encoding: 'utf8' });
    expect({ signal, stderr }).toEqual({ signal: 'SIGKILL', stderr: '' });
    const left = connect(`${config.folder}/keys.db`, true);
    expect(left.prepare('SELECT dossier FROM claims').all()).toEqual([{ dossier: `dossier-${dossier}` }]);
    left.close();
    app = await started(config);
  }

  it('is swept at the next start, and the person can be listed', async () => {
    await crashed('d-lost');
    expect(await app.get<KeyStore>(KEYS).streams()).not.toContain('dossier-d-lost');
    expect(await list('d-1')).toMatchObject({ kind: 'accepted' });
    expect(await list('d-2')).toMatchObject({ kind: 'refused', refusal: { code: 'person-has-dossier', have: 'd-1' } });
  });

  it('under the lost dossier too', async () => {
    await crashed('d-lost');
    expect(await list('d-lost')).toMatchObject({ kind: 'accepted' });
  });

  it('sweeps no dossier that has an event', async () => {
    await list('d-1');
    await restart();
    expect(await app.get<KeyStore>(KEYS).streams()).toContain('dossier-d-1');
    expect(await list('d-2')).toMatchObject({ kind: 'refused', refusal: { code: 'person-has-dossier', have: 'd-1' } });
  });

  // Known fault: the sweep takes the moved claim away, and the person's id with it. Remove `failing` with the fault.
  it.failing(
    'while a claim moves from an ended dossier, leaves the person the same and free to be listed',
    async () => {
      await list('d-1');
      await withdraw('d-1');
      await crashed('d-2', '2023-03-01');
      expect(await list('d-3', PERSON, '2023-03-02')).toMatchObject({ kind: 'accepted' });
      expect(new Set((await listed()).map(({ person }) => person)).size).toBe(1);
    },
  );
});
