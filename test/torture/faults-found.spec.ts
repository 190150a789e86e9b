import { memoryEvents, memoryKeys, memoryReads } from '@dossier/adapters';
import { Projector } from '@dossier/engine';
import type { EventStore, ReadStore, Recorded, StoredEvent } from '@dossier/kernel';
import { VIEWS } from '@dossier/views';
import { seeded } from '../contract/kurrent-faults';
import { lostOrDoubled } from '../support/cluster/aftermath';
import { nothingSeen } from '../support/cluster/load';
import { commune } from '../support/commune';
import type { SmallEngine } from '../support/engine-in-memory';
import { askUntilAnswered, linesOf, nothingTold, type Told } from '../support/faulting/asking';
import { findings } from '../support/faulting/findings';
import { engineAt, logFrom, writeAll } from '../support/faulting/ground';

/** A run in which nothing went wrong. */
async function sound(): Promise<{ engine: SmallEngine; log: EventStore; reads: ReadStore; told: Told }> {
  const [events, keys, reads, told] = [memoryEvents(), memoryKeys(), memoryReads(), nothingTold()];
  await writeAll(engineAt({ log: events, keys }), commune.log);
  const log = logFrom(events, await events.head());
  const engine = engineAt({ log, keys });
  for (const line of linesOf('sound', seeded(1))) {
    for (const request of line) await askUntilAnswered(engine, told, request);
  }
  await new Projector(log, reads, VIEWS).catchUp();
  return { engine, log, reads, told };
}

describe('what is looked for after a fault is found:', () => {
  it('in a sound run there is nothing', async () => {
    const { log, reads, told } = await sound();
    expect(told.accepted.size).toBeGreaterThan(5);
    expect(await findings(log, reads, told)).toEqual([]);
  });

  it('an acknowledged event that is gone', async () => {
    const { log, reads, told } = await sound();
    const [last] = (await log.readAll(0, 100)).slice(-1);
    const without: EventStore = {
      ...log,
      readAll: async (after, limit) => (await log.readAll(after, limit)).filter(({ order }) => order !== last?.order),
    };
    const wrong = (await findings(without, reads, told)).join('\n');
    expect(wrong).toContain('was acknowledged and is not in its place');
    expect(wrong).toContain('has applied dossier-sound-1');
  });

  it('a command that is there twice, and views that do not know of it', async () => {
    const { engine, log, reads, told } = await sound();
    const note = linesOf('sound', seeded(1))[1]?.[1];
    if (note === undefined) throw new Error('nothing is noted');
    const stream = 'dossier-sound-0';
    const stored = await log.readStream(stream);
    const next = stored.length;
    const { type, data, meta } = await engine.kit.codec.decode(stored[1] as StoredEvent);
    const again = await engine.kit.codec.encode({ type, data }, { stream, revision: next, meta });
    await log.append([{ stream, expected: next - 1, events: [again] }]);
    const wrong = (await findings(log, reads, told)).join('\n');
    expect(wrong).toContain(`${note.id} in ${stream} is there twice`);
    expect(wrong).toContain('dossier-card stands at');
  });

  it('an event that nobody asked for, and an answer that was another the second time', async () => {
    const { log, reads, told } = await sound();
    told.asked.delete('sound:1:0');
    told.contradictions.push('an answer differs');
    expect(await findings(log, reads, told)).toEqual([
      'an answer differs',
      'dossier-sound-0 has an event of sound:1:0, which nobody asked',
    ]);
  });

  it('a row that says something else, a revision that is missing, a stream that is held', async () => {
    const { log, reads, told } = await sound();
    const { name: view, version } = VIEWS[0] ?? { name: '', version: 0 };
    const from = await reads.position(view, version);
    const [stream, revision] = ['dossier-sound-0', 99];
    const held = { stream, revision, reason: 'a test', since: '2025-01-01T00:00:00.000Z', tries: 1 };
    const rows = [{ key: 'sound-0', partition: 'nowhere', json: '{}' }];
    const missing = [{ stream, revision: 0 }];
    await reads.save(log.id, [{ view, version, from, to: from, rows, applied: [], missing }]);
    const found = (await findings(log, reads, told)).join('\n');
    expect(found).toContain(`${view} differs from a clean rebuild: row sound-0`);
    expect(found).toContain(`${view} misses ${stream} 0`);
    await reads.save(log.id, [{ view, version, from, to: from, rows: [], applied: [], missing: [], held: [held] }]);
    expect((await findings(log, reads, told)).join('\n')).toContain(`${view} holds ${stream}: a test`);
  });
});

describe('what is looked for after processes were killed under load is found:', () => {
  const stream = 'dossier-1';
  const event = (id: string, revision: number, type = 'TemporaryActivityNoted') =>
    ({ stream, revision, type, meta: { command: { id } } }) as unknown as Recorded;
  const told = (id: string, revision: number) => ({
    ...nothingSeen(),
    acknowledged: [{ id, stream, revision, ms: 1, tries: 1 }],
  });
  const log = [event('list', 0, 'CandidateListed'), event('note', 1)];

  it('in a sound log there is nothing', () => {
    expect(lostOrDoubled(told('note', 1), log)).toEqual([]);
    expect(lostOrDoubled(told('both', 1), [event('both', 0, 'CandidateListed'), event('both', 1)])).toEqual([]);
  });

  it('a command that is gone, or stands elsewhere than it was said', () => {
    expect(lostOrDoubled(told('note', 1), log.slice(0, 1))).toEqual(['note was acknowledged and is not in the log']);
    expect(lostOrDoubled(told('list', 1), log)).toEqual(['list was acknowledged at another revision than it has']);
  });

  it.each([1, 2])('a command that was written twice, whichever of the two its caller was told of (%d)', (revision) => {
    expect(lostOrDoubled(told('note', revision), [...log, event('note', 2)])).toEqual(['note stands in the log twice']);
  });
});
