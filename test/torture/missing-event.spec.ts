import { cpSync } from 'node:fs';
import { openSqliteEvents, openSqliteReads } from '@dossier/adapters';
import { compareViews, Projector, type Difference } from '@dossier/engine';
import type { EventStore, StoredEvent } from '@dossier/kernel';
import { VIEWS } from '@dossier/views';
import { built, CLI, exampleSlice, newPlace, runBuilt } from '../support/built';

jest.setTimeout(60_000);

const place = newPlace();
const whole = place.in('whole');
const ROWS = 100;
let log: readonly StoredEvent[];

beforeAll(async () => {
  const register = exampleSlice(place.in('register'), ROWS);
  expect(runBuilt(built(CLI), ['import', register, '--apply', '--data', whole])).toMatchObject({ status: 0 });
  const events = openSqliteEvents({ file: `${whole}/events.db`, readOnly: true });
  log = await events.readAll(0, 1_000_000);
  await events.close();
}, 60_000);
afterAll(() => place.remove());

/** A log as a faulty source would give it to the projector: one event is left out. */
function without(events: EventStore, { order }: StoredEvent): EventStore {
  return {
    id: events.id,
    append: (writes) => events.append(writes),
    readStream: (stream, from) => events.readStream(stream, from),
    readAll: async (after, limit) => (await events.readAll(after, limit)).filter((event) => event.order !== order),
    head: () => events.head(),
    watch: (wake) => events.watch(wake),
    close: () => events.close(),
  };
}

/** A copy of the data folder whose views were built from a log without an event. */
async function prepared(name: string, left: StoredEvent | undefined, batch: number): Promise<string> {
  const folder = place.in(name);
  cpSync(whole, folder, { recursive: true });
  const events = openSqliteEvents({ file: `${folder}/events.db`, readOnly: true });
  const reads = openSqliteReads({ file: `${folder}/reads.db` });
  for (const view of VIEWS) await reads.drop(view.name, view.version);
  await new Projector(left ? without(events, left) : events, reads, VIEWS, { batch }).catchUp();
  await reads.close();
  await events.close();
  return folder;
}

async function differencesIn(folder: string): Promise<readonly Difference[]> {
  const events = openSqliteEvents({ file: `${folder}/events.db`, readOnly: true });
  const reads = openSqliteReads({ file: `${folder}/reads.db`, readOnly: true });
  try {
    return (await compareViews(events, reads, VIEWS)).differences;
  } finally {
    await reads.close();
    await events.close();
  }
}

/** The event of a dossier that is to be left out; never the last of the whole log, for a view that lags misses nothing. */
function chosen(where: 'first' | 'middle' | 'tail'): StoredEvent {
  const streams = [...new Set(log.map(({ stream }) => stream))].filter((stream) => stream.startsWith('dossier-'));
  const dossiers = streams.map((name) => log.filter(({ stream }) => stream === name));
  const events = dossiers.find((one) => one.length > 5 && one.at(-1)?.order !== log.at(-1)?.order) ?? [];
  const found = events.at({ first: 0, middle: events.length >> 1, tail: -1 }[where]);
  if (!found) throw new Error('no dossier is long enough');
  return found;
}

const named = (differences: readonly Difference[]): unknown =>
  differences.flatMap((d) =>
    d.kind === 'row' ? [] : [{ kind: d.kind, view: d.view, stream: d.stream, revision: d.revision }],
  );

it('a view that was given every event differs in nothing', async () => {
  const folder = await prepared('all', undefined, 2000);
  expect(await differencesIn(folder)).toEqual([]);
  expect(JSON.parse(runBuilt(built(CLI), ['compare', '--json', '--data', folder]).out)).toMatchObject({
    events: log.length,
    differences: [],
  });
});

describe.each([
  ['first', 'missing-event', 2000],
  ['middle', 'missing-event', 2000],
  ['middle', 'missing-event', 7],
  ['tail', 'behind', 2000],
] as const)('the %s event of a dossier that never reached the views (%s, batches of %d)', (where, kind, batch) => {
  let folder: string;
  let expected: unknown;
  let dossier: { stream: string; revision: number };
  beforeAll(async () => {
    const { stream, revision, ...left } = chosen(where);
    dossier = { stream, revision };
    expected = VIEWS.map(({ name }) => ({ kind, view: name, stream, revision }));
    folder = await prepared(`${where}-${batch}`, { stream, revision, ...left }, batch);
  });

  it('is named with dossier and revision, and nothing else is', async () => {
    expect(named(await differencesIn(folder))).toEqual(expected);
  });

  it('is named by the command line', () => {
    const json = runBuilt(built(CLI), ['compare', '--json', '--data', folder]);
    expect(json).toMatchObject({ status: 1, err: '' });
    expect(named((JSON.parse(json.out) as { differences: Difference[] }).differences)).toEqual(expected);
    const text = runBuilt(built(CLI), ['compare', '--lang', 'en', '--data', folder]);
    expect(text.status).toBe(1);
    expect(text.out).toContain(
      `${dossier.stream} ${kind === 'behind' ? 'has not reached' : 'misses'} revision ${dossier.revision}`,
    );
  });

  it('is there again after a rebuild', async () => {
    expect(runBuilt(built(CLI), ['rebuild', '--data', folder])).toMatchObject({ status: 0, err: '' });
    expect(await differencesIn(folder)).toEqual([]);
  });
});
