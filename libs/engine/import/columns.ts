import { ACTION_WORDS } from '@dossier/contract';

/** What a cell of a column must hold. */
export type CellKind = 'id' | 'text' | 'day' | 'month' | 'count' | 'year' | 'yes-no' | 'choice' | 'document';

/** One column of a sheet. Headings are matched without regard to accents, case and spaces, in either language. */
export interface Column {
  readonly key: string;
  readonly vi: string;
  readonly en: string;
  readonly kind: CellKind;
  /** For a choice: the words accepted for each value, the first of each language being the one we write. */
  readonly choices?: Readonly<Record<string, readonly string[]>>;
  readonly hint: string;
}

export interface Sheet {
  readonly key: 'organisations' | 'members' | 'quotas' | 'classes' | 'register';
  readonly vi: string;
  readonly en: string;
  readonly columns: readonly Column[];
}

const column = (
  key: string,
  vi: string,
  en: string,
  kind: CellKind,
  hint: string,
  choices?: Column['choices'],
): Column => ({
  key,
  vi,
  en,
  kind,
  hint,
  ...(choices ? { choices } : {}),
});

const ENTERED = column(
  'entered',
  'Ngày vào sổ',
  'Entered',
  'day',
  'day the book recorded it; the same day when left empty',
);
const ON = column('on', 'Ngày', 'Day', 'day', 'day it happened, dd/mm/yyyy');

/** Steps that are commands and no rows of the register: units have a sheet of their own, and end through the API alone. */
const NOT_IN_REGISTER: readonly string[] = [
  'FoundOrganisation',
  'MergeOrganisations',
  'SplitOrganisation',
  'DissolveOrganisation',
  'SeatCommittee',
  'GrantEmpowerment',
  'RevokeEmpowerment',
  'AdoptLocalRules',
  'UrgeUnit',
  'PraiseUnit',
  'RecordVisit',
  'AdoptProcedure',
  'AnnulDecision',
  'AnswerReexamination',
  'AppealErasure',
  'AppraiseBySubCommittee',
  'ApproveCorrection',
  'ApproveProcedure',
  'AskReexamination',
  'CompleteNewMemberCourse',
  'CorrectEntry',
  'DecideRecognition',
  'DenyConsent',
  'EraseProbationer',
  'ExtendDeadline',
  'ForwardDossier',
  'GiveNotice',
  'GrantConsent',
  'HoldErasureVote',
  'HoldRecognitionVote',
  'LetLeave',
  'MoveCandidate',
  'NoteDeadline',
  'NoteTemporaryActivity',
  'ProlongProbation',
  'ProposeCorrection',
  'ProposeProcedure',
  'ReceiveDossier',
  'RecordDeath',
  'RedirectDecision',
  'RedoStep',
  'RejectProposal',
  'ReportProbation',
  'RequestConsent',
  'ResolveAppeal',
  'ReturnDossier',
];
const STEPS = Object.fromEntries(Object.entries(ACTION_WORDS).filter(([step]) => !NOT_IN_REGISTER.includes(step)));

const SEX = { female: ['Nữ', 'Female'], male: ['Nam', 'Male'] };
const SCHOOLING_WORDS = {
  literate: ['Biết đọc biết viết', 'Literate'],
  primary: ['Tiểu học', 'Primary'],
  'lower-secondary': ['THCS', 'Lower secondary'],
  'upper-secondary': ['THPT', 'Upper secondary'],
  vocational: ['Trung cấp', 'Vocational'],
  college: ['Cao đẳng', 'College'],
  university: ['Đại học', 'University'],
  postgraduate: ['Sau đại học', 'Postgraduate'],
};
const UNION = {
  'youth-union': ['Đoàn thanh niên', 'Youth Union'],
  'trade-union': ['Công đoàn', 'Trade union'],
  none: ['Không', 'None'],
};

/**
 * The workbook a committee fills in. Each sheet is one CSV file (organisations.csv …) or one sheet of an XLSX workbook.
 * The blank workbook that is shipped, its documentation and the reader are all made from this table.
 */
export const SHEETS: readonly Sheet[] = [
  {
    key: 'organisations',
    vi: 'Tổ chức',
    en: 'Organisations',
    columns: [
      column('organisation', 'Mã đơn vị', 'Code', 'id', 'short code, e.g. nn-hua-bum; parents before children'),
      column('name', 'Tên đơn vị', 'Name', 'text', 'full name'),
      column('kind', 'Loại', 'Kind', 'choice', 'what it is', {
        'provincial-committee': ['Đảng bộ tỉnh', 'Provincial committee'],
        'district-committee': ['Đảng bộ huyện', 'District committee'],
        'commune-committee': ['Đảng bộ xã', 'Commune committee'],
        'grassroots-committee': ['Đảng bộ cơ sở', 'Grassroots committee'],
        'sub-committee': ['Đảng bộ bộ phận', 'Sub-committee'],
        cell: ['Chi bộ', 'Cell'],
      }),
      column('parent', 'Đơn vị cấp trên', 'Parent', 'id', 'code of the unit above; empty for the top'),
      column(
        'difficultArea',
        'Vùng khó khăn',
        'Difficult area',
        'yes-no',
        'mountain, border, ethnic-minority or very poor area',
      ),
      column('on', 'Ngày thành lập', 'Founded', 'day', 'day it was founded, or the first day of your book'),
      ENTERED,
    ],
  },
  {
    key: 'members',
    vi: 'Đảng viên',
    en: 'Members',
    columns: [
      column('member', 'Mã đảng viên', 'Code', 'id', 'short code, never the name'),
      column('name', 'Họ và tên', 'Full name', 'text', 'sealed as soon as it is read'),
      column('birth', 'Ngày sinh', 'Born', 'day', 'full date'),
      column('sex', 'Giới tính', 'Sex', 'choice', 'Nam or Nữ', SEX),
      column('cell', 'Chi bộ', 'Cell', 'id', 'code of the cell'),
      column('standing', 'Loại đảng viên', 'Standing', 'choice', 'official or probationary', {
        official: ['Chính thức', 'Official'],
        probationary: ['Dự bị', 'Probationary'],
      }),
      column('officialSince', 'Ngày chính thức', 'Official since', 'day', 'for an official member'),
      column(
        'on',
        'Sinh hoạt từ ngày',
        'In the cell since',
        'day',
        'day the member joined this cell, or the first day of your book',
      ),
      ENTERED,
    ],
  },
  {
    key: 'quotas',
    vi: 'Chỉ tiêu',
    en: 'Quotas',
    columns: [
      column('action', 'Việc', 'Action', 'choice', 'what was done', {
        AssignQuota: ['Giao chỉ tiêu', 'Assign'],
        AllocateQuota: ['Phân bổ', 'Allocate'],
        AdjustQuota: ['Điều chỉnh', 'Adjust'],
        MakeCommitment: ['Cam kết', 'Commit'],
        SettleCommitment: ['Kiểm điểm cam kết', 'Settle commitment'],
      }),
      column(
        'organisation',
        'Đơn vị',
        'Unit',
        'id',
        'the unit whose quota it is; for an allocation the unit that allocates',
      ),
      column('year', 'Năm', 'Year', 'year', 'for a yearly quota'),
      column('termFrom', 'Nhiệm kỳ từ', 'Term from', 'year', 'for a term quota'),
      column('termTo', 'Nhiệm kỳ đến', 'Term to', 'year', 'for a term quota'),
      column('to', 'Giao cho', 'To', 'id', 'for an allocation: the unit that receives it'),
      column(
        'target',
        'Số lượng',
        'Number',
        'count',
        'persons; for a commitment, admitted in the period by the due day',
      ),
      column('countsBy', 'Tính theo', 'Counts by', 'choice', 'ceremony when left empty', {
        ceremony: ['Lễ kết nạp', 'Ceremony'],
        decision: ['Quyết định', 'Decision'],
      }),
      column('number', 'Số văn bản', 'Document', 'document', 'number of the decision'),
      column('reason', 'Lý do', 'Reason', 'text', 'for an adjustment'),
      column('due', 'Hạn', 'Due', 'day', 'for a commitment'),
      ON,
      ENTERED,
    ],
  },
  {
    key: 'classes',
    vi: 'Lớp học',
    en: 'Classes',
    columns: [
      column('class', 'Mã lớp', 'Code', 'id', 'short code'),
      column('organisation', 'Đơn vị mở lớp', 'Unit', 'id', 'who holds it'),
      column('name', 'Tên lớp', 'Name', 'text', ''),
      column('from', 'Khai giảng', 'From', 'day', ''),
      column('to', 'Bế giảng', 'To', 'day', ''),
      column('places', 'Số chỗ', 'Places', 'count', ''),
      column('attended', 'Dự học', 'Attended', 'count', 'empty while the class is not over'),
      column('passed', 'Đạt', 'Passed', 'count', 'empty while the class is not over'),
      column('on', 'Ngày mở lớp theo kế hoạch', 'Planned on', 'day', 'day it was announced'),
      ENTERED,
    ],
  },
  {
    key: 'register',
    vi: 'Sổ theo dõi',
    en: 'Register',
    columns: [
      column('step', 'Việc', 'Step', 'choice', 'what was done', STEPS),
      column(
        'dossier',
        'Mã hồ sơ',
        'Dossier',
        'id',
        'your number for the candidate; empty for a step of a cell or member',
      ),
      ON,
      ENTERED,
      column('unit', 'Chi bộ', 'Cell', 'id', 'when listing, and for steps of a cell'),
      column('member', 'Mã đảng viên', 'Member', 'id', 'mentor, introducer, overseer'),
      column('class', 'Mã lớp', 'Class', 'id', 'for training'),
      column('number', 'Số văn bản', 'Document', 'document', 'resolution, certificate or decision'),
      column('date', 'Ngày văn bản', 'Document date', 'day', 'certificate issued; paper written; together since'),
      column('form', 'Mẫu', 'Form', 'document', 'e.g. 1-KNĐ, 2-KNĐ, 3-KNĐ'),
      column('pages', 'Số tờ', 'Pages', 'count', ''),
      column('yes', 'Tán thành', 'For', 'count', 'votes'),
      column('no', 'Không tán thành', 'Against', 'count', 'votes'),
      column(
        'convened',
        'Tổng số được triệu tập',
        'Convened',
        'count',
        'official members convened, or members of the body',
      ),
      column('union', 'Đoàn thể', 'Union', 'choice', '', UNION),
      column('place', 'Nơi thẩm tra', 'Place', 'id', 'code of the place asked'),
      column('result', 'Kết quả', 'Result', 'choice', '', {
        clear: ['Rõ', 'Clear'],
        unclear: ['Chưa rõ', 'Unclear'],
        good: ['Tốt', 'Good'],
        'needs-work': ['Cần cố gắng', 'Needs work'],
      }),
      column('side', 'Bên', 'Side', 'choice', 'who remarks, or whose opinion', {
        place: ['Nơi thẩm tra', 'Place'],
        cell: ['Chi bộ', 'Cell'],
        committee: ['Cấp ủy', 'Committee'],
        union: ['Đoàn thể', 'Union'],
        residence: ['Nơi cư trú', 'Residence'],
      }),
      column('reason', 'Lý do', 'Reason', 'choice', '', {
        moved: ['Chuyển đi', 'Moved'],
        disciplined: ['Bị kỷ luật', 'Disciplined'],
        died: ['Từ trần', 'Died'],
        expelled: ['Khai trừ', 'Expelled'],
        left: ['Ra khỏi Đảng', 'Left'],
        other: ['Lý do khác', 'Other'],
        reprimand: ['Khiển trách', 'Reprimand'],
        warning: ['Cảnh cáo', 'Warning'],
        dismissal: ['Cách chức', 'Dismissal'],
      }),
      column('month', 'Tháng rà soát', 'Month', 'month', 'mm/yyyy'),
      column('listed', 'Số trong danh sách', 'On the list', 'count', ''),
      column('added', 'Đưa vào', 'Added', 'count', ''),
      column('removed', 'Đưa ra', 'Removed', 'count', ''),
      column('proposedBy', 'Bên giới thiệu nguồn', 'Proposed by', 'choice', '', {
        cell: ['Chi bộ', 'Cell'],
        'youth-union': ['Đoàn thanh niên', 'Youth Union'],
        'trade-union': ['Công đoàn', 'Trade union'],
        other: ['Khác', 'Other'],
      }),
      column('name', 'Họ và tên', 'Full name', 'text', 'sealed as soon as it is read'),
      column('birth', 'Ngày sinh', 'Born', 'day', 'full date'),
      column('mother', 'Họ tên mẹ', "Mother's name", 'text', 'tells apart two persons of one name and birth date'),
      column('sex', 'Giới tính', 'Sex', 'choice', '', SEX),
      column('ethnicity', 'Dân tộc', 'Ethnic group', 'text', 'Kinh or another'),
      column('village', 'Bản', 'Village', 'text', ''),
      column('schooling', 'Trình độ', 'Schooling', 'choice', 'highest completed', SCHOOLING_WORDS),
      column('local', 'Người địa phương', 'Local', 'yes-no', ''),
      column('demobilised', 'Bộ đội xuất ngũ', 'Demobilised', 'yes-no', ''),
      column('name2', 'Tên mới', 'New name', 'text', 'for a renamed unit'),
      column('parent', 'Đơn vị cấp trên mới', 'New parent', 'id', 'for a unit moved under another'),
      column('note', 'Ghi chú', 'Note', 'text', 'free text; sealed'),
    ],
  },
];
