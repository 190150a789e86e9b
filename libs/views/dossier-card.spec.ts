import {
  asks,
  dossier,
  given,
  onDay,
  rowsOf,
  seen,
  step,
  upTo,
  wayFrom,
  type Given,
} from '../../test/support/scenario';
import { cardOf, dossierCard, type DossierRow } from './dossier-card';

const way = wayFrom(2022);
const rowOf = ({ world }: Given): DossierRow => rowsOf(dossierCard, seen(world)).get('hs-1') as DossierRow;
const card = (now: Given, on: string) =>
  cardOf(rowOf(now), { on, calendar: now.world.regulation.calendar }, 'Chi bộ A', null);

describe('the card of a dossier', () => {
  const voted = given(dossier)(...upTo('voted', way));

  it('is the same fold that decides, with what is personal in its box', () => {
    const { birth: _, ...state } = voted.state;
    expect(rowOf(voted).state).toEqual(state);
    expect(rowOf(voted)).toMatchObject({ box: 'box:identity:dossier-hs-1', lastOn: '2023-04-10', revision: 16 });
  });

  it('says phase, next step, whose turn, version, mentor, and the steps by their days', () => {
    const seenOn = card(voted, '2023-04-11');
    expect(seenOn).toMatchObject({
      cellName: 'Chi bộ A',
      phase: 'approval',
      outcome: null,
      procedure: 'R2021.2',
      mentor: 'mentor',
      person: null,
      next: { action: 'HoldCommitteeVote', by: 'grassroots-committee' },
    });
    expect(seenOn.steps.at(0)).toEqual({ step: 'CandidateListed', on: '2022-01-10' });
    expect(seenOn.steps.at(-1)).toEqual({ step: 'CellVoted', on: '2023-04-10' });
    expect(seenOn.votes).toEqual([{ body: 'cell', carried: true, on: '2023-04-10' }]);
    expect(seenOn.documents.map(({ form }) => form)).toEqual(['1-KNĐ', '2-KNĐ', '3-KNĐ']);
  });

  it('counts the days left of each clock on the day it is asked, with the article', () => {
    const basis = expect.objectContaining({ document: '24-QĐ/TW', date: '2021-07-30' });
    expect(card(voted, '2023-07-05').deadlines).toMatchObject([
      { id: 'K1', due: '2023-07-06', daysLeft: 1, slack: 1, status: 'running', kind: 'act', basis },
    ]);
    expect(card(voted, '2023-07-08').deadlines).toMatchObject([{ daysLeft: -2, status: 'overdue' }]);
  });

  it('shows a vote that fell short and asks for it again', () => {
    const short = given(dossier)(...upTo('heard', way), {
      ...step('voted', way),
      command: { ...step('voted', way).command, yes: 1 } as never,
    });
    expect(card(short, '2023-04-11')).toMatchObject({
      next: { action: 'HoldCellVote' },
      votes: [{ body: 'cell', carried: false }],
    });
  });

  it('of an ended dossier has nothing next and no clocks', () => {
    const ended = voted.and(asks('WithdrawCandidate', '2023-05-01', {}));
    expect(card(ended, '2023-05-02')).toMatchObject({
      phase: 'ended',
      outcome: 'withdrawn',
      next: null,
      deadlines: [],
    });
  });

  it('differs when any event that carries more than its day is missing', () => {
    const events = seen(voted.world);
    const whole = JSON.stringify(rowOf(voted));
    const own = events.filter(({ stream }) => stream === 'dossier-hs-1');
    for (const left of own.slice(0, -1)) {
      const without = rowsOf(
        dossierCard,
        own.filter((event) => event !== left),
      ).get('hs-1');
      const lost = JSON.stringify(without) !== whole;
      expect([left.type, lost]).toEqual([left.type, true]);
    }
  });

  it('holds the box and never a name, a birth or a note', () => {
    const noted = given(dossier)(
      ...upTo('mentored', way),
      asks('ReportMentor', '2022-02-20', { opinion: 'good', details: { note: 'bí mật' } }),
    );
    for (const text of ['Lò Thị', '1995-04-20', 'bí mật']) expect(JSON.stringify(rowOf(noted))).not.toContain(text);
    expect(dossierCard.partition(rowOf(noted), 'hs-1')).toBe('cell-a');
    expect(rowOf(noted.and(onDay('2022-03-01', step('proposed', way)))).box).toBe('box:identity:dossier-hs-1');
  });
});
