import {
  asks,
  before,
  but,
  dossier,
  given,
  onDay,
  registers,
  step,
  upTo,
  wayFrom,
  type Step,
} from '../support/scenario';

const way = wayFrom(2022);
const assign = step('mentored', way);
const replace = (member: string, on: string, reason: 'moved' | 'disciplined' | 'died' = 'moved'): Step =>
  asks('ReplaceMentor', on, { member, reason });
const regulation = { document: '24-QĐ/TW', date: '2021-07-30' };
const practice = { document: '12-HD/BTCTW', date: '2022-01-18' };
const disciplined = (member: string, on: string): Step => ({
  command: { type: 'DisciplineMember', member, form: 'reprimand' },
  on,
});
const departs = (member: string, on: string): Step => ({
  command: { type: 'DepartMember', member, reason: 'died' },
  on,
});
const moves = (member: string, cell: string, on: string): Step => ({
  command: { type: 'MoveMember', member, cell },
  on,
});

describe('the mentor', () => {
  it('M1 M2 is an official member of the candidate’s own grassroots organisation', () => {
    const { state, event } = given(dossier)(...way.listed)
      .when(assign)
      .accepted('MentorAssigned');
    expect(state.mentor).toEqual({ member: 'mentor', since: '2022-02-01', replacement: false });
    expect(event.data.next).toEqual({ action: 'ProposeTraining', by: 'cell' });
    given(dossier)(...way.listed)
      .when(but(assign, { member: 'neighbour' }))
      .accepted('MentorAssigned');
  });

  it('is known: a code that nobody has is named as unknown, not as a member who is not official', () => {
    for (const asked of [but(assign, { member: 'nobody' })]) {
      given(dossier)(...way.listed)
        .when(asked)
        .refused({ code: 'member-unknown', condition: 'member', have: 'nobody', need: null, who: 'caller' });
    }
    given(dossier)(...upTo('mentored', way))
      .when(replace('nobody', '2022-03-01'))
      .refused({ code: 'member-unknown', have: 'nobody' });
    given(dossier)(...upTo('opened', way))
      .when(asks('NameIntroducer', '2022-10-10', { member: 'nobody', togetherSince: '2015-01-01' }))
      .refused({ code: 'member-unknown', have: 'nobody' });
  });

  it('M1 is no probationary member, and no one who becomes official later', () => {
    given(dossier)(...way.listed)
      .when(but(assign, { member: 'probationer' }))
      .refused({
        code: 'member-not-official',
        condition: 'M1',
        have: null,
        need: '2022-02-01',
        who: 'cell',
        basis: practice,
      });
    given(dossier)(...way.listed)
      .when(but(assign, { member: 'newly-official' }))
      .refused({
        code: 'member-not-official',
        have: '2022-02-10',
        need: '2022-02-01',
        from: '2022-02-10',
        who: 'cell',
        basis: practice,
      });
    given(dossier)(...way.listed)
      .when(onDay('2022-02-10', but(assign, { member: 'newly-official' })))
      .accepted();
  });

  it('M2 does not come from elsewhere', () => {
    given(dossier)(...way.listed)
      .when(but(assign, { member: 'stranger' }))
      .refused({
        code: 'member-elsewhere',
        condition: 'M2',
        have: 'other-commune',
        need: 'commune',
        who: 'cell',
        basis: regulation,
      });
  });

  it('M1 is not under discipline and has not departed', () => {
    given(dossier)(...way.listed, disciplined('mentor', '2022-02-01'))
      .when(assign)
      .refused({
        code: 'member-disciplined',
        condition: 'M1',
        have: 'mentor',
        need: null,
        who: 'cell',
        basis: practice,
      });
    given(dossier)(...way.listed, disciplined('mentor', '2022-02-02'))
      .when(onDay('2022-02-01', assign, '2022-02-03'))
      .accepted();
    given(dossier)(...way.listed, departs('mentor', '2022-02-01'))
      .when(assign)
      .refused({ code: 'member-departed', have: 'mentor', who: 'cell', basis: practice });
  });

  it('W2 is assigned once; another takes the place only as a replacement, and only someone else', () => {
    given(dossier)(...upTo('mentored', way))
      .when(onDay('2022-02-05', but(assign, { member: 'friend' })))
      .refused({ code: 'already-done', condition: 'W2', have: '2022-02-01', need: null, who: 'nobody' });
    given(dossier)(...upTo('mentored', way))
      .when(replace('mentor', '2022-03-01'))
      .refused({ code: 'nothing-changed', condition: 'member', have: 'mentor', need: null, who: 'caller' });
    const { event, state } = given(dossier)(...upTo('mentored', way))
      .when(replace('friend', '2022-03-01', 'died'))
      .accepted('MentorReplaced');
    expect(event.data).toMatchObject({ member: 'friend', before: 'mentor', reason: 'died' });
    expect(state.mentor).toEqual({ member: 'friend', since: '2022-03-01', replacement: true });
  });

  it('W1 reports at any time once assigned', () => {
    given(dossier)(...way.listed)
      .when(asks('ReportMentor', '2022-01-20', { opinion: 'good' }))
      .refused({ code: 'step-missing', condition: 'W1', have: null, need: 'MentorAssigned', who: 'cell' });
    const said = { opinion: 'needs-work', details: { note: 'đi họp đều' } } as const;
    const { event } = given(dossier)(...upTo('opened', way))
      .when(asks('ReportMentor', '2022-10-20', said))
      .accepted('MentorReported');
    expect(event.data).toMatchObject(said);
  });
});

describe('a mentor who can no longer serve must be replaced', () => {
  const vote = step('voted', way);
  const ready = before('voted', way);
  const more = [registers('eighth', 'cell-a'), registers('ninth', 'cell-a')];

  it.each([
    ['is disciplined', disciplined('mentor', '2023-03-01'), 'member-disciplined'],
    ['dies or leaves', departs('mentor', '2023-03-01'), 'member-departed'],
    ['moves to another grassroots organisation', moves('mentor', 'cell-far', '2023-03-01'), 'moved'],
  ])('before the cell votes, when the mentor %s', (_, happens, have) => {
    const introduced = asks('NameIntroducer', '2023-02-20', { member: 'third', togetherSince: '2015-01-01' });
    const stuck = given(dossier)(...more, ...ready, introduced, happens);
    stuck
      .when(vote)
      .refused({ code: 'mentor-must-be-replaced', condition: 'M3', have, need: null, who: 'cell', basis: regulation });
    stuck.and(replace('fourth', '2023-03-10')).when(vote).accepted('CellVoted');
  });

  it('and before the ceremony; a move within the same grassroots organisation changes nothing', () => {
    const received = given(dossier)(...upTo('received', way));
    received.and(disciplined('mentor', '2023-06-15')).when(step('celebrated', way)).refused({
      code: 'mentor-must-be-replaced',
      condition: 'M3',
      have: 'member-disciplined',
      who: 'cell',
      basis: regulation,
    });
    received
      .and(disciplined('mentor', '2023-06-15'), replace('third', '2023-06-16'))
      .when(step('celebrated', way))
      .accepted('CeremonyHeld');
    received
      .and(moves('mentor', 'cell-b', '2023-06-15'))
      .when(step('celebrated', way))
      .accepted('CeremonyHeld');
  });
});

describe('introducers', () => {
  const name = (member: string, togetherSince: string, on = '2022-10-10'): Step =>
    asks('NameIntroducer', on, { member, togetherSince });
  const opened = given(dossier)(...upTo('opened', way));

  it('have been together with the candidate for twelve months, the day itself included', () => {
    opened.when(name('third', '2021-10-11')).refused({
      code: 'together-too-short',
      condition: 'I2',
      have: '2021-10-11',
      need: 12,
      from: '2022-10-11',
      who: 'cell',
      basis: regulation,
    });
    opened.when(name('third', '2021-10-10')).accepted('IntroducerNamed');
  });

  it('are free of the twelve months when they took the place of a mentor who left', () => {
    const replaced = opened.and(replace('third', '2022-10-08'));
    const { event } = replaced.when(name('third', '2022-10-01')).accepted('IntroducerNamed');
    expect(event.data).toMatchObject({ waived: true });
    replaced.when(name('fourth', '2022-10-01')).refused({ code: 'together-too-short' });
    opened.when(name('mentor', '2022-10-01')).refused({ code: 'together-too-short', have: '2022-10-01' });
  });

  it('are official, present and near', () => {
    opened
      .when(name('probationer', '2015-01-01'))
      .refused({ code: 'member-not-official', condition: 'I2', basis: regulation });
    opened.when(name('stranger', '2015-01-01')).refused({
      code: 'member-elsewhere',
      condition: 'I2',
      have: 'other-commune',
      need: 'commune',
      basis: regulation,
    });
  });

  const charter = { document: 'Điều lệ Đảng', date: '2011-01-19' };
  const alone = [...before('voted', way, 'introduced'), name('mentor', '2015-01-01')];

  it('are two; or one beside a union’s resolution', () => {
    const one = given(dossier)(...alone);
    one
      .when(step('voted', way))
      .refused({ code: 'introducers-missing', condition: 'I1', have: 1, need: 2, who: 'cell', basis: charter });
    const endorsed = asks('EndorseByUnion', '2023-03-01', {
      union: 'youth-union',
      number: '2-NQ/ĐTN',
      yes: 20,
      no: 1,
      convened: 22,
    });
    one.and(endorsed).when(step('voted', way)).accepted('CellVoted');
    given(dossier)(...before('voted', way, 'introduced'), endorsed)
      .when(step('voted', way))
      .refused({ code: 'introducers-missing', have: 0, need: 1, basis: charter });
  });

  it('are named once each, and count no more once they have left', () => {
    given(dossier)(...alone)
      .when(name('mentor', '2016-01-01', '2023-02-20'))
      .refused({ code: 'already-done', condition: 'member', have: 'mentor', need: null, who: 'nobody' });
    given(dossier)(...alone)
      .when(step('voted', way))
      .refused({ code: 'introducers-missing', have: 1, need: 2 });
    const gone = given(dossier)(
      ...before('voted', way),
      registers('eighth', 'cell-a'),
      moves('friend', 'cell-far', '2023-03-01'),
    );
    gone
      .when(step('voted', way))
      .refused({ code: 'introducers-missing', have: 1, need: 2, who: 'cell', basis: charter });
    gone
      .and(name('third', '2015-01-01', '2023-03-05'))
      .when(step('voted', way))
      .accepted('CellVoted');
  });

  it('a union’s resolution adds up', () => {
    opened
      .when(asks('EndorseByUnion', '2022-10-20', { union: 'trade-union', number: '1', yes: 3, no: 2, convened: 4 }))
      .refused({ code: 'vote-does-not-add-up', condition: 'yes+no', have: 5, need: 4, who: 'caller' });
  });
});
