import { clocks } from '../support/clocks';
import { commune, guidance, laterBy, listedWith, regulation, STAGES, upTo2025, way2025 } from '../support/commune';
import {
  asks,
  before,
  but,
  DECLARED,
  dossier,
  founds,
  given,
  IDENTITY,
  step,
  upTo,
  wayFrom,
  type Step,
} from '../support/scenario';

// Consents from above once the cell has voted, to the end of the way; and the same rules under other versions.

const request = (matter: 'over-sixty' | 'prestige' | 'political' | 'readmission', on: string) =>
  asks('RequestConsent', on, { matter });
const grant = (matter: 'over-sixty' | 'prestige' | 'political' | 'readmission', on: string) =>
  asks('GrantConsent', on, { matter, number: '5-CV/TU' });
const deny = (matter: 'prestige' | 'political', on: string) => asks('DenyConsent', on, { matter, number: '6-CV/TU' });
const [votes, submits, decides, receives, holds] = (
  ['voted', 'submitted', 'decided', 'received', 'celebrated'] as const
).map((stage) => way2025()[stage][0]) as [Step, Step, Step, Step, Step];
const LEFT = { leftOn: '2022-08-01', ground: 'erased', readmittedBefore: false };

describe('the decision after the vote', () => {
  it('P16 R1 of one who comes back with consent leads to another probation', () => {
    const ready = given(commune)(
      ...listedWith({ readmission: LEFT }, 'heard'),
      request('readmission', '2025-08-14'),
      grant('readmission', '2025-08-15'),
    );
    const submitted = ready.and(votes, submits);
    expect(clocks(submitted)).toMatchObject({ K1: '2025-10-22' });
    const held = submitted.and(decides, receives).when(holds).accepted('CeremonyHeld');
    expect(held.events.map(({ stream, type }) => [stream, type])).toEqual([
      ['dossier-hs-1', 'CeremonyHeld'],
      ['member-hs-1', 'MemberRegistered'],
      ['organisation-cell-x', 'MemberEnrolled'],
    ]);
    expect(held.state).toMatchObject({
      readmission: LEFT,
      probation: { from: '2025-09-20', endsOn: '2026-09-20' },
      next: { action: 'CompleteNewMemberCourse', by: 'training-centre' },
    });
    expect(clocks(held)).toMatchObject({ K3: '2026-09-20', K4: '2026-10-30' });
  });

  it('P18 C1 waits for a political matter that came up after the vote', () => {
    const asked = given(commune)(...upTo2025('submitted'), request('political', '2025-09-01'));
    asked.when(decides).refused({ code: 'consent-missing', condition: 'C1', have: '2025-09-01', need: 'political' });
    asked
      .and(deny('political', '2025-09-08'))
      .when(decides)
      .refused({ code: 'consent-denied', condition: 'C1', have: '2025-09-08' });
    const held = asked.and(grant('political', '2025-09-08'), decides, receives).when(holds).accepted('CeremonyHeld');
    expect(held.state.member).toBe('hs-1');
  });

  it('P19 E5 of a person of prestige with consent leads to the ceremony', () => {
    const hard: Step = {
      command: {
        type: 'FoundOrganisation',
        organisation: 'cell-h',
        name: 'Chi bộ bản vùng cao',
        kind: 'cell',
        parent: 'xa',
        difficultArea: true,
      },
      on: '2020-01-01',
    };
    const members = ['one', 'two', 'three'].map((name) => ({
      command: {
        type: 'RegisterMember',
        member: `h-${name}`,
        cell: 'cell-h',
        standing: 'official',
        officialSince: '2010-01-01',
        identity: { name: `Giàng A ${name}`, birth: '1970-01-01' },
      } as const,
      on: '2020-01-01',
    }));
    const listed = listedWith(
      { cell: 'cell-h', declared: { ...DECLARED, schooling: 'literate' } },
      'heard',
      way2025('cell-h', 'h'),
    );
    const submitted = given(commune)(
      hard,
      ...members,
      ...listed,
      request('prestige', '2025-08-14'),
      grant('prestige', '2025-08-15'),
      but(votes, { yes: 3, no: 0, convened: 3 }),
      submits,
    );
    const held = submitted.and(decides, receives).when(holds).accepted('CeremonyHeld');
    expect(held.event.data).toMatchObject({ facets: { schooling: 'literate', cell: 'cell-h' } });
  });

  it('E5 waits for a consent that was asked for after the vote', () => {
    const asked = given(commune)(...upTo2025('submitted'), request('prestige', '2025-09-01'));
    asked.when(decides).refused({ code: 'consent-missing', condition: 'E5', need: 'prestige', basis: guidance });
    asked.and(deny('prestige', '2025-09-08')).when(decides).refused({ code: 'consent-denied', condition: 'E5' });
    asked.and(grant('prestige', '2025-09-08')).when(decides).accepted('AdmissionDecided');
  });

  it('P16 R1 waits where it came out after the vote that the person had been a member before', () => {
    const corrected = given(commune)(
      ...upTo2025('submitted'),
      asks('CorrectEntry', '2025-09-01', {
        corrects: 0,
        replacement: but(way2025().listed[0] as Step, { readmission: LEFT }).command as never,
        reason: 'khai thiếu thời gian đã là đảng viên',
        ground: '8-CV/ĐU',
      }),
    );
    corrected.when(decides).refused({
      code: 'consent-missing',
      condition: 'R1',
      have: null,
      need: 'readmission',
      who: 'provincial-committee',
      basis: regulation,
    });
    corrected
      .and(request('readmission', '2025-09-02'), grant('readmission', '2025-09-08'))
      .when(decides)
      .accepted('AdmissionDecided');
  });

  it('P17 E2 of one above sixty, once it is there, leads to the ceremony', () => {
    const old = given(commune)(...listedWith({ identity: { ...IDENTITY, birth: '1960-01-01' } }, 'heard')).and(
      request('over-sixty', '2025-08-14'),
      votes,
      submits,
    );
    expect(old.state.next).toEqual({ action: 'DecideAdmission', by: 'decider' });
    const held = old.and(grant('over-sixty', '2025-09-08'), decides, receives).when(holds).accepted('CeremonyHeld');
    expect(held.state.consents).toEqual({ 'over-sixty': { requested: '2025-08-14', granted: '2025-09-08' } });
  });
});

it('E5 consent for a person of prestige that was asked for is waited for before the vote, even where schooling would do', () => {
  const asked = given(commune)(...upTo2025('heard'), request('prestige', '2025-08-14'));
  asked.when(votes).refused({ code: 'consent-missing', condition: 'E5', have: '2025-08-14', basis: guidance });
  asked.and(grant('prestige', '2025-08-15')).when(votes).accepted('CellVoted');
});

it('P18 V2 a place that answers unclearly after the remark bars the vote until it answers clearly', () => {
  const unclear = given(commune)(
    ...upTo2025('heard'),
    asks('RequestVerification', '2025-08-13', { place: 'noi-o' }),
    asks('AnswerVerification', '2025-08-14', { place: 'noi-o', clear: false }),
  );
  unclear.when(votes).refused({ code: 'verification-unclear', have: 1, need: 0, condition: 'V2', basis: guidance });
  unclear
    .and(asks('AnswerVerification', '2025-08-15', { place: 'noi-o', clear: true }))
    .when(votes)
    .accepted('CellVoted');
});

it('P20 a candidate of a village without a member goes the whole way in the cell that was assigned', () => {
  const village = given(commune)(founds('ban-xa', 'cell', 'xa', '2020-01-01'));
  const held = village
    .and(...listedWith({ assignment: '3-CV/ĐU' }, 'received'))
    .when(holds)
    .accepted('CeremonyHeld');
  expect(held.world.log.find(({ type }) => type === 'CandidateListed')?.data).toMatchObject({ assignment: '3-CV/ĐU' });
  expect(held.events.at(-1)?.data).toMatchObject({ organisation: 'cell-x', member: 'hs-1' });
  // The village's own cell could not have voted: nobody is on its roll.
  village
    .and(...listedWith({ cell: 'ban-xa' }, 'listed'))
    .when(asks('AssignMentor', '2025-07-03', { member: 'x-one' }))
    .refused({ code: 'member-elsewhere', condition: 'M2' });
});

describe('under other versions', () => {
  const way = wayFrom(2022);
  const in2022 = (fields: object, ...more: readonly Step[]) =>
    given(dossier)(but(step('listed', way), fields), ...upTo('heard', way).slice(1), ...more);

  it('P16 R1 E1 E2 E3 hold by 24-QĐ/TW under R2021.2', () => {
    const basis = { document: '24-QĐ/TW', date: '2021-07-30' };
    const asked = step('voted', way);
    in2022({ readmission: { ...LEFT, leftOn: '2020-04-11' } })
      .when(asked)
      .refused({ code: 'readmission-too-early', condition: 'R1', from: '2023-04-11', basis });
    in2022({ readmission: { ...LEFT, leftOn: '2020-04-10' } })
      .when(asked)
      .refused({ code: 'consent-missing', condition: 'R1', basis });
    in2022({ declared: { ...DECLARED, schooling: 'primary' } })
      .when(asked)
      .refused({ code: 'schooling-short', condition: 'E3', basis, verified: 'secondary' });
    const old = in2022({ identity: { ...IDENTITY, birth: '1963-03-31' } });
    old.when(asked).refused({ code: 'too-old', condition: 'E1', have: 60, need: 60, basis });
    const submitted = old.and(
      request('over-sixty', '2023-04-01'),
      ...(['voted', 'agreed', 'submitted'] as const).flatMap((stage) => way[stage]),
    );
    submitted
      .when(step('decided', way))
      .refused({ code: 'consent-missing', condition: 'E2', basis: { document: '01-HD/TW', date: '2021-09-28' } });
    submitted.and(grant('over-sixty', '2023-05-29')).when(step('decided', way)).accepted('AdmissionDecided');
  });

  it('C1 of a political matter holds by the guidance of its day under R2021.2', () => {
    given(dossier)(...before('voted', way), request('political', '2023-04-03'))
      .when(step('voted', way))
      .refused({ code: 'consent-missing', condition: 'C1', need: 'political', who: 'provincial-committee' });
  });

  it.each([
    ['R2026A.2', 9, '20-QĐ/TW', '2026-04-08', 'assumed'],
    ['R2026B.2', 13, '208-QĐ/TW', '2026-07-26', 'single-source'],
  ] as const)('E3 R1 say under %s how sure they are', (version, months, document, date, verified) => {
    const later = laterBy(months);
    const [asked] = later.voted as readonly [Step];
    const of = (fields: object) => {
      const [listing, ...rest] = STAGES.slice(0, STAGES.indexOf('voted')).flatMap((stage) => later[stage]);
      return given(commune)(but(listing as Step, fields), ...rest);
    };
    const short = of({ declared: { ...DECLARED, schooling: 'primary' } });
    expect(short.state.procedure).toBe(version);
    short.when(asked).refused({ code: 'schooling-short', condition: 'E3', verified, basis: { document, date } });
    of({ readmission: { ...LEFT, leftOn: '2025-01-01' } })
      .when(asked)
      .refused({ code: 'readmission-too-early', condition: 'R1', from: '2028-01-01', verified });
  });
});
