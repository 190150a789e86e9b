import fc from 'fast-check';
import { dossier as dossierStream, phaseOf, type DossierEvent, type DossierState } from '@dossier/domain';
import type { Recorded } from '@dossier/kernel';
import { asks, dossier, given, onDay, step, upTo, wayFrom } from '../support/scenario';

const way = wayFrom(2022);
const short = onDay('2023-04-09', {
  ...step('voted', way),
  command: { ...step('voted', way).command, yes: 1 } as never,
});

/** Every kind of event there is, as the deciders make them. */
const all: readonly Recorded<DossierEvent>[] = [
  upTo('celebrated', way),
  [...upTo('heard', way), short],
  [...upTo('submitted', way), asks('RefuseAdmission', '2023-06-01', { number: '1', yes: 0, no: 11, convened: 11 })],
  [...upTo('opened', way), asks('DelistCandidate', '2022-12-01', {})],
  [
    ...upTo('opened', way),
    asks('ReplaceMentor', '2022-12-01', { member: 'third', reason: 'other' }),
    asks('WithdrawCandidate', '2022-12-02', {}),
  ],
  [
    ...upTo('opened', way),
    asks('ReportMentor', '2022-12-01', { opinion: 'good' }),
    asks('EndorseByUnion', '2022-12-01', { union: 'youth-union', number: '1', yes: 1, no: 0, convened: 1 }),
  ],
].flatMap(
  (steps) =>
    given(dossier)(...steps).world.log.filter(
      ({ stream }) => stream === 'dossier-hs-1',
    ) as unknown as Recorded<DossierEvent>[],
);

const fold = (events: readonly Recorded<DossierEvent>[]): DossierState =>
  events.reduce(dossierStream.evolve, dossierStream.initial);

describe('folding a dossier', () => {
  it('has seen every kind of event', () => {
    expect(new Set(all.map(({ type }) => type)).size).toBe(25);
  });

  it('never throws, on any events in any order, and always leaves a state with a phase', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...all), { maxLength: 60 }), (events) => {
        const state = fold(events);
        expect(['nomination', 'mentor-assignment', 'training', 'approval', 'probation', 'ended']).toContain(
          phaseOf(state),
        );
        expect(JSON.parse(JSON.stringify(state))).toEqual(state);
      }),
    );
  });

  it('lets an event of another kind pass', () => {
    const unknown = {
      ...(all[0] as Recorded<DossierEvent>),
      type: 'SomethingNew',
    } as unknown as Recorded<DossierEvent>;
    expect(() => fold([...all, unknown])).not.toThrow();
  });

  it('changes neither the state nor the event it is given', () => {
    const freeze = <T>(value: T): T => {
      if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(freeze);
      return value;
    };
    expect(() =>
      all
        .map(freeze)
        .reduce((state, event) => freeze(dossierStream.evolve(state, event)), freeze(dossierStream.initial)),
    ).not.toThrow();
  });

  it('reads no procedure: what the event says holds, also where no regulation says so', () => {
    const [listed] = all as [Recorded<DossierEvent>];
    const strange = {
      ...listed,
      data: {
        ...listed.data,
        next: { action: 'DoWhatNobodyKnows', by: 'verifier' },
        deadlines: [
          {
            id: 'Z9',
            amount: 1,
            unit: 'months',
            start: '2001-01-01',
            due: '2001-02-01',
            until: 'CellVoted',
            verified: 'assumed',
          },
        ],
      },
    } as unknown as Recorded<DossierEvent>;
    const state = fold([strange]);
    expect(state.next).toEqual({ action: 'DoWhatNobodyKnows', by: 'verifier' });
    expect(state.deadlines.map(({ due }) => due)).toEqual(['2001-02-01']);
    expect(dossierStream.evolve).toHaveLength(2);
  });

  it('knows no birth once the identity is gone, and the age is then unknown', () => {
    const erased = all
      .slice(0, 22)
      .map(
        (event) => ({ ...event, data: { ...event.data, identity: undefined } }) as unknown as Recorded<DossierEvent>,
      );
    expect(fold(erased).birth).toBeUndefined();
    expect(phaseOf(fold(erased))).toBe('probation');
  });
});
