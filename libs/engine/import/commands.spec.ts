import { SHEETS, type Sheet } from './columns';
import { stepsOf } from './commands';

const sheetOf = (key: Sheet['key']): Sheet => ({
  ...(SHEETS.find((sheet) => sheet.key === key) as Sheet),
  en: `${key}.csv`,
});
/** The words of each step, Vietnamese first. */
const STEPS = sheetOf('register').columns.find(({ key }) => key === 'step')?.choices ?? {};
const read = (key: Sheet['key'], cells: Record<string, string>) =>
  stepsOf({ sheet: sheetOf(key), line: 7, cells }, '2026-11-23');
const commands = (key: Sheet['key'], cells: Record<string, string>) => {
  const { steps, problems } = read(key, cells);
  expect(problems).toEqual([]);
  return steps.map(({ aggregate, command, on }) => ({ aggregate, on, ...command }));
};
const ON = { on: '10/4/2023' };
const on = '2023-04-10';
const VOTE = { number: '3-NQ/CB', yes: '5', no: '2', convened: '7' };
const votes = { number: '3-NQ/CB', yes: 5, no: 2, convened: 7 };

describe('the register', () => {
  const rows: readonly (readonly [string, Record<string, string>, object])[] = [
    [
      'ListCandidate',
      {
        unit: 'a',
        proposedBy: 'Đoàn thanh niên',
        name: 'Lò Thị Thử',
        birth: '20/4/1995',
        sex: 'Nữ',
        ethnicity: 'Thái',
        schooling: 'THPT',
        union: 'Đoàn thanh niên',
        local: 'x',
        note: 'con thứ hai',
      },
      {
        cell: 'a',
        proposedBy: 'youth-union',
        identity: { name: 'Lò Thị Thử', birth: '1995-04-20', ethnicity: 'Thái' },
        declared: {
          sex: 'female',
          schooling: 'upper-secondary',
          minority: true,
          union: 'youth-union',
          local: true,
          demobilised: false,
        },
        details: { note: 'con thứ hai' },
      },
    ],
    ['AssignMentor', { member: 'm' }, { member: 'm' }],
    ['ReplaceMentor', { member: 'm', reason: 'Bị kỷ luật' }, { member: 'm', reason: 'disciplined' }],
    ['ReportMentor', { result: 'Tốt', note: 'chăm' }, { opinion: 'good', details: { note: 'chăm' } }],
    ['ProposeTraining', { class: 'k1' }, { class: 'k1' }],
    [
      'CertifyTraining',
      { class: 'k1', number: '12', date: '1/4/2023' },
      { class: 'k1', number: '12', issuedOn: '2023-04-01' },
    ],
    ['PermitPaperwork', { number: '7' }, { number: '7' }],
    ['OpenDossier', {}, {}],
    [
      'FileDocument',
      { form: '1-KNĐ', date: '1/4/2023', pages: '4' },
      { form: '1-KNĐ', writtenOn: '2023-04-01', pages: 4 },
    ],
    ['NameIntroducer', { member: 'm', date: '1/4/2021' }, { member: 'm', togetherSince: '2021-04-01' }],
    ['EndorseByUnion', { union: 'Công đoàn', ...VOTE }, { union: 'trade-union', ...votes }],
    ['StampBiography', {}, {}],
    ['RequestVerification', { place: 'xa-a' }, { place: 'xa-a' }],
    ['AnswerVerification', { place: 'xa-a', result: 'Chưa rõ' }, { place: 'xa-a', clear: false }],
    ['RecordRemark', { side: 'Cấp ủy' }, { by: 'committee' }],
    ['CollectOpinion', { side: 'Nơi cư trú' }, { from: 'residence' }],
    ['HoldCellVote', VOTE, votes],
    ['HoldCommitteeVote', VOTE, votes],
    ['SubmitDossier', {}, {}],
    ['DecideAdmission', VOTE, votes],
    ['RefuseAdmission', { ...VOTE, note: 'chưa đủ' }, { ...votes, details: { note: 'chưa đủ' } }],
    ['ReceiveDecision', {}, {}],
    ['HoldCeremony', { number: '9-CV/HU' }, { consent: '9-CV/HU' }],
    ['DelistCandidate', { note: 'đi xa' }, { details: { note: 'đi xa' } }],
    ['WithdrawCandidate', {}, {}],
    ['NoteTemporaryActivity', { place: 'xa-b', date: '1/3/2024' }, { place: 'xa-b', until: '2024-03-01' }],
    ['RequestConsent', { matter: 'Trên 60 tuổi' }, { matter: 'over-sixty' }],
    ['GrantConsent', { matter: 'Late ceremony', number: '4' }, { matter: 'late-ceremony', number: '4' }],
    ['DenyConsent', { matter: 'Vấn đề chính trị', number: '4' }, { matter: 'political', number: '4' }],
    [
      'AppraiseBySubCommittee',
      { result: 'Không đồng ý', number: '5', note: 'chưa rõ' },
      { agrees: false, number: '5', details: { note: 'chưa rõ' } },
    ],
    ['GiveNotice', { result: 'Đồng ý', number: '6' }, { answer: 'yes', number: '6' }],
    [
      'MoveCandidate',
      { unit: 'b', date: '1/4/2023', number: '8-QĐ' },
      { to: 'b', orderedOn: '2023-04-01', number: '8-QĐ' },
    ],
    ['ForwardDossier', { number: '9' }, { number: '9' }],
    ['ReceiveDossier', {}, {}],
    ['RedirectDecision', { number: '10' }, { number: '10' }],
    ['AskReexamination', { number: '11', note: 'thiếu chữ ký' }, { number: '11', details: { note: 'thiếu chữ ký' } }],
    ['AnswerReexamination', { number: '12', result: 'Agreed' }, { number: '12', confirmed: true }],
    ['CompleteNewMemberCourse', { number: '13', date: '1/4/2023' }, { number: '13', issuedOn: '2023-04-01' }],
    [
      'ReportProbation',
      { side: 'Người giúp đỡ', member: 'm', date: '9/4/2023' },
      { by: 'mentor', member: 'm', writtenOn: '2023-04-09' },
    ],
    ['HoldRecognitionVote', { side: 'Cấp ủy', ...VOTE }, { body: 'grassroots-committee', ...votes }],
    ['DecideRecognition', { ...VOTE, method: 'Giơ thẻ' }, { ...votes, method: 'card' }],
    ['HoldErasureVote', { side: 'Chi bộ', ...VOTE }, { body: 'cell', ...votes }],
    ['EraseProbationer', { ...VOTE, note: 'bỏ sinh hoạt' }, { ...votes, details: { note: 'bỏ sinh hoạt' } }],
    ['AppealErasure', { note: 'không đồng tình' }, { details: { note: 'không đồng tình' } }],
    ['ResolveAppeal', { result: 'Giữ nguyên việc xóa tên', number: '14' }, { outcome: 'upheld', number: '14' }],
    ['RecordDeath', {}, {}],
    ['LetLeave', { number: '15', note: 'đơn tự nguyện' }, { number: '15', details: { note: 'đơn tự nguyện' } }],
    [
      'AnnulDecision',
      { reason: 'Quyết định muộn sau khi chuyển đi', number: '16' },
      { ground: 'moved-late', number: '16' },
    ],
  ];
  it.each(rows)('%s becomes a command on the dossier', (type, cells, fields) => {
    expect(commands('register', { step: STEPS[type]?.[0] ?? '', dossier: 'HS-1', ...ON, ...cells })).toEqual([
      { aggregate: 'dossier', on, type, dossier: 'hs-1', ...fields },
    ]);
  });

  const units: readonly (readonly [string, Record<string, string>, object])[] = [
    [
      'ReviewSource',
      { unit: 'a', month: '3/2023', listed: '5', added: '1', removed: '0' },
      { aggregate: 'organisation', organisation: 'a', month: '2023-03', listed: 5, entered: 1, left: 0 },
    ],
    ['AssignOverseer', { unit: 'a', member: 'm' }, { aggregate: 'organisation', organisation: 'a', member: 'm' }],
    [
      'RenameOrganisation',
      { unit: 'a', name2: 'Bản mới' },
      { aggregate: 'organisation', organisation: 'a', name: 'Bản mới' },
    ],
    ['MoveOrganisation', { unit: 'a', parent: 'p' }, { aggregate: 'organisation', organisation: 'a', parent: 'p' }],
    [
      'MergeOrganisations',
      { unit: 'a', parent: 'b', number: '1-QĐ', name2: 'Đảng bộ xã B' },
      { aggregate: 'organisation', organisation: 'b', from: ['a'], number: '1-QĐ', name: 'Đảng bộ xã B' },
    ],
    [
      'DissolveOrganisation',
      { unit: 'a', parent: 'b', number: '1-QĐ' },
      { aggregate: 'organisation', organisation: 'a', successor: 'b', number: '1-QĐ' },
    ],
    [
      'SeatCommittee',
      { unit: 'a', convened: '15', standing: '5' },
      { aggregate: 'organisation', organisation: 'a', committee: 15, standing: 5 },
    ],
    [
      'GrantEmpowerment',
      { unit: 'a', convened: '120', number: '2-QĐ' },
      { aggregate: 'organisation', organisation: 'a', members: 120, number: '2-QĐ' },
    ],
    [
      'RevokeEmpowerment',
      { unit: 'a', number: '3-QĐ' },
      { aggregate: 'organisation', organisation: 'a', number: '3-QĐ' },
    ],
    [
      'UrgeUnit',
      { unit: 'a', note: 'chậm' },
      { aggregate: 'organisation', organisation: 'a', details: { note: 'chậm' } },
    ],
    ['PraiseUnit', { unit: 'a' }, { aggregate: 'organisation', organisation: 'a' }],
    ['RecordVisit', { unit: 'a' }, { aggregate: 'organisation', organisation: 'a' }],
    ['MoveMember', { unit: 'a', member: 'm' }, { aggregate: 'member', member: 'm', cell: 'a' }],
    [
      'DisciplineMember',
      { member: 'm', reason: 'Khiển trách' },
      { aggregate: 'member', member: 'm', form: 'reprimand' },
    ],
    ['DepartMember', { member: 'm', reason: 'Từ trần' }, { aggregate: 'member', member: 'm', reason: 'died' }],
  ];
  it.each(units)('%s becomes a command on a unit or member', (type, cells, fields) => {
    expect(commands('register', { step: STEPS[type]?.[1] ?? '', ...ON, ...cells })).toEqual([{ on, type, ...fields }]);
  });

  it('has words for every step there is', () => {
    expect([...rows, ...units].map(([type]) => type).sort()).toEqual(Object.keys(STEPS).sort());
  });

  it('leaves out what is a list of its own, restates a row, or is no step of a book', () => {
    for (const step of ['ReturnDossier', 'RedoStep', 'SplitOrganisation', 'CorrectEntry', 'AdoptProcedure'])
      expect(read('register', { step, dossier: 'd', ...ON }).problems).toMatchObject([{ code: 'not-a-choice' }]);
  });

  it('says which of two columns is empty where a field may stand in either', () => {
    const merges = { step: 'Sáp nhập đơn vị', ...ON, number: '1' };
    expect(read('register', { ...merges, unit: 'a' }).problems).toMatchObject([
      { column: 'Đơn vị cấp trên mới', code: 'missing' },
    ]);
    expect(read('register', { ...merges, parent: 'b' }).problems).toMatchObject([
      { column: 'Chi bộ', code: 'missing' },
    ]);
  });

  it('calls a person of the Kinh no minority, and what it is not told is not known', () => {
    const row = {
      step: 'List candidate',
      dossier: 'd',
      ...ON,
      unit: 'a',
      proposedBy: 'cell',
      name: 'An',
      birth: '20/4/1995',
      sex: 'Nam',
      schooling: 'THCS',
    };
    expect(commands('register', { ...row, ethnicity: 'KINH' })).toMatchObject([
      { declared: { minority: false, union: 'none', local: false, demobilised: false } },
    ]);
    expect(read('register', row).problems).toMatchObject([{ code: 'missing' }]);
  });
});

describe('the other sheets', () => {
  it('found units and register members', () => {
    expect(
      commands('organisations', {
        organisation: 'a',
        name: 'Chi bộ A',
        kind: 'Chi bộ',
        parent: 'p',
        difficultArea: 'có',
        on: '1/1/2010',
      }),
    ).toEqual([
      {
        aggregate: 'organisation',
        on: '2010-01-01',
        type: 'FoundOrganisation',
        organisation: 'a',
        name: 'Chi bộ A',
        kind: 'cell',
        parent: 'p',
        difficultArea: true,
      },
    ]);
    expect(
      commands('members', {
        member: 'm',
        name: 'Vàng A',
        birth: '1/1/1970',
        cell: 'a',
        standing: 'Chính thức',
        officialSince: '1/1/2000',
        on: '1/1/2010',
      }),
    ).toEqual([
      {
        aggregate: 'member',
        on: '2010-01-01',
        type: 'RegisterMember',
        member: 'm',
        cell: 'a',
        standing: 'official',
        officialSince: '2000-01-01',
        identity: { name: 'Vàng A', birth: '1970-01-01' },
      },
    ]);
  });
  it.each([
    ['Đảng bộ tỉnh', 'provincial-committee'],
    ['Commune committee', 'commune-committee'],
    ['Đảng bộ bộ phận', 'sub-committee'],
  ])('know every kind of unit, such as %s', (kind, key) => {
    expect(commands('organisations', { organisation: 'a', name: 'Đơn vị A', kind, on: '1/1/2010' })).toMatchObject([
      { kind: key },
    ]);
  });
  it('explain every column in both languages, where the heading does not say it all', () => {
    for (const { columns } of SHEETS)
      for (const { hint } of columns) if (hint !== '') expect(hint.map((text) => text !== '')).toEqual([true, true]);
    expect(sheetOf('register').columns.filter(({ hint }) => hint !== '').length).toBeGreaterThan(20);
  });
  it.each([
    [
      'Giao chỉ tiêu',
      { year: '2023', target: '60', number: '1' },
      { type: 'AssignQuota', period: { year: 2023 }, target: 60, countsBy: 'ceremony', number: '1' },
    ],
    [
      'Assign',
      { termFrom: '2020', termTo: '2025', target: '300', countsBy: 'Quyết định', number: '1' },
      { type: 'AssignQuota', period: { termFrom: 2020, termTo: 2025 }, target: 300, countsBy: 'decision', number: '1' },
    ],
    [
      'Phân bổ',
      { year: '2023', to: 'g', target: '20', number: '1' },
      { type: 'AllocateQuota', period: { year: 2023 }, to: 'g', target: 20, number: '1' },
    ],
    [
      'Điều chỉnh',
      { year: '2023', target: '20', number: '1', reason: 'sáp nhập' },
      { type: 'AdjustQuota', period: { year: 2023 }, target: 20, number: '1', reason: 'sáp nhập' },
    ],
    [
      'Cam kết',
      { year: '2023', target: '20', due: '30/6/2023' },
      { type: 'MakeCommitment', period: { year: 2023 }, admitted: 20, due: '2023-06-30' },
    ],
    [
      'Kiểm điểm cam kết',
      { year: '2023', due: '30/6/2023' },
      { type: 'SettleCommitment', period: { year: 2023 }, due: '2023-06-30' },
    ],
  ])('quotas: %s', (action, cells, fields) => {
    expect(commands('quotas', { action, organisation: 'd', ...ON, ...cells })).toEqual([
      { aggregate: 'quota', on, organisation: 'd', ...fields },
    ]);
  });
  it('a class that is over stands for two steps, the second on its last day', () => {
    const row = {
      class: 'k1',
      organisation: 'd',
      name: 'Lớp',
      from: '6/3/2023',
      to: '10/3/2023',
      places: '80',
      on: '1/2/2023',
    };
    expect(commands('classes', row).map(({ type, on: day }) => [type, day])).toEqual([['PlanClass', '2023-02-01']]);
    expect(
      commands('classes', { ...row, attended: '75', passed: '70' }).map(({ type, on: day }) => [type, day]),
    ).toEqual([
      ['PlanClass', '2023-02-01'],
      ['ConcludeClass', '2023-03-10'],
    ]);
  });
});

describe('a bad row', () => {
  it('names its line, its column and what stands there, every cell of it', () => {
    const { steps, problems } = read('register', {
      step: 'Chi bộ biểu quyết',
      dossier: 'd',
      on: '1995',
      yes: '5',
      no: 'hai',
      convened: '7',
      number: '1',
    });
    expect(steps).toEqual([]);
    expect(problems).toEqual([
      { sheet: 'register.csv', line: 7, column: 'Ngày', code: 'year-only', reason: '1995' },
      { sheet: 'register.csv', line: 7, column: 'Không tán thành', code: 'not-a-number', reason: 'hai' },
    ]);
  });
  it('says what is missing by the heading of the column', () => {
    expect(
      read('register', { step: 'Chi bộ biểu quyết', dossier: 'd', number: '1', yes: '5', no: '2', convened: '7' })
        .problems,
    ).toMatchObject([{ column: 'Ngày', code: 'missing' }]);
    expect(read('register', { step: 'Nhận giấy tờ', dossier: 'd', ...ON, form: '1-KNĐ' }).problems).toMatchObject([
      { column: 'Ngày văn bản', code: 'missing' },
    ]);
    expect(read('register', { step: '', ...ON }).problems).toMatchObject([{ column: 'Việc', code: 'missing' }]);
  });
  it('keeps the book’s own day of entry when it is later, and calls two rows of one text the same', () => {
    const row = { step: 'Lập hồ sơ', dossier: 'd', ...ON };
    const [plain, late, early] = [row, { ...row, entered: '12/4/2023' }, { ...row, entered: '1/4/2023' }].map(
      (cells) => read('register', cells).steps[0],
    );
    expect([plain?.entered, late?.entered]).toEqual(['2023-04-10', '2023-04-12']);
    // A book cannot have recorded what had not happened yet.
    expect(early).toBeUndefined();
    expect(read('register', row).steps[0]?.text).toBe(plain?.text);
    expect(late?.text).toBe(plain?.text);
  });
});
