import { compareViews, Projector } from '@dossier/engine';
import type { EventStore, Held, ReadStore } from '@dossier/kernel';
import type { View } from '@dossier/views';
import { append, appendBytes, count, counting, failing, rowsOf } from '../support/counting';
import { MADE_STORES, type MadeStores } from '../support/scale';

let stores: MadeStores;
let events: EventStore;
let reads: ReadStore;

async function written(...streams: string[]): Promise<void> {
  for (const stream of streams) await append(events, stream, (await events.readStream(stream)).length);
}

const moved = (view: View) => new Projector(events, reads, [view], { batch: 3 }).catchUp();
const held = async (): Promise<readonly Held[]> => (await reads.held('counting', 1)).map((each) => ({ ...each }));

/** The rows that a projector makes which was never stopped by anything. */
async function cleanRows(view: View = counting): Promise<readonly string[]> {
  const clean = await stores.more();
  await new Projector(events, clean, [view]).catchUp();
  return rowsOf(clean);
}

describe.each(MADE_STORES)('with the views %s', (_scale, open) => {
  beforeEach(async () => {
    stores = await open();
    ({ events, reads } = stores);
  });
  afterEach(() => stores.close());

  describe('an event that a view cannot apply', () => {
    it('stops its own stream, from that event on, and no other', async () => {
      await written('a', 'bad', 'a', 'bad', 'bad', 'b', 'bad', 'a');
      await moved(failing('bad', 2));
      await written('bad', 'a');
      await moved(failing('bad', 2));
      expect(await count(reads, 'bad')).toBe(2);
      expect([await count(reads, 'a'), await count(reads, 'b')]).toEqual([4, 1]);
      expect(await reads.position('counting', 1)).toBe(await events.head());
      expect(new Map(await reads.applied('counting', 1))).toEqual(
        new Map([
          ['a', 3],
          ['b', 0],
          ['bad', 1],
        ]),
      );
      expect(await reads.missing('counting', 1)).toEqual([]);
      expect(await held()).toMatchObject([{ stream: 'bad', revision: 2 }]);
    });

    it('is told of by its kind and place, and never by what it says', async () => {
      await written('bad', 'bad');
      const told: unknown[] = [];
      const onHeld = (view: string, one: Held) => told.push([view, one.stream, one.revision]);
      await new Projector(events, reads, [failing('bad')], { onHeld, batch: 1 }).catchUp();
      expect(told).toEqual([['counting', 'bad', 0]]);
      const [one] = await held();
      expect(one?.reason).toMatch(/^TypeError at \S+ \(counting\.ts:\d+\), Happened$/);
      expect(JSON.stringify(one)).not.toContain('secret');
    });

    it('stops it in that view only', async () => {
      await written('bad', 'a');
      const other = { ...counting, name: 'other' };
      await new Projector(events, reads, [failing('bad'), other]).catchUp();
      expect(await reads.list('counting', 1)).toHaveLength(1);
      expect(await reads.list('other', 1)).toHaveLength(2);
      expect(await reads.held('other', 1)).toEqual([]);
    });

    it.each<[string, Partial<View>]>([
      [
        'say which rows it touches',
        {
          touches: ({ stream }) => {
            if (stream === 'bad') throw new Error('no');
            return [stream];
          },
        },
      ],
      [
        'say where a row is listed',
        {
          partition: (_, key) => {
            if (key === 'bad') throw new Error('no');
            return '';
          },
        },
      ],
    ])('stops it also where the view cannot %s', async (_, broken) => {
      await written('bad', 'a', 'bad');
      await moved({ ...(counting as View), ...broken });
      expect(await held()).toMatchObject([{ stream: 'bad', revision: 0 }]);
      expect(await rowsOf(reads)).toEqual(await cleanRows({ ...(counting as View), ...broken }));
      expect(await count(reads, 'a')).toBe(1);
    });

    it('leaves none of the rows it touches half changed', async () => {
      const two: View = {
        ...(counting as View),
        touches: ({ stream }) => [`${stream}/one`, `${stream}/two`],
        apply(row, event, key) {
          if (event.revision === 1 && key.endsWith('/two')) throw new Error('no');
          return counting.apply(row as never, event, key);
        },
      };
      await written('bad', 'bad');
      await moved(two);
      expect([await count(reads, 'bad/one'), await count(reads, 'bad/two')]).toEqual([1, 1]);
    });

    it.each([
      ['is no JSON', 'not at all'],
      ['is no envelope', '[1]'],
      ['names another stream', '{"stream":"a","revision":0,"type":"Happened","data":{},"meta":{}}'],
    ])('or one that %s stands still with its stream', async (_, text) => {
      await written('a');
      await appendBytes(events, 'bad', 0, text);
      await written('bad', 'a');
      await moved(counting);
      expect(await held()).toMatchObject([
        { stream: 'bad', revision: 0, reason: expect.stringMatching(/^the bytes are/) },
      ]);
      expect(await rowsOf(reads)).toEqual([`a//{"count":2,"sum":1}`]);
    });
  });

  describe('a stream that is held', () => {
    const release = (view: View, stream?: string) => new Projector(events, reads, [view]).release(stream);

    beforeEach(async () => {
      await written('a', 'bad', 'bad', 'worse', 'a', 'bad', 'worse');
      await moved(failing('worse', 0, failing('bad', 1)));
    });

    it('is as a clean rebuild once it was released under a mended view, whatever came after it', async () => {
      await written('bad', 'worse', 'a');
      await moved(failing('bad', 1));
      await release(counting);
      expect(await rowsOf(reads)).toEqual(await cleanRows());
      expect(await held()).toEqual([]);
      await written('bad');
      await moved(counting);
      expect(await rowsOf(reads)).toEqual(await cleanRows());
      expect((await compareViews(events, reads, [counting as View])).differences).toEqual([]);
    });

    it('stays held when it fails again, with the try counted and the time it stood still since', async () => {
      const [before] = await held();
      await moved(failing('bad', 1));
      expect(await held()).toEqual([{ ...before, tries: 2 }]);
      await moved(failing('bad', 2));
      expect(await held()).toMatchObject([{ stream: 'bad', revision: 2, tries: 3, since: before?.since }]);
      expect(await count(reads, 'bad')).toBe(2);
    });

    it('is tried once by every process that starts, and not again while it runs', async () => {
      const projector = new Projector(events, reads, [failing('bad', 1)]);
      for (let times = 0; times < 3; times += 1) {
        await written('bad', 'a');
        await projector.catchUp();
      }
      expect(await held()).toMatchObject([{ stream: 'bad', tries: 2 }]);
    });

    it('is released alone when it is named', async () => {
      const broken = { on: true };
      const switching: View = {
        ...(counting as View),
        apply(row, event, key) {
          if (broken.on && event.stream !== 'a') throw new Error('no');
          return counting.apply(row as never, event, key);
        },
      };
      const projector = new Projector(events, reads, [switching]);
      await projector.catchUp();
      broken.on = false;
      expect(await projector.release('worse')).toEqual({ released: 1, held: 0 });
      expect((await held()).map(({ stream }) => stream)).toEqual(['bad']);
      expect(await projector.release('no-such')).toEqual({ released: 0, held: 0 });
      expect(await projector.release()).toEqual({ released: 1, held: 0 });
      expect(await rowsOf(reads)).toEqual(await cleanRows());
    });

    it('is not lost when another process releases it behind the back of the one that moves the view', async () => {
      const old = new Projector(events, reads, [failing('bad', 1)]);
      await old.catchUp();
      const mended = new Projector(events, reads, [counting]);
      await mended.release('bad');
      // At rest, so that it is the other one that reads what comes now.
      await mended.catchUp();
      await written('bad', 'a');
      await old.catchUp();
      await written('bad');
      await mended.catchUp();
      await mended.release();
      expect(await rowsOf(reads)).toEqual(await cleanRows());
      expect(await reads.missing('counting', 1)).toEqual([]);
    });

    it('is released also by a process at rest that another has gone past, which held it', async () => {
      const resting = new Projector(events, reads, [counting]);
      await resting.catchUp();
      await written('late', 'a');
      await moved(failing('late'));
      expect((await held()).map(({ stream }) => stream)).toEqual(['late']);
      expect(await resting.release('late')).toEqual({ released: 1, held: 0 });
      expect(await rowsOf(reads)).toEqual(await cleanRows());
      expect(await held()).toEqual([]);
    });

    it('is named as held by the completeness check, and not as missing', async () => {
      const { differences } = await compareViews(events, reads, [counting as View]);
      expect(differences.map((each) => [each.kind, 'stream' in each && each.stream])).toEqual([
        ['held', 'bad'],
        ['held', 'worse'],
      ]);
    });
  });
});
