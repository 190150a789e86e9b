import { before2025, commune, guidance, listedWith, regulation, upTo2025, vote, way2025 } from '../support/commune';
import { asks, but, DECLARED, given, IDENTITY, founds, registers, type Step } from '../support/scenario';

const votes = asks('HoldCellVote', '2025-08-18', vote('1-NQ/CB', 6, 7));
const request = (matter: 'over-sixty' | 'prestige' | 'political' | 'readmission', on = '2025-08-14') =>
  asks('RequestConsent', on, { matter });
const grant = (matter: 'over-sixty' | 'prestige' | 'political' | 'readmission', on = '2025-08-15') =>
  asks('GrantConsent', on, { matter, number: '5-CV/TU' });
const decided = asks('DecideAdmission', '2025-09-10', vote('10-QĐ/ĐU', 6, 9));
const born = (birth: string) => listedWith({ identity: { ...IDENTITY, birth } }, 'heard');

describe('age', () => {
  it.each([
    ['2007-09-01', '2025-09-01', true],
    ['2007-09-30', '2025-08-31', false],
    ['1965-08-01', '2025-08-31', true],
    ['1965-08-31', '2025-09-01', false],
  ])('E1 is counted by month when the cell considers: born %s, on %s: %s', (birth, on, able) => {
    const asked = given(commune)(...born(birth)).when({ ...votes, on, today: on });
    if (able) asked.accepted('CellVoted');
    else asked.refused({ condition: 'E1', basis: regulation });
  });

  it('P17 E2 above sixty: asking for consent opens the vote, and only having it the decision', () => {
    const old = given(commune)(...born('1960-01-01'));
    old.when(votes).refused({ code: 'too-old', have: 65, need: 60, who: 'provincial-committee' });
    const voted = old.and(request('over-sixty'), votes, asks('SubmitDossier', '2025-08-28', {}));
    voted.when(decided).refused({
      code: 'consent-missing',
      condition: 'E2',
      need: 'over-sixty',
      who: 'provincial-committee',
      basis: guidance,
    });
    voted.and(grant('over-sixty', '2025-09-08')).when(decided).accepted('AdmissionDecided');
    voted
      .and(asks('DenyConsent', '2025-09-08', { matter: 'over-sixty', number: '6-CV/TU' }))
      .when(decided)
      .refused({ code: 'consent-denied', need: 'over-sixty' });
    old.when(grant('over-sixty')).refused({ code: 'consent-not-requested', have: null, who: 'cell' });
    old
      .and(request('political'))
      .when(grant('over-sixty'))
      .refused({ code: 'consent-not-requested', have: 'over-sixty' });
  });
});

describe('schooling', () => {
  const hard: readonly Step[] = [
    {
      command: {
        type: 'FoundOrganisation',
        organisation: 'cell-hard',
        name: 'Chi bộ bản vùng cao',
        kind: 'cell',
        parent: 'xa',
        difficultArea: true,
      },
      on: '2020-01-01',
    },
    ...['one', 'two', 'three'].map((name) => registers(`h-${name}`, 'cell-hard', '2010-01-01', '2020-01-01')),
  ];
  const of = (schooling: string, cell: string, prefix: string) =>
    given(commune)(
      ...hard,
      ...listedWith({ cell, declared: { ...DECLARED, schooling } }, 'heard', way2025(cell, prefix)),
    );
  const three = asks('HoldCellVote', '2025-08-18', vote('1-NQ/CB', 3, 3));

  it('E3 is at least lower secondary', () => {
    of('primary', 'cell-x', 'x').when(votes).refused({
      code: 'schooling-short',
      have: 'primary',
      need: 'lower-secondary',
      condition: 'E3',
      basis: regulation,
    });
    of('lower-secondary', 'cell-x', 'x').when(votes).accepted('CellVoted');
  });

  it('E4 is primary in a difficult area', () => {
    of('primary', 'cell-hard', 'h').when(three).accepted('CellVoted');
    of('literate', 'cell-hard', 'h').when(three).refused({ code: 'schooling-short', need: 'primary' });
  });

  it('P19 E5 is reading and writing for a person of prestige there, with consent before the vote', () => {
    const elder = of('literate', 'cell-hard', 'h');
    elder.and(request('prestige')).when(three).refused({ condition: 'E3' });
    elder.and(request('prestige'), grant('prestige')).when(three).accepted('CellVoted');
    of('literate', 'cell-x', 'x').and(request('prestige'), grant('prestige')).when(votes).refused({ condition: 'E3' });
  });
});

describe('a political matter', () => {
  const unclear = given(commune)(
    ...before2025('verified'),
    asks('StampBiography', '2025-07-25', {}),
    asks('RequestVerification', '2025-07-28', { place: 'que-quan', abroad: false }),
    asks('AnswerVerification', '2025-08-11', { place: 'que-quan', clear: false }),
  );
  const remark = asks('RecordRemark', '2025-08-18', { by: 'cell' });

  it('P18 V2 C1 an unclear answer bars the remark until consent is given, or the place answers clearly', () => {
    unclear.when(remark).refused({ code: 'verification-unclear', have: 1, condition: 'V2' });
    unclear.and(request('political'), grant('political')).when(remark).accepted('RemarkRecorded');
    unclear
      .and(asks('AnswerVerification', '2025-08-14', { place: 'que-quan', clear: true }))
      .when(remark)
      .accepted('RemarkRecorded');
  });

  it('P18 C1 consent that was asked for is given before the vote, and a denial bars it', () => {
    const ready = given(commune)(...upTo2025('heard'), request('political'));
    ready.when(votes).refused({ code: 'consent-missing', condition: 'C1', need: 'political' });
    ready.and(grant('political')).when(votes).accepted('CellVoted');
    ready
      .and(asks('DenyConsent', '2025-08-15', { matter: 'political', number: '6-CV' }))
      .when(votes)
      .refused({ code: 'consent-denied', condition: 'C1' });
  });
});

describe('one who was a member before', () => {
  const comesBack = (readmission: object, ...more: readonly Step[]) =>
    given(commune)(
      ...listedWith(
        { readmission: { leftOn: '2022-08-01', ground: 'erased', readmittedBefore: false, ...readmission } },
        'heard',
      ),
      ...more,
    );
  const consent = [request('readmission'), grant('readmission')];

  it('P16 R1 comes back after 36 months, 60 after a cleared record, with consent', () => {
    comesBack({}, ...consent)
      .when(votes)
      .accepted('CellVoted');
    comesBack({}).when(votes).refused({ code: 'consent-missing', condition: 'R1', need: 'readmission' });
    comesBack({ leftOn: '2022-08-19' }, ...consent)
      .when(votes)
      .refused({ code: 'readmission-too-early', condition: 'R1', from: '2025-08-19', basis: regulation });
    comesBack({ recordClearedOn: '2020-08-19' }, ...consent)
      .when(votes)
      .refused({ code: 'readmission-too-early', from: '2025-08-19' });
    comesBack({ recordClearedOn: '2020-08-18' }, ...consent)
      .when(votes)
      .accepted('CellVoted');
  });

  it('P16 R1 comes back once, and not after everything', () => {
    comesBack({ readmittedBefore: true }, ...consent)
      .when(votes)
      .refused({ code: 'readmitted-before' });
    for (const ground of ['quit-activity', 'left-own-request', 'disunity', 'corruption', 'serious-crime'])
      comesBack({ ground }, ...consent)
        .when(votes)
        .refused({ code: 'readmission-barred', have: ground });
    comesBack({ ground: 'left-hard-family' }, ...consent)
      .when(votes)
      .accepted('CellVoted');
  });
});

it('P20 a village without a member: the committee above assigns the handiest cell in writing, and the dossier says so', () => {
  const listed = given(commune)(founds('ban-xa', 'cell', 'xa', '2020-01-01'))
    .when(but(way2025().listed[0] as Step, { assignment: '3-CV/ĐU' }))
    .accepted('CandidateListed');
  expect(listed.event.data).toMatchObject({ assignment: '3-CV/ĐU', cell: 'cell-x' });
  given(commune)(founds('ban-xa', 'cell', 'xa', '2020-01-01'), ...listedWith({ cell: 'ban-xa' }, 'listed'))
    .when(asks('AssignMentor', '2025-07-03', { member: 'x-one' }))
    .refused({ code: 'member-elsewhere', condition: 'M2' });
});
