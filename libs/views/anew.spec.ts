import fc from 'fast-check';
import { approves, corrects, proposes } from '../../test/support/correcting';
import {
  asks,
  but,
  dossier,
  given,
  onDay,
  rowsOf,
  seen,
  step,
  upTo,
  wayFrom,
  type Given,
  type Step,
} from '../../test/support/scenario';
import { dossierCard, type DossierRow } from './dossier-card';
import { quotaBoard } from './quota-board';
import { nextRow, type Seen, type View } from './view';
import { worklist, type WorkRow } from './worklist';

// Rows of a dossier whose past changes: by a correction, by an entry of an earlier day.

const way = wayFrom(2022);
const certified = given(dossier)(...upTo('certified', way));
const right = but(step('certified', way), { number: '21/GCN', issuedOn: '2022-05-20' });
const rest = (after: (typeof way)[keyof typeof way][number]): readonly Step[] =>
  upTo('heard', way).slice(upTo('heard', way).indexOf(after) + 1);
const late = onDay(
  '2022-10-20',
  asks('FileDocument', '2022-10-20', { form: '4-KNĐ', writtenOn: '2022-10-20' }),
  '2023-02-02',
);

/** A history with everything in it that changes what came before: a correction, and an entry that comes late. */
const mended = certified
  .and(corrects(certified, 'TrainingCertified', right, '2022-06-01'), ...rest(step('certified', way)))
  .and(late);
/** The same, had it been written rightly and in time. */
const neverWrong = given(dossier)(...upTo('proposed', way), right, ...upTo('opened', way).slice(4), {
  ...late,
  today: '2022-10-20',
}).and(...rest(step('opened', way)));

const cardOf = (now: Given) => rowsOf(dossierCard, seen(now.world)).get('hs-1') as DossierRow;
const workOf = (now: Given) => rowsOf(worklist, seen(now.world)).get('hs-1') as WorkRow;

describe('a row whose past was changed', () => {
  it('is the row of a history that was never wrong, but for having been changed: the card', () => {
    const { EntryCorrected, ...done } = cardOf(mended).state.done;
    expect(EntryCorrected).toBe('2022-06-01');
    const before = cardOf(neverWrong);
    expect({ ...cardOf(mended).state, done, revision: 0 }).toEqual({ ...before.state, revision: 0 });
    expect(cardOf(mended).state.deadlines.find(({ id }) => id === 'T1')?.due).toBe('2027-05-20');
  });

  it('is the row of a history that was never wrong, but for having been changed: the worklist', () => {
    const { EntryCorrected: _, ...done } = workOf(mended).done;
    const plain = (row: WorkRow) => ({ ...row, revision: 0, since: '', last: '' });
    expect(plain({ ...workOf(mended), done })).toEqual(plain(workOf(neverWrong)));
  });

  it('has the revision of the newest event, whatever day that event is of', () => {
    const { log } = mended.world;
    const newest = log.filter(({ stream }) => stream === 'dossier-hs-1').at(-1);
    expect([cardOf(mended).revision, workOf(mended).revision]).toEqual([newest?.revision, newest?.revision]);
    expect(newest?.meta.on).toBe('2022-10-20');
    expect(workOf(mended).lastOn).toBe('2023-02-01');
  });

  it('still says what is next by the newest event, and whose box it is', () => {
    expect(workOf(mended).next).toEqual({ action: 'HoldCellVote', by: 'cell' });
    expect([cardOf(mended).box, workOf(mended).box]).toEqual([
      'box:identity:dossier-hs-1',
      'box:identity:dossier-hs-1',
    ]);
  });

  it('is made anew only where the past was changed', () => {
    const asked = (now: Given, view: View<never>) => {
      const events = seen(now.world).filter(({ stream }) => stream === 'dossier-hs-1');
      const row = rowsOf(view, events.slice(0, -1)).get('hs-1');
      return view.anew?.needed(row, events.at(-1) as Seen);
    };
    for (const view of [dossierCard, worklist] as readonly View[] as readonly View<never>[]) {
      expect(asked(certified, view)).toBe(false);
      expect(asked(mended, view)).toBe(true);
    }
  });
});

/** Rows as a projector makes them: within a batch as they are, between batches out of a store. */
function inBatches(view: View, events: readonly Seen[], cuts: ReadonlySet<number>): unknown {
  let rows = new Map<string, unknown>();
  for (const [index, event] of events.entries()) {
    if (cuts.has(index)) rows = new Map(JSON.parse(JSON.stringify([...rows])) as [string, unknown][]);
    for (const key of view.touches(event)) {
      const before = rows.get(key);
      const history = view.anew?.needed(before, event) ? events.slice(0, index + 1) : undefined;
      rows.set(key, nextRow(view, before, event, key, history));
    }
  }
  return JSON.parse(JSON.stringify([...rows]));
}

describe('rows made in batches', () => {
  const decided = mended.and(...upTo('celebrated', way).slice(upTo('heard', way).length));
  const listing = but(step('listed', way), { proposedBy: 'cell' });
  const all = decided.and(
    proposes(decided, 'CandidateListed', listing, '2023-08-01'),
    approves(decided, 'CandidateListed', '2023-08-02'),
    asks('CompleteNewMemberCourse', '2023-09-01', { number: '4-GCN', issuedOn: '2023-09-01' }),
  );
  const events = seen(all.world).filter(({ stream }) => stream === 'dossier-hs-1');

  it.each([dossierCard, worklist, quotaBoard] as readonly View[])(
    'are those made in one, wherever they are cut: $name',
    (view) => {
      const whole = inBatches(view, events, new Set());
      expect(whole).not.toEqual([]);
      fc.assert(
        fc.property(fc.uniqueArray(fc.nat(events.length - 1)), (cuts) => {
          expect(inBatches(view, events, new Set(cuts))).toEqual(whole);
        }),
        { numRuns: 50 },
      );
    },
  );
});
