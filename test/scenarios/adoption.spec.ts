import { adoptionOf, decideDossier, lookedUp, surroundingsOf } from '@dossier/domain';
import { adopts, PAPERS_OF_2024, withVersion } from '../support/adopting';
import { eventsOf } from '../support/correcting';
import {
  asks,
  but,
  dossier,
  founds,
  given,
  onDay,
  step,
  upTo,
  wayFrom,
  type Given,
  type Step,
  type World,
} from '../support/scenario';

const way = wayFrom(2022);
/** The regulation as it was before the second editions were written down. */
const first = (world: World): World => ({
  ...world,
  regulation: {
    ...world.regulation,
    versions: world.regulation.versions.filter(({ version }) => !version.includes('.')),
  },
});
/** A dossier that was opened under the first edition, in a world that knows the second. */
const old = (...steps: readonly (Step | readonly Step[])[]): Given => {
  const { world } = given(first(dossier))(...steps);
  return given({ ...world, regulation: dossier.regulation })();
};

describe('a version can be adopted', () => {
  const voted = given(dossier)(...upTo('voted', way));

  it('on a day on which it is in force, if there is one of that name and it is another', () => {
    voted
      .when(adopts('R2025B.2', '2025-06-30'))
      .refused({ code: 'version-not-in-force', need: '2025-07-01', from: '2025-07-01' });
    voted.when(adopts('R2025A', '2025-07-01')).refused({ code: 'version-not-in-force', need: '2025-06-30' });
    voted.when(adopts('R1999', '2025-07-01')).refused({ code: 'version-unknown', have: 'R1999' });
    voted.when(adopts('R2021.2', '2023-05-01')).refused({ code: 'nothing-changed', have: 'R2021.2' });
    given(dossier)(...upTo('permitted', way))
      .when(adopts('R2025B.2', '2025-07-01'))
      .refused({ code: 'step-missing', need: 'DossierOpened' });
  });

  it.each([
    ['R2021', 'R2021.2', '2023-05-01', 'R2021.2'],
    ['R2025B', 'R2025B.2', '2025-07-01', 'R2025B.2'],
    ['R2026B', 'R2026B.2', '2026-08-03', 'R2026B.2'],
  ])(
    'only in its newest edition: not %s where %s is in force too, whatever the dossier holds',
    (older, _, on, need) => {
      const refusal = { code: 'version-superseded', condition: 'version', have: older, need, who: 'nobody' } as const;
      voted.when(adopts(older, on)).refused(refusal);
      if (need !== 'R2021.2') voted.and(adopts(need, on)).when(adopts(older, on)).refused(refusal);
    },
  );

  it('only while no later regulation holds in its place, also where it names no day of its end', () => {
    const { regulation } = dossier;
    const R2026B = regulation.versions.find(({ version }) => version === 'R2026B.2');
    if (R2026B === undefined) throw new Error('there is no R2026B.2');
    const later = { ...R2026B, version: 'R2027', inForce: { from: '2027-01-01' } };
    const world = { ...dossier, regulation: { ...regulation, versions: [...regulation.versions, later] } };
    const followed = given(world)(...upTo('voted', way));
    followed
      .when(adopts('R2026B.2', '2027-01-01'))
      .refused({ code: 'version-superseded', have: 'R2026B.2', need: 'R2027' });
    followed.when(adopts('R2026B.2', '2026-12-31')).accepted('ProcedureAdopted');
  });

  it('by one event, which names both; what was decided before stays under the version it was decided by', () => {
    const adopted = voted.when(adopts('R2025A', '2025-02-03')).accepted('ProcedureAdopted');
    expect(adopted.event.data).toMatchObject({ from: 'R2021.2', to: 'R2025A', redo: [], undone: [] });
    expect(adopted.state.procedure).toBe('R2025A');
    const of = (type: string) => adopted.world.log.find((event) => event.type === type)?.meta.procedure;
    expect([of('CellVoted'), of('ProcedureAdopted')]).toEqual(['R2021.2', 'R2021.2']);
    const next = adopted.when(onDay('2025-02-10', step('agreed', way))).accepted('CommitteeVoted');
    expect(next.event.meta.procedure).toBe('R2025A');
  });
});

describe('adopting says what is to be done again', () => {
  const stricter = withVersion(dossier, 'R2025A', ({ thresholds }) => ({
    thresholds: { ...thresholds, cell: { ...thresholds['cell'], numerator: 3, denominator: 4 } as never },
  }));

  it('a vote that carried by the old majority and not by the new', () => {
    const voted = given(stricter)(...upTo('submitted', way));
    const adopted = voted.when(adopts('R2025A', '2025-02-03')).accepted('ProcedureAdopted');
    expect(adopted.event.data).toMatchObject({
      redo: [{ event: 'CellVoted', refusal: { code: 'vote-short', condition: 'Q1', have: 5 } }],
      undone: ['CellVoted'],
    });
    expect(adopted.state.next?.action).toBe('HoldCellVote');
    expect(adopted.state.done.DossierSubmitted).toBe('2023-05-05');
  });

  it('refuses where such a step cannot be done again, with what stands in the way', () => {
    const older = withVersion(dossier, 'R2025A', ({ actions }) => ({
      actions: {
        ...actions,
        OpenDossier: {
          guards: [{ rule: 'age', id: 'E1', values: { least: 30, most: 60 }, verified: 'assumed' as const }],
        },
      },
    }));
    given(older)(...upTo('voted', way))
      .when(adopts('R2025A', '2025-02-03'))
      .refused({ code: 'too-young', condition: 'E1', need: 30 });
  });

  it('leaves closed what a decision has closed', () => {
    const decided = given(stricter)(...upTo('decided', way));
    expect(decided.when(adopts('R2025A', '2025-02-03')).accepted('ProcedureAdopted').event.data).toMatchObject({
      redo: [],
    });
  });

  it('the report beforehand is what the command then does', () => {
    const voted = given(stricter)(...upTo('submitted', way));
    const { world, state } = voted;
    const { command, on } = adopts('R2025A', '2025-02-03') as Step & { command: never };
    const context = lookedUp(surroundingsOf(command, state, on, world.regulation), ({ stream, evolution }) =>
      world.log
        .filter((event) => event.stream === stream)
        .reduce((s, event) => evolution.evolve(s, event), evolution.initial),
    );
    const to = world.regulation.versions.find(({ version }) => version === 'R2025A');
    if (to === undefined) throw new Error('there is no R2025A');
    const report = adoptionOf(eventsOf(voted), state, context, to, { calendar: world.regulation.calendar });
    const decision = decideDossier({ command, on, today: on }, state, context, world.regulation);
    if ('refused' in decision) throw new Error(decision.refused.code);
    expect(report).toEqual({ kind: 'maps-with-redo', redo: (decision.events[0]?.data as { redo: unknown }).redo });
  });
});

describe('a dossier of the first edition', () => {
  it('keeps it until it adopts the second, and then has the ways the first did not know', () => {
    const opened = old(...upTo('voted', way));
    expect(opened.state.procedure).toBe('R2021');
    opened
      .when(asks('MoveCandidate', '2023-04-20', { to: 'cell-b', orderedOn: '2023-04-20', number: '1' }))
      .refused({ code: 'not-in-procedure', have: 'R2021' });
    opened
      .and(adopts('R2021.2', '2023-04-19'))
      .when(asks('MoveCandidate', '2023-04-20', { to: 'cell-b', orderedOn: '2023-04-20', number: '1' }))
      .accepted('CandidateTransferred');
  });

  it('of a person who was admitted under it: the probation begins to count, and goes on to recognition', () => {
    const admitted = old(...upTo('celebrated', way));
    expect(admitted.state.probation).toBeUndefined();
    const adopted = admitted.when(adopts('R2021.2', '2023-09-01')).accepted('ProcedureAdopted');
    expect(adopted.state.probation).toMatchObject({ from: '2023-06-20', endsOn: '2024-06-20' });
    expect(adopted.state.next).toEqual({ action: 'CompleteNewMemberCourse', by: 'training-centre' });
    const recognised = adopted
      .and(
        ...PAPERS_OF_2024,
        asks('HoldRecognitionVote', '2024-06-28', { body: 'cell', number: '2', yes: 6, no: 1, convened: 7 }),
        asks('HoldRecognitionVote', '2024-07-05', {
          body: 'grassroots-committee',
          number: '3',
          yes: 8,
          no: 1,
          convened: 9,
        }),
      )
      .when(asks('DecideRecognition', '2024-07-15', { number: '4-QĐ', yes: 7, no: 2, convened: 11 }))
      .accepted('MemberRecognised');
    expect(recognised.event.data).toMatchObject({ officialFrom: '2024-06-20' });
  });
});

it('opening a dossier on a day no version is in force is refused, and under the one of its day otherwise', () => {
  given(dossier)(founds('x', 'cell', 'commune'), ...upTo('permitted', way))
    .when(asks('OpenDossier', '2025-01-20', {}))
    .accepted('DossierOpened');
  given(dossier)(founds('x', 'cell', 'commune'))
    .when(onDay('2016-07-24', but(step('listed', way), {})))
    .refused({ code: 'no-procedure-in-force', have: '2016-07-24' });
});
