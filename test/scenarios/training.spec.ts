import { asks, before, but, dossier, given, onDay, plansClass, step, upTo, wayFrom } from '../support/scenario';

const way = wayFrom(2022);
const propose = step('proposed', way);
const certify = step('certified', way);
const guidance = { document: '01-HD/TW', date: '2021-09-28' };
const practice = { document: '12-HD/BTCTW', date: '2022-01-18' };

describe('the awareness class', () => {
  it('W1 is proposed once a mentor is there', () => {
    given(dossier)(...way.listed)
      .when(propose)
      .refused({
        code: 'step-missing',
        condition: 'W1',
        have: null,
        need: 'MentorAssigned',
        who: 'cell',
        basis: practice,
      });
    const { event, phase } = given(dossier)(...upTo('mentored', way))
      .when(propose)
      .accepted('TrainingProposed');
    expect(event.data).toMatchObject({
      class: 'class-2022',
      next: { action: 'CertifyTraining', by: 'training-centre' },
    });
    expect(phase).toBe('training');
  });

  it('is one that has been planned', () => {
    given(dossier)(...upTo('mentored', way))
      .when(but(propose, { class: 'no-such' }))
      .refused({ code: 'class-unknown', condition: 'class', have: 'no-such', need: null, who: 'caller' });
    given(dossier)(...upTo('proposed', way))
      .when(but(certify, { class: 'no-such' }))
      .refused({ code: 'class-unknown', have: 'no-such' });
  });

  it('may be over when it is entered: one who went to it before being listed has its certificate', () => {
    const mentored = given(dossier)(...upTo('mentored', way));
    mentored.and(onDay('2022-06-15', propose)).when(onDay('2022-06-16', certify)).accepted('TrainingCertified');
  });

  it('is over before anyone is certified', () => {
    const proposed = given(dossier)(...upTo('proposed', way));
    proposed.when(but(certify, { issuedOn: '2022-05-13' })).refused({
      code: 'class-not-over',
      condition: 'issuedOn',
      have: '2022-05-13',
      need: '2022-05-14',
      who: 'nobody',
    });
    proposed.when(but(certify, { issuedOn: '2022-05-14' })).accepted('TrainingCertified');
    proposed
      .when(but(certify, { issuedOn: '2022-05-21' }))
      .refused({ code: 'day-in-future', condition: 'issuedOn', have: '2022-05-21', need: '2022-05-20', who: 'nobody' });
  });

  it('W1 is not certified to one who was not sent', () => {
    given(dossier)(...upTo('mentored', way))
      .when(certify)
      .refused({ code: 'step-missing', condition: 'W1', need: 'TrainingProposed', who: 'cell' });
  });
});

describe('the certificate', () => {
  it('serves 60 months from its day of issue, and the event says until when and by which article', () => {
    const { event } = given(dossier)(...upTo('proposed', way))
      .when(certify)
      .accepted('TrainingCertified');
    expect(event.data.deadlines).toEqual([
      expect.objectContaining({
        id: 'T1',
        amount: 60,
        unit: 'months',
        start: '2022-05-15',
        due: '2027-05-15',
        until: 'CellVoted',
      }),
    ]);
    expect(event.data.deadlines[0]?.basis).toMatchObject(guidance);
  });

  it('while it serves, keeps the candidate from a second class', () => {
    given(dossier)(...upTo('certified', way))
      .when(onDay('2022-06-01', propose))
      .refused({
        code: 'already-done',
        condition: 'T1',
        have: '2022-05-15',
        need: null,
        who: 'nobody',
        basis: guidance,
      });
  });

  it('is there before paperwork is permitted, and the permission before the dossier is opened', () => {
    given(dossier)(...upTo('proposed', way))
      .when(step('permitted', way))
      .refused({ code: 'step-missing', need: 'TrainingCertified', who: 'training-centre', basis: practice });
    given(dossier)(...upTo('certified', way))
      .when(step('opened', way))
      .refused({ code: 'step-missing', need: 'PaperworkPermitted', who: 'grassroots-committee', basis: practice });
  });

  const old = wayFrom(2018);
  const practice2016 = { document: '01-HD/TW', date: '2016-09-20' };

  it('that has gone stale bars the permission; the candidate is proposed again, certified again, and goes on', () => {
    const stale = given(dossier)(...upTo('certified', old));
    const permit = asks('PermitPaperwork', '2023-05-16', { number: '7-CV/ĐU' });
    stale.when(onDay('2023-05-15', permit)).accepted('PaperworkPermitted');
    stale.when(permit).refused({
      code: 'certificate-stale',
      condition: 'T1',
      have: '2018-05-15',
      need: '2023-05-15',
      who: 'cell',
      basis: guidance,
    });
    stale
      .and(
        plansClass('class-2023', '2023-06-01', '2023-06-05'),
        onDay('2023-05-20', but(propose, { class: 'class-2023' })),
        onDay('2023-06-10', but(certify, { class: 'class-2023', issuedOn: '2023-06-07' })),
      )
      .when(onDay('2023-06-11', permit))
      .accepted('PaperworkPermitted');
  });

  it('that has gone stale bars the cell’s vote, while permission and opened dossier stay', () => {
    // Certified in 2018, permitted and opened just before the certificate ran out.
    const late = [
      ...upTo('certified', old),
      asks('PermitPaperwork', '2021-05-03', { number: '7-CV/ĐU' }),
      ...before('voted', way, 'listed', 'mentored', 'proposed', 'certified', 'permitted'),
    ];
    const ready = given(dossier)(...late);
    const vote = onDay('2023-05-16', step('voted', way));
    ready.when(onDay('2023-05-15', vote)).accepted('CellVoted');
    ready.when(vote).refused({
      code: 'certificate-stale',
      condition: 'T1',
      have: '2018-05-15',
      need: '2023-05-15',
      who: 'cell',
      basis: guidance,
    });
    const { state } = ready
      .and(
        plansClass('class-2023', '2023-06-01', '2023-06-05'),
        onDay('2023-05-20', but(propose, { class: 'class-2023' })),
        onDay('2023-06-10', but(certify, { class: 'class-2023', issuedOn: '2023-06-07' })),
      )
      .when(onDay('2023-06-20', vote))
      .accepted('CellVoted');
    expect(state.openedOn).toBe('2022-10-03');
  });

  it('in the words of the version that held on the day', () => {
    given(dossier)(...upTo('certified', old))
      .when(onDay('2019-01-01', but(propose, { class: 'class-2018' })))
      .refused({ code: 'already-done', basis: practice2016 });
  });
});
