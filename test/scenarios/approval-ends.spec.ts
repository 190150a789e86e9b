import { asks, before, but, dossier, given, onDay, step, upTo, wayFrom, WAY, type Step } from '../support/scenario';

// How an approval ends: with the ceremony in its days, or before it, when a candidate is taken off the list or withdraws.

const way = wayFrom(2022);
const regulation = { document: '24-QĐ/TW', date: '2021-07-30' };

describe('the ceremony', () => {
  const received = given(dossier)(...upTo('received', way));
  const celebrate = step('celebrated', way);

  it('W1 W2 comes after the decision, and after the decision has been received', () => {
    given(dossier)(...upTo('submitted', way))
      .when(celebrate)
      .refused({ code: 'step-missing', condition: 'W1', have: null, need: 'AdmissionDecided', who: 'decider' });
    given(dossier)(...upTo('decided', way))
      .when(celebrate)
      .refused({ code: 'step-missing', condition: 'W1', have: null, need: 'DecisionReceived', who: 'cell' });
    received.when(onDay('2023-06-07', celebrate, '2023-06-20')).refused({
      code: 'before-earlier-step',
      have: '2023-06-07',
      need: '2023-06-08',
      from: '2023-06-08',
      who: 'cell',
    });
    given(dossier)(...upTo('submitted', way))
      .when(step('received', way))
      .refused({ code: 'step-missing', need: 'AdmissionDecided', who: 'decider' });
    received
      .when(onDay('2023-06-09', step('received', way)))
      .refused({ code: 'already-done', have: '2023-06-08', who: 'nobody' });
  });

  it('comes within 30 working days of the receipt, later only with consent', () => {
    received.when(onDay('2023-07-20', celebrate)).accepted('CeremonyHeld');
    const late = onDay('2023-07-21', celebrate);
    received.when(late).refused({
      code: 'late-without-consent',
      condition: 'K2',
      have: '2023-07-21',
      need: '2023-07-20',
      who: 'decider',
      basis: regulation,
    });
    received
      .and(
        asks('RequestConsent', '2023-07-18', { matter: 'late-ceremony' }),
        asks('GrantConsent', '2023-07-20', { matter: 'late-ceremony', number: '9-CV/HU' }),
      )
      .when(late)
      .accepted('CeremonyHeld');
  });

  it.each([
    ['1992-06-20', '31-40'],
    ['1992-06-21', '18-30'],
    ['2004-06-20', '18-30'],
    ['1982-06-21', '31-40'],
    ['1982-06-20', '41-50'],
    ['1972-06-21', '41-50'],
    ['1972-06-20', '51+'],
  ])('counts the years to the day: born %s is %s on 20/6/2023', (birth, ageBand) => {
    const born = given(dossier)(
      but(step('listed', way), { identity: { name: 'Lò Thị Thử', birth } }),
      ...before('celebrated', way, 'listed'),
    );
    expect(born.when(celebrate).accepted().event.data).toMatchObject({
      facets: { cell: 'cell-a', ageBand, sex: 'female', minority: true },
    });
  });

  it('and decision carry each the age of its own day: 30 at the decision, 31 at the ceremony', () => {
    const born = given(dossier)(
      but(step('listed', way), { identity: { name: 'Lò Thị Thử', birth: '1992-06-15' } }),
      ...before('decided', way, 'listed'),
    );
    const decided = born.when(step('decided', way)).accepted();
    expect(decided.event.data).toMatchObject({ facets: { ageBand: '18-30' } });
    expect(
      decided
        .and(...way.received)
        .when(celebrate)
        .accepted().event.data,
    ).toMatchObject({ facets: { ageBand: '31-40' } });
  });

  it('one decided in the month of turning 18, before the birthday, counts as under 18', () => {
    const quick = ([...way.agreed, ...way.submitted, ...way.decided] as const).map((s) => onDay('2023-04-11', s));
    const born = given(dossier)(
      but(step('listed', way), { identity: { name: 'Lò Thị Thử', birth: '2005-04-20' } }),
      ...before('agreed', way, 'listed'),
      ...quick.slice(0, 2),
    );
    expect(born.when(quick[2] as Step).accepted().event.data).toMatchObject({ facets: { ageBand: 'under-18' } });
  });
});

describe('the order of days', () => {
  it('an end is not dated before anything that was done', () => {
    const { when } = given(dossier)(...upTo('voted', way));
    for (const type of ['DelistCandidate', 'WithdrawCandidate'] as const) {
      when({ ...asks(type, '2023-04-09', {}), today: '2023-05-01' }).refused({
        code: 'before-earlier-step',
        have: '2023-04-09',
        need: '2023-04-10',
        who: 'cell',
      });
      when(asks(type, '2023-04-10', {})).accepted();
    }
  });
});

describe('the irregular ends', () => {
  const delist = asks('DelistCandidate', '2023-09-01', { details: { note: 'đi xa' } });
  const withdraw = asks('WithdrawCandidate', '2023-09-01', {});

  it('W2 a candidate is taken off the list until the decision', () => {
    expect(
      given(dossier)(...upTo('submitted', way))
        .when(delist)
        .accepted('CandidateDelisted').state.outcome,
    ).toBe('delisted');
    given(dossier)(...upTo('decided', way))
      .when(delist)
      .refused({ code: 'already-done', condition: 'W2', have: '2023-06-01', need: null, who: 'nobody' });
  });

  it('a candidate withdraws until the ceremony', () => {
    for (const stage of ['listed', 'voted', 'received'] as const) {
      expect(
        given(dossier)(...upTo(stage, way))
          .when(withdraw)
          .accepted('CandidateWithdrew').state.outcome,
      ).toBe('withdrawn');
    }
  });

  it('after an end nothing more happens, whatever it is', () => {
    const ends: readonly (readonly [string, readonly Step[]])[] = [
      ['delisted', [...upTo('submitted', way), onDay('2023-05-20', delist)]],
      ['withdrawn', [...upTo('received', way), onDay('2023-06-10', withdraw)]],
      [
        'refused',
        [
          ...upTo('submitted', way),
          asks('RefuseAdmission', '2023-05-20', { number: '1', yes: 0, no: 11, convened: 11 }),
        ],
      ],
    ];
    for (const [have, steps] of ends) {
      const ended = given(dossier)(...steps);
      for (const asked of [
        ...WAY.slice(1).flatMap((stage) => way[stage]),
        delist,
        withdraw,
        asks('ReplaceMentor', '2023-09-01', { member: 'third', reason: 'moved' }),
      ]) {
        ended
          .when(onDay('2023-09-01', asked))
          .refused({ code: 'dossier-ended', condition: 'outcome', have, need: null, who: 'nobody' });
      }
    }
  });
});
