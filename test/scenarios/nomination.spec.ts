import { asks, but, dossier, given, onDay, step, upTo, wayFrom } from '../support/scenario';

const way = wayFrom(2022);
const list = step('listed', way);

describe('a candidate is listed', () => {
  it.each(['cell', 'youth-union', 'trade-union', 'other'] as const)(
    'and the list says who proposed: %s',
    (proposedBy) => {
      const { event, phase, state } = given(dossier)().when(but(list, { proposedBy })).accepted('CandidateListed');
      expect(event.data).toMatchObject({
        proposedBy,
        cell: 'cell-a',
        person: 'p-hs-1',
        next: { action: 'AssignMentor', by: 'cell' },
      });
      expect(phase).toBe('nomination');
      expect(state.birth).toBe('1995-04-20');
    },
  );

  it('once: a listed candidate is not listed again', () => {
    given(dossier)(...way.listed)
      .when(onDay('2022-02-10', list))
      .refused({ code: 'already-done', condition: 'CandidateListed', have: '2022-01-10', need: null, who: 'nobody' });
  });

  it('in a cell that is known, is a cell, and stood by then', () => {
    given(dossier)()
      .when(but(list, { cell: 'no-such' }))
      .refused({ code: 'unit-unknown', condition: 'cell', have: 'no-such', need: null, who: 'caller' });
    given(dossier)()
      .when(but(list, { cell: 'commune' }))
      .refused({ code: 'wrong-kind', have: 'grassroots-committee', need: 'cell', who: 'caller' });
    given(dossier)()
      .when(onDay('2009-12-31', list))
      .refused({ code: 'before-founding', condition: 'cell', have: '2009-12-31', need: '2010-01-01', who: 'nobody' });
  });

  it('not on a day that has not come', () => {
    given(dossier)()
      .when(onDay('2022-01-10', list, '2022-01-09'))
      .refused({
        code: 'day-in-future',
        condition: 'on',
        have: '2022-01-10',
        need: '2022-01-09',
        from: '2022-01-10',
        who: 'nobody',
      });
  });

  it('under no regulation that is not known: nothing is guessed for days before the first version', () => {
    given(dossier)()
      .when(onDay('2016-07-24', list))
      .refused({ code: 'no-procedure-in-force', condition: 'on', have: '2016-07-24', need: null, who: 'decider' });
    for (const on of ['2016-07-25', '2025-01-19', '2025-01-20', '2026-11-24'])
      given(dossier)().when(onDay(on, list)).accepted('CandidateListed');
  });
});

describe('a dossier that was never listed', () => {
  it('is unknown to every other step', () => {
    for (const asked of [
      ...way.mentored,
      ...way.opened,
      ...way.voted,
      ...way.celebrated,
      asks('WithdrawCandidate', '2022-05-01', {}),
    ]) {
      given(dossier)()
        .when(asked)
        .refused({ code: 'dossier-unknown', condition: 'dossier', have: 'hs-1', need: null, who: 'caller' });
    }
  });
});

describe('no step is dated before the listing', () => {
  it.each(['mentored', 'proposed', 'opened'] as const)('%s', (stage) => {
    given(dossier)(...way.listed)
      .when(onDay('2022-01-09', step(stage, way), '2022-06-01'))
      .refused({ code: 'before-earlier-step', have: '2022-01-09', need: '2022-01-10', who: 'cell' });
  });
});

describe('the four phases', () => {
  it('follow from what was done', () => {
    const phases = (
      [
        'listed',
        'mentored',
        'proposed',
        'certified',
        'permitted',
        'opened',
        'voted',
        'decided',
        'received',
        'celebrated',
      ] as const
    ).map((stage) => given(dossier)(...upTo(stage, way)).phase);
    expect(phases).toEqual([
      'nomination',
      'mentor-assignment',
      'training',
      'training',
      'approval',
      'approval',
      'approval',
      'approval',
      'approval',
      'probation',
    ]);
  });

  it('and end with the dossier', () => {
    for (const type of ['DelistCandidate', 'WithdrawCandidate'] as const) {
      expect(given(dossier)(...upTo('opened', way), asks(type, '2022-12-01', {})).phase).toBe('ended');
    }
  });
});
