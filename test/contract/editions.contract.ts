import type { ReadStore } from '@dossier/kernel';
import { ProjectionFenced } from '@dossier/kernel';
import { SINCE, SOURCE, change, hold, row } from './view-changes';

/** Editions: whole sets of rows, one of them live. */
export function editionsContract(store: () => ReadStore): void {
  const fenced = (work: Promise<unknown>) => expect(work).rejects.toBeInstanceOf(ProjectionFenced);
  const jsonOf = async (reads: ReadStore, key = 'a') => (await reads.get('board', 1, key))?.json;

  it('begins with one edition, which is live', async () => {
    const { live, all } = await store().editions();
    expect(all.map((each) => ({ ...each }))).toEqual([{ edition: live, state: 'live', since: expect.any(String) }]);
  });

  it('builds an edition beside the live one, and neither touches the other', async () => {
    const reads = store();
    await reads.save(SOURCE, [
      change({ to: 7, rows: [row('a', 'old')], applied: [{ stream: 's', revision: 3 }], held: [hold('h', 0)] }),
    ]);
    const edition = await reads.begin(SINCE);
    const beside = reads.edition(edition);
    expect((await reads.editions()).all.map((each) => ({ ...each }))).toContainEqual({
      edition,
      state: 'building',
      since: SINCE,
    });
    expect(await beside.source()).toBeUndefined();
    expect(await beside.position('board', 1)).toBe(0);
    expect(await beside.list('board', 1)).toEqual([]);
    expect(await beside.getMany('board', 1, ['a'])).toEqual([]);
    expect((await beside.applied('board', 1)).size).toBe(0);
    expect(await beside.held('board', 1)).toEqual([]);
    const missing = [{ stream: 's', revision: 0 }];
    await beside.save(SOURCE, [change({ to: 2, rows: [row('a', 'new'), row('b')], missing })]);
    expect(await jsonOf(beside)).toBe('new');
    expect(await beside.list('board', 1, 'unit-1')).toHaveLength(2);
    expect(await jsonOf(reads)).toBe('old');
    expect(await reads.list('board', 1)).toHaveLength(1);
    expect(await reads.position('board', 1)).toBe(7);
    expect(await reads.missing('board', 1)).toEqual([]);
    expect(new Map(await reads.applied('board', 1, ['s']))).toEqual(new Map([['s', 3]]));
    await beside.drop('board', 1);
    expect(await jsonOf(beside)).toBeUndefined();
    expect(await beside.source()).toBeUndefined();
    expect(await jsonOf(reads)).toBe('old');
    expect(await reads.source()).toBe(SOURCE);
  });

  it('asks and saves the edition that is live at the moment, unless it is bound to one', async () => {
    const reads = store();
    const { live: first } = await reads.editions();
    await reads.save(SOURCE, [change({ rows: [row('a', 'old')] })]);
    const second = await reads.begin(SINCE);
    await reads.edition(second).save(SOURCE, [change({ rows: [row('a', 'new')] })]);
    await reads.switch(first, second);
    expect(await jsonOf(reads)).toBe('new');
    expect(await jsonOf(reads.edition(first))).toBe('old');
    await reads.save(SOURCE, [change({ from: 1, to: 2, rows: [row('a', 'newer')] })]);
    expect(await jsonOf(reads)).toBe('newer');
    expect(await reads.edition(first).position('board', 1)).toBe(1);
    expect((await reads.editions()).all.map(({ edition, state }) => [edition, state])).toEqual([
      [first, 'kept'],
      [second, 'live'],
    ]);
    await reads.edition(first).save(SOURCE, [change({ from: 1, to: 2 })]);
    await reads.switch(second, first);
    expect(await jsonOf(reads)).toBe('old');
    expect((await reads.editions()).live).toBe(first);
  });

  it('switches to no edition that lacks a view or stands further back in one, and changes nothing then', async () => {
    const reads = store();
    const { live } = await reads.editions();
    await reads.save(SOURCE, [change({ to: 5 }), change({ view: 'queue', to: 4 })]);
    const next = await reads.begin(SINCE);
    const beside = reads.edition(next);
    await fenced(reads.switch(live, next));
    await beside.save(SOURCE, [change({ to: 5 })]);
    await fenced(reads.switch(live, next));
    await beside.save(SOURCE, [change({ view: 'queue', to: 3 })]);
    await fenced(reads.switch(live, next));
    expect((await reads.editions()).live).toBe(live);
    await beside.save(SOURCE, [change({ view: 'queue', from: 3, to: 6 })]);
    await reads.switch(live, next);
    expect((await reads.editions()).live).toBe(next);
    await fenced(reads.switch(next, live));
    expect((await reads.editions()).live).toBe(next);
  });

  it('takes a newer version of a view for the view, an older one not, and looks past rows of older programs', async () => {
    const reads = store();
    const { live } = await reads.editions();
    await reads.save(SOURCE, [change({ to: 9 }), change({ version: 2, to: 5 })]);
    const next = await reads.begin(SINCE);
    const beside = reads.edition(next);
    await beside.save(SOURCE, [change({ to: 9 })]);
    await fenced(reads.switch(live, next));
    await beside.save(SOURCE, [change({ version: 3, to: 4 })]);
    await fenced(reads.switch(live, next));
    await beside.save(SOURCE, [change({ version: 3, from: 4, to: 5 })]);
    await reads.switch(live, next);
    expect((await reads.editions()).live).toBe(next);
  });

  it('switches from the live edition only, and to one that is there', async () => {
    const reads = store();
    const { live } = await reads.editions();
    const next = await reads.begin(SINCE);
    await fenced(reads.switch(next, live));
    await fenced(reads.switch(live, live));
    await fenced(reads.switch(live, next + 1));
    await reads.switch(live, next);
    await fenced(reads.switch(live, next));
    expect((await reads.editions()).live).toBe(next);
  });

  it('lets one of two switches win', async () => {
    const reads = store();
    const { live } = await reads.editions();
    const [one, two] = [await reads.begin(SINCE), await reads.begin(SINCE)];
    const outcomes = await Promise.allSettled([reads.switch(live, one), reads.switch(live, two)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect((await reads.editions()).all.filter(({ state }) => state === 'live')).toHaveLength(1);
  });

  it('never switches to rows of another log', async () => {
    const reads = store();
    const { live } = await reads.editions();
    await reads.save(SOURCE, [change({})]);
    const next = await reads.begin(SINCE);
    await reads.edition(next).save('log-2', [change({ to: 2 })]);
    await expect(reads.switch(live, next)).rejects.toMatchObject({ name: 'StoreRefused', code: 'foreign' });
    expect((await reads.editions()).live).toBe(live);
  });

  it('marks an edition paused and building again, no other', async () => {
    const reads = store();
    const { live } = await reads.editions();
    const edition = await reads.begin(SINCE);
    const state = async () => (await reads.editions()).all.find((each) => each.edition === edition)?.state;
    expect(await reads.mark(edition, 'paused')).toBe(true);
    expect(await state()).toBe('paused');
    expect(await reads.mark(edition, 'building')).toBe(true);
    expect(await state()).toBe('building');
    expect(await reads.mark(live, 'paused')).toBe(false);
    expect(await reads.mark(edition + 1, 'paused')).toBe(false);
    await reads.switch(live, edition);
    expect(await reads.mark(live, 'building')).toBe(false);
    expect(await reads.mark(edition, 'paused')).toBe(false);
  });

  it('forgets an edition that is not live entirely, and never gives its number again', async () => {
    const reads = store();
    const { live } = await reads.editions();
    const edition = await reads.begin(SINCE);
    const beside = reads.edition(edition);
    await beside.save(SOURCE, [
      change({ rows: [row('a')], applied: [{ stream: 's', revision: 0 }], held: [hold('h', 0)] }),
    ]);
    expect(await reads.discard(live)).toBe(false);
    expect(await reads.discard(edition)).toBe(true);
    expect(await reads.discard(edition)).toBe(false);
    expect((await reads.editions()).all.map((each) => each.edition)).toEqual([live]);
    expect(await beside.list('board', 1)).toEqual([]);
    expect(await beside.position('board', 1)).toBe(0);
    expect(await beside.held('board', 1)).toEqual([]);
    expect((await beside.applied('board', 1)).size).toBe(0);
    expect(await reads.begin(SINCE)).toBeGreaterThan(edition);
  });

  it('takes nothing more for an edition that was discarded', async () => {
    const reads = store();
    const edition = await reads.begin(SINCE);
    const beside = reads.edition(edition);
    await beside.save(SOURCE, [change({})]);
    await reads.discard(edition);
    await fenced(beside.save(SOURCE, [change({ from: 1, to: 2 })]));
    await fenced(beside.save(SOURCE, [change({ rows: [row('late')] })]));
    await fenced(reads.edition(edition + 7).save(SOURCE, [change({})]));
    expect(await beside.get('board', 1, 'late')).toBeUndefined();
  });

  it('is not closed by who is bound to an edition', async () => {
    const reads = store();
    const { live } = await reads.editions();
    await reads.edition(live).close();
    expect(await reads.position('board', 1)).toBe(0);
    await reads.close();
    await expect(reads.edition(live).position('board', 1)).rejects.toMatchObject({ name: 'StoreUnavailable' });
    await expect(reads.editions()).rejects.toMatchObject({ name: 'StoreUnavailable' });
  });
}

/** Streams that a view holds back. */
export function heldContract(store: () => ReadStore): void {
  const held = async (view = 'board', version = 1) => (await store().held(view, version)).map((each) => ({ ...each }));

  it('remembers the streams a view holds, by stream, and what became of each', async () => {
    const reads = store();
    await reads.save(SOURCE, [change({ held: [hold('s2', 4), hold('s1', 0)] }), change({ version: 2 })]);
    expect(await held()).toEqual([hold('s1', 0), hold('s2', 4)]);
    expect(await held('board', 2)).toEqual([]);
    const again = hold('s2', 5, { tries: 2, reason: 'RangeError at board.apply' });
    await reads.save(SOURCE, [change({ from: 1, to: 1, held: [again], released: ['s1'] })]);
    expect(await held()).toEqual([again]);
    await reads.drop('board', 1);
    expect(await held()).toEqual([]);
  });

  it('releases a stream together with the rows, the applied and the missing revisions of what was held back', async () => {
    const reads = store();
    await reads.save(SOURCE, [change({ to: 6, held: [hold('s', 2)], applied: [{ stream: 's', revision: 1 }] })]);
    const step = {
      rows: [row('a')],
      applied: [{ stream: 's', revision: 4 }],
      missing: [{ stream: 's', revision: 3 }],
      released: ['s'],
    };
    const torn = [change({ from: 6, to: 6, ...step }), change({ view: 'queue', from: 1 })];
    await expect(reads.save(SOURCE, torn)).rejects.toBeInstanceOf(ProjectionFenced);
    expect(await held()).toEqual([hold('s', 2)]);
    await reads.save(SOURCE, [change({ from: 6, to: 6, ...step })]);
    expect(await held()).toEqual([]);
    expect(await reads.get('board', 1, 'a')).toBeDefined();
    expect(new Map(await reads.applied('board', 1))).toEqual(new Map([['s', 4]]));
    expect(await reads.missing('board', 1)).toHaveLength(1);
  });

  // A projector that did not see another one's release still believes the stream to be held, at the very same position.
  it('fences out who holds a stream at a revision that is applied', async () => {
    const reads = store();
    await reads.save(SOURCE, [change({ held: [hold('s', 2)], applied: [{ stream: 's', revision: 1 }] })]);
    await reads.save(SOURCE, [change({ from: 1, to: 1, applied: [{ stream: 's', revision: 2 }], released: ['s'] })]);
    const old = [change({ from: 1, to: 2, rows: [row('x')], held: [hold('s', 2)] })];
    await expect(reads.save(SOURCE, old)).rejects.toBeInstanceOf(ProjectionFenced);
    expect(await reads.position('board', 1)).toBe(1);
    expect(await reads.get('board', 1, 'x')).toBeUndefined();
    expect(await held()).toEqual([]);
    await reads.save(SOURCE, [change({ from: 1, to: 2, held: [hold('s', 3)] })]);
    expect(await held()).toEqual([hold('s', 3)]);
  });

  it('calls it a bug to hold and to release a stream at once', async () => {
    const both = store().save(SOURCE, [change({ held: [hold('s', 2)], released: ['s'] })]);
    await expect(both).rejects.toBeInstanceOf(TypeError);
    await expect(store().save(SOURCE, [change({ held: [hold('s', -1)] })])).rejects.toBeInstanceOf(TypeError);
  });
}
