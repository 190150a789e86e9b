import type { OrganisationCommand } from '@dossier/contract';
import type { ProcedureVersion } from '@dossier/procedure';
import { adopts, PAPERS_OF_2024, withVersion } from '../support/adopting';
import {
  asks,
  but,
  dossier,
  founds,
  given,
  onDay,
  plansClass,
  step,
  upTo,
  wayFrom,
  type Step,
  type World,
} from '../support/scenario';

// On 1/7/2025 the district ended and R2025B came into force. A dossier that was opened in the district goes on under the
// new commune; and what a version finds in votes on recognition is found body by body.

const DAY = '2025-07-01';
const way = wayFrom(2024);
const unit = (type: OrganisationCommand['type'], organisation: string, fields: object): Step => ({
  command: { type, organisation, ...fields } as unknown as OrganisationCommand,
  on: DAY,
});
const tree: readonly Step[] = [
  founds('province', 'provincial-committee'),
  founds('new-commune', 'commune-committee', 'province', DAY),
  unit('MergeOrganisations', 'new-commune', { from: ['commune', 'other-commune'], number: '1-NQ/TU' }),
  unit('MoveOrganisation', 'cell-alone', { parent: 'new-commune' }),
  unit('DissolveOrganisation', 'district', { number: '2-NQ/TU', successor: 'province' }),
];
const inDistrict = given(dossier)(plansClass('class-2024', '2024-05-10', '2024-05-14'));
const submitted = inDistrict.and(...upTo('submitted', way), ...tree);
const decides = (on: string, more: object = {}) =>
  asks('DecideAdmission', on, { number: '10-QĐ/ĐU', yes: 6, no: 3, convened: 9, ...more });

describe('a dossier of the district on the day the district ends', () => {
  it('finds no decider under its own version', () => {
    submitted.when(decides('2025-07-10')).refused({
      code: 'decider-missing',
      condition: 'B1',
      who: 'provincial-committee',
      basis: { document: '01-HD/TW', date: '2021-09-28' },
    });
  });

  it('adopts R2025B with nothing to be done again, and the new commune decides', () => {
    submitted.when(adopts('R2025B.2', '2025-06-30')).refused({ code: 'version-not-in-force', from: DAY });
    const adopted = submitted.when(adopts('R2025B.2', DAY)).accepted('ProcedureAdopted');
    expect(adopted.event.data).toMatchObject({ from: 'R2021.2', to: 'R2025B.2', redo: [], undone: [] });
    expect(adopted.state.next).toEqual({ action: 'DecideAdmission', by: 'decider' });
    const decided = adopted.when(decides('2025-07-10')).accepted('AdmissionDecided');
    expect(decided.event.data).toMatchObject({ decider: 'new-commune', vote: { needed: 5 } });
    expect(decided.event.meta.procedure).toBe('R2025B.2');
    const held = decided
      .and(asks('ReceiveDecision', '2025-07-14', {}))
      .when(asks('HoldCeremony', '2025-07-20', {}))
      .accepted('CeremonyHeld');
    expect(held.events.map(({ stream, type }) => [stream, type])).toEqual([
      ['dossier-hs-1', 'CeremonyHeld'],
      ['member-hs-1', 'MemberRegistered'],
      ['organisation-cell-a', 'MemberEnrolled'],
    ]);
  });

  it('keeps its history under the version it was made by, and the clock of its vote with the days it had', () => {
    const adopted = submitted.when(adopts('R2025B.2', DAY)).accepted('ProcedureAdopted');
    const own = adopted.world.log.filter(({ stream }) => stream === 'dossier-hs-1');
    expect(new Set(own.map(({ meta }) => meta.procedure))).toEqual(new Set(['R2021.2']));
    // 60 working days from 10/4/2025, not 45: the resolution was made under the old version.
    expect(adopted.state.deadlines.find(({ id }) => id === 'K1')).toMatchObject({
      start: '2025-04-10',
      amount: 60,
      due: '2025-07-07',
      basis: { document: '24-QĐ/TW', date: '2021-07-30' },
    });
  });

  it('votes from then on as the new version wants it, with no committee between', () => {
    const heard = inDistrict.and(...upTo('heard', way), ...tree);
    // Eight members of the cell are official by then.
    const votes = but(onDay('2025-07-08', step('voted', way)), { yes: 6, convened: 8 });
    heard.and(adopts('R2025B.2', DAY)).when(votes).refused({ code: 'vote-method', condition: 'Q7' });
    const voted = heard
      .and(adopts('R2025B.2', DAY))
      .when(but(votes, { method: 'ballot' }))
      .accepted('CellVoted');
    expect(voted.state.next).toEqual({ action: 'SubmitDossier', by: 'cell' });
    expect(voted.state.deadlines.find(({ id }) => id === 'K1')).toMatchObject({ amount: 45, due: '2025-09-11' });
  });
});

it('B1 K6 a probationer of the district is recognised by the new commune, once the dossier has adopted R2025B', () => {
  const votes = (body: 'cell' | 'grassroots-committee', on: string, yes: number, convened: number) =>
    ({ body, number: '2-NQ', yes, no: convened - yes, convened, on }) as const;
  const own = wayFrom(2022);
  const voted = given(dossier)(
    ...upTo('celebrated', own),
    ...PAPERS_OF_2024,
    ...[votes('cell', '2025-06-09', 6, 8), votes('grassroots-committee', '2025-06-16', 6, 9)].flatMap(
      ({ on, ...vote }) => [asks('HoldRecognitionVote', on, vote), asks('HoldErasureVote', on, vote)],
    ),
    ...tree,
  );
  const decide = asks('DecideRecognition', '2025-07-10', { number: '4-QĐ', yes: 5, no: 4, convened: 9 });
  const strike = asks('EraseProbationer', '2025-07-10', { number: '4-QĐ', yes: 5, no: 4, convened: 9 });
  for (const step of [decide, strike])
    voted.when(step).refused({ code: 'decider-missing', condition: 'B1', who: 'provincial-committee' });
  const adopted = voted.when(adopts('R2025B.2', DAY)).accepted('ProcedureAdopted');
  expect(adopted.event.data).toMatchObject({ redo: [], undone: [] });
  expect(adopted.state.next).toEqual({ action: 'DecideRecognition', by: 'decider' });
  expect(adopted.when(decide).accepted('MemberRecognised').event.data).toMatchObject({ officialFrom: '2024-06-20' });
  adopted.when(strike).accepted('ProbationerErased');
});

describe('votes on recognition', () => {
  /** R2025A with other majorities, in a world where a probationer's bodies voted under R2021.2. */
  const strict = (changed: (known: ProcedureVersion['thresholds']) => object): World =>
    withVersion(dossier, 'R2025A', ({ thresholds }) => ({ thresholds: { ...thresholds, ...changed(thresholds) } }));
  const old = wayFrom(2022);
  const votes = (body: 'cell' | 'grassroots-committee', on: string, yes: number, convened: number) =>
    asks('HoldRecognitionVote', on, { body, number: '2-NQ', yes, no: convened - yes, convened });
  const voted = (world: World) =>
    given(world)(
      ...upTo('celebrated', old),
      ...PAPERS_OF_2024,
      votes('cell', '2025-01-06', 5, 7),
      votes('grassroots-committee', '2025-01-10', 7, 9),
    );
  const quarters = (known: ProcedureVersion['thresholds'], body: string) => ({
    ...known[body],
    numerator: 3,
    denominator: 4,
  });

  it('that carried by the old majority and not by the new cannot be held again by adopting: the version cannot be adopted', () => {
    voted(strict((known) => ({ cell: quarters(known, 'cell') })))
      .when(adopts('R2025A', '2025-02-03'))
      .refused({ code: 'vote-short', condition: 'Q1', have: 5, need: 6, who: 'cell' });
  });

  it('are held against the majority of the body that voted, and of the matter', () => {
    voted(
      strict((known) => ({
        'grassroots-committee': { ...quarters(known, 'grassroots-committee'), numerator: 8, denominator: 9 },
      })),
    )
      .when(adopts('R2025A', '2025-02-03'))
      .refused({ code: 'vote-short', condition: 'Q2', have: 7, need: 8, who: 'grassroots-committee' });
    voted(strict((known) => ({ 'recognition/cell': quarters(known, 'cell') })))
      .when(adopts('R2025A', '2025-02-03'))
      .refused({ code: 'vote-short', have: 5, need: 6 });
    voted(strict(() => ({})))
      .when(adopts('R2025A', '2025-02-03'))
      .accepted('ProcedureAdopted');
  });
});
