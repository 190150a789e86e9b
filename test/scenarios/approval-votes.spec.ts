import { asks, before, but, dossier, given, onDay, step, upTo, wayFrom, type Way } from '../support/scenario';

// Who votes on an admission, in which turn and by which majority: the cell, the committee between, and whoever decides.

const way = wayFrom(2022);
const guidance = { document: '01-HD/TW', date: '2021-09-28' };

const ready = given(dossier)(...before('voted', way));
const vote = step('voted', way);

describe('the cell’s vote', () => {
  it('agrees with two thirds of those convened: 5 of 7', () => {
    const { event } = ready.when(vote).accepted('CellVoted');
    expect(event.data).toMatchObject({
      vote: { number: '3-NQ/CB', yes: 5, no: 2, convened: 7, needed: 5, carried: true },
    });
  });

  it('that falls short is recorded, is no resolution, starts no clock, and can be held again', () => {
    const { event, state, ...short } = ready.when(but(vote, { yes: 4, no: 3 })).accepted('CellVoted');
    expect(event.data).toMatchObject({
      vote: { yes: 4, needed: 5, carried: false },
      deadlines: [],
      next: { action: 'HoldCellVote', by: 'cell' },
    });
    expect(state.done.CellVoted).toBeUndefined();
    expect(state.deadlines.map(({ id }) => id)).toEqual(['T1', 'S1']);
    short
      .when(step('agreed', way))
      .refused({ code: 'vote-short', condition: 'Q1', have: 4, need: 5, who: 'cell', basis: guidance });
    short
      .when(step('submitted', way))
      .refused({ code: 'vote-short', condition: 'Q1', have: 4, need: 5, who: 'cell', basis: guidance });
    short.and(onDay('2023-04-25', vote)).when(step('agreed', way)).accepted('CommitteeVoted');
  });

  it('W2 that carried is not held again', () => {
    given(dossier)(...upTo('voted', way))
      .when(onDay('2023-04-20', vote))
      .refused({ code: 'already-done', condition: 'W2', have: '2023-04-10', need: null, who: 'nobody' });
  });

  it('convenes no more than the official members on the roll of that day', () => {
    ready
      .when(but(vote, { convened: 9 }))
      .refused({ code: 'vote-larger-than-membership', condition: 'convened', have: 9, need: 8, who: 'cell' });
    ready.when(but(vote, { convened: 8, yes: 6 })).accepted('CellVoted');
  });

  it('adds up, and is not held by nobody', () => {
    ready
      .when(but(vote, { yes: 6, no: 2 }))
      .refused({ code: 'vote-does-not-add-up', condition: 'yes+no', have: 8, need: 7, who: 'caller' });
    ready
      .when(but(vote, { yes: 0, no: 0, convened: 0 }))
      .refused({ code: 'vote-does-not-add-up', condition: 'convened', have: 0, need: 1, who: 'caller' });
    ready.when(but(vote, { yes: 5, no: 0 })).accepted('CellVoted');
  });

  it('W1 needs the dossier to be opened, first of all', () => {
    given(dossier)(...upTo('permitted', way))
      .when(vote)
      .refused({ code: 'step-missing', condition: 'W1', have: null, need: 'DossierOpened', who: 'cell' });
  });
});

describe('the chain of bodies', () => {
  it('runs over the grassroots committee where one stands between: two thirds of its members', () => {
    const voted = given(dossier)(...upTo('voted', way));
    voted.when(step('submitted', way)).refused({
      code: 'step-missing',
      condition: 'Q2',
      have: null,
      need: 'CommitteeVoted',
      who: 'grassroots-committee',
      basis: guidance,
    });
    const short = voted.when(but(step('agreed', way), { yes: 5, no: 4 })).accepted('CommitteeVoted');
    expect(short.event.data).toMatchObject({
      vote: { needed: 6, carried: false },
      next: { action: 'HoldCommitteeVote', by: 'grassroots-committee' },
    });
    short.when(step('submitted', way)).refused({
      code: 'vote-short',
      condition: 'Q2',
      have: 5,
      need: 6,
      who: 'grassroots-committee',
      basis: guidance,
    });
    const agreed = short.and(onDay('2023-05-02', step('agreed', way)));
    agreed
      .when(onDay('2023-05-03', step('agreed', way)))
      .refused({ code: 'already-done', condition: 'W2', have: '2023-05-02', who: 'nobody' });
    agreed.when(step('submitted', way)).accepted('DossierSubmitted');
    voted
      .when(but(step('agreed', way), { yes: 8, no: 2 }))
      .refused({ code: 'vote-does-not-add-up', have: 10, need: 9 });
    given(dossier)(...before('voted', way))
      .when(step('agreed', way))
      .refused({ code: 'step-missing', condition: 'Q1', need: 'CellVoted', who: 'cell', basis: guidance });
    voted.when(onDay('2023-04-09', step('agreed', way), '2023-05-01')).refused({
      code: 'before-earlier-step',
      have: '2023-04-09',
      need: '2023-04-10',
      from: '2023-04-10',
      who: 'cell',
      basis: guidance,
    });
  });

  it('leaves the committee out where the cell stands right under the decider', () => {
    const alone = wayFrom(2022, 'cell-alone');
    const own: Way = {
      ...alone,
      mentored: [but(step('mentored', alone), { member: 'mentor-alone' })],
      introduced: ['mentor-alone', 'friend-alone'].map((member) =>
        asks('NameIntroducer', '2022-10-10', { member, togetherSince: '2015-01-01' }),
      ),
      voted: [but(vote, { yes: 4, no: 1, convened: 5 })],
    };
    const voted = given(dossier)(...before('voted', own))
      .when(step('voted', own))
      .accepted('CellVoted');
    expect(voted.event.data.next).toEqual({ action: 'SubmitDossier', by: 'cell' });
    voted
      .when(step('agreed', way))
      .refused({ code: 'no-such-body-between', condition: 'Q2', have: 'grassroots-committee', who: 'nobody' });
    expect(voted.and(...way.submitted, ...way.decided, ...way.received, ...way.celebrated).phase).toBe('probation');
  });

  it('W2 is submitted once', () => {
    given(dossier)(...upTo('submitted', way))
      .when(onDay('2023-05-09', step('submitted', way)))
      .refused({ code: 'already-done', condition: 'W2', have: '2023-05-05', who: 'nobody' });
  });
});

describe('the decision', () => {
  const submitted = given(dossier)(...upTo('submitted', way));
  const decide = step('decided', way);

  it('needs more than half of the standing committee: 6 of 11, and 6 of 10 as well', () => {
    expect(submitted.when(decide).accepted('AdmissionDecided').event.data).toMatchObject({
      vote: { yes: 6, convened: 11, needed: 6, carried: true },
    });
    submitted.when(but(decide, { yes: 5, no: 5, convened: 10 })).refused({
      code: 'vote-short',
      condition: 'Q3',
      have: 5,
      need: 6,
      who: 'decider',
      basis: guidance,
      verified: 'secondary',
    });
    submitted
      .when(but(decide, { yes: 6, no: 6 }))
      .refused({ code: 'vote-does-not-add-up', have: 12, need: 11, who: 'caller' });
  });

  it('W1 W2 comes once, and after the dossier was submitted', () => {
    given(dossier)(...upTo('agreed', way))
      .when(decide)
      .refused({ code: 'step-missing', condition: 'W1', have: null, need: 'DossierSubmitted', who: 'cell' });
    submitted
      .when(onDay('2023-05-04', decide, '2023-05-06'))
      .refused({ code: 'before-earlier-step', have: '2023-05-04', need: '2023-05-05', who: 'cell' });
    given(dossier)(...upTo('decided', way))
      .when(onDay('2023-06-02', decide))
      .refused({ code: 'already-done', condition: 'W2', have: '2023-06-01', who: 'nobody' });
  });

  it('that comes late is recorded all the same', () => {
    submitted.when(onDay('2023-07-07', decide)).accepted('AdmissionDecided');
  });

  it('can be a refusal: it keeps the vote and ends the dossier', () => {
    const refuse = asks('RefuseAdmission', '2023-06-01', {
      number: '46-QĐ/HU',
      yes: 3,
      no: 8,
      convened: 11,
      details: { note: 'chưa đủ' },
    });
    const { event, state, phase, ...ended } = submitted.when(refuse).accepted('AdmissionRefused');
    expect(event.data).toMatchObject({
      vote: { yes: 3, no: 8, convened: 11, needed: 6, carried: false },
      details: { note: 'chưa đủ' },
      next: null,
    });
    expect([state.outcome, phase]).toEqual(['refused', 'ended']);
    ended
      .when(decide)
      .refused({ code: 'dossier-ended', condition: 'outcome', have: 'refused', need: null, who: 'nobody' });
    given(dossier)(...upTo('decided', way))
      .when(refuse)
      .refused({ code: 'already-done', condition: 'W2', have: '2023-06-01', who: 'nobody' });
    given(dossier)(...upTo('agreed', way))
      .when(refuse)
      .refused({ code: 'step-missing', condition: 'W1', need: 'DossierSubmitted', who: 'cell' });
  });
});
