import { RULE_NAMES } from './rule-words';
import { MORE_ACTIONS, MORE_EVENTS, MORE_NAMES, MORE_REFUSALS, MORE_WHO, type Pair } from './dossier-words';
import { UNIT_ACTIONS, UNIT_EVENTS, UNIT_NAMES, UNIT_REFUSALS } from './unit-words';

/** The two languages the words are in. */
export type Lang = 'vi' | 'en';

/** What each step is called, by the command it stands for: Vietnamese, then English. */
export const ACTION_WORDS: Readonly<Record<string, Pair>> = {
  ...MORE_ACTIONS,
  ListCandidate: ['Đưa vào danh sách cảm tình', 'List candidate'],
  AssignMentor: ['Phân công giúp đỡ', 'Assign mentor'],
  ReplaceMentor: ['Thay người giúp đỡ', 'Replace mentor'],
  ReportMentor: ['Báo cáo của người giúp đỡ', 'Mentor reports'],
  ProposeTraining: ['Cử đi học lớp nhận thức', 'Propose training'],
  CertifyTraining: ['Cấp giấy chứng nhận lớp nhận thức', 'Certify training'],
  PermitPaperwork: ['Cho làm thủ tục', 'Permit paperwork'],
  OpenDossier: ['Lập hồ sơ', 'Open dossier'],
  FileDocument: ['Nhận giấy tờ', 'File document'],
  NameIntroducer: ['Người giới thiệu', 'Name introducer'],
  EndorseByUnion: ['Nghị quyết đoàn thể giới thiệu', 'Union endorses'],
  StampBiography: ['Đóng dấu giáp lai lý lịch', 'Stamp biography'],
  RequestVerification: ['Gửi thẩm tra lý lịch', 'Request verification'],
  AnswerVerification: ['Nhận kết quả thẩm tra', 'Answer verification'],
  RecordRemark: ['Ghi nhận xét', 'Record remark'],
  CollectOpinion: ['Lấy ý kiến', 'Collect opinion'],
  HoldCellVote: ['Chi bộ biểu quyết', 'Cell votes'],
  HoldCommitteeVote: ['Đảng ủy cơ sở biểu quyết', 'Committee votes'],
  SubmitDossier: ['Trình hồ sơ', 'Submit dossier'],
  DecideAdmission: ['Quyết định kết nạp', 'Decide admission'],
  RefuseAdmission: ['Không đồng ý kết nạp', 'Refuse admission'],
  ReceiveDecision: ['Nhận quyết định', 'Receive decision'],
  HoldCeremony: ['Lễ kết nạp', 'Hold ceremony'],
  DelistCandidate: ['Đưa ra khỏi danh sách', 'Delist candidate'],
  WithdrawCandidate: ['Xin rút', 'Candidate withdraws'],
  ReviewSource: ['Rà soát nguồn', 'Review source'],
  AssignOverseer: ['Phân công phụ trách chi bộ', 'Assign overseer'],
  RenameOrganisation: ['Đổi tên đơn vị', 'Rename organisation'],
  MoveOrganisation: ['Chuyển đơn vị trực thuộc', 'Move organisation'],
  ...UNIT_ACTIONS,
  MoveMember: ['Chuyển sinh hoạt', 'Move member'],
  DisciplineMember: ['Kỷ luật đảng viên', 'Discipline member'],
  DepartMember: ['Đảng viên ra khỏi chi bộ', 'Member departs'],
};

/** Who can move a thing on. */
const WHO: Readonly<Record<string, Pair>> = {
  ...MORE_WHO,
  cell: ['chi bộ', 'the cell'],
  mentor: ['người giúp đỡ', 'the mentor'],
  'training-centre': ['trung tâm chính trị', 'the political training centre'],
  'grassroots-committee': ['đảng ủy cơ sở', 'the grassroots committee'],
  verifier: ['nơi được hỏi thẩm tra', 'the place asked to verify'],
  decider: ['cấp ủy có thẩm quyền', 'the deciding committee'],
  'provincial-committee': ['tỉnh ủy', 'the provincial committee'],
  candidate: ['người xin vào Đảng', 'the candidate'],
  caller: ['người nhập', 'whoever entered it'],
  nobody: ['', ''],
};

/** Why something cannot be done. {have}, {need} and {from} are filled in. */
const REFUSALS: Readonly<Record<string, Pair>> = {
  ...MORE_REFUSALS,
  ...UNIT_REFUSALS,
  'step-missing': ['còn thiếu bước: {need}', 'a step is missing: {need}'],
  'before-earlier-step': [
    'ngày {have} trước bước phải làm trước đó ({need})',
    'day {have} is before a step that comes first ({need})',
  ],
  'already-done': ['việc này đã làm rồi ({have})', 'this was done already ({have})'],
  'vote-short': [
    'biểu quyết chưa đủ: {have} phiếu tán thành, cần {need}',
    'the vote fell short: {have} in favour, {need} needed',
  ],
  'vote-carried': [
    'biểu quyết đã đủ ({have} phiếu, cần {need}), không thể ghi là không đồng ý',
    'the vote carried ({have}, needed {need}): it is no refusal',
  ],
  'certificate-stale': [
    'giấy chứng nhận lớp nhận thức cấp {have} chỉ dùng được đến {need}',
    'the certificate issued {have} served until {need}',
  ],
  'papers-stale': ['hồ sơ lập ngày {have} chỉ dùng được đến {need}', 'papers opened on {have} served until {need}'],
  'document-missing': ['còn thiếu giấy tờ: mẫu {need}', 'a paper is missing: form {need}'],
  'application-after-biography': [
    'đơn xin vào Đảng ({have}) phải viết trước lý lịch ({need})',
    'the application ({have}) must be written before the biography ({need})',
  ],
  'verification-open': [
    'chưa có đủ kết quả thẩm tra: {have} trên {need}',
    'verification is open: {have} of {need} answered',
  ],
  'verification-unclear': ['kết quả thẩm tra còn {have} nơi chưa rõ', '{have} verification answers are unclear'],
  'verification-not-asked': ['chưa gửi thẩm tra đến nơi {have}', '{have} was never asked to verify'],
  'opinion-missing': ['còn thiếu ý kiến: {need}', 'an opinion is missing: {need}'],
  'cell-too-small': [
    'chi bộ có {have} đảng viên chính thức, cần ít nhất {need}',
    'the cell has {have} official members and needs {need}',
  ],
  'late-without-consent': [
    'ngày {have} đã quá hạn {need}; phải xin ý kiến đồng ý của cấp trên trực tiếp (việc: tổ chức lễ muộn)',
    'day {have} is past the due day {need}; ask for consent from above (matter: late ceremony)',
  ],
  'birth-unknown': ['không rõ ngày sinh', 'the birth date is unknown'],
  'too-young': ['mới {have} tuổi, cần đủ {need} tuổi', '{have} years old, {need} needed'],
  'too-old': ['{have} tuổi, quá {need} tuổi', '{have} years old, over {need}'],
  'schooling-short': ['trình độ {have}, cần ít nhất {need}', 'schooling {have}, at least {need} needed'],
  'member-departed': ['đảng viên {have} không còn sinh hoạt', 'member {have} is no longer there'],
  'member-disciplined': ['đảng viên {have} đang bị kỷ luật', 'member {have} is under discipline'],
  'member-not-official': [
    'đảng viên chưa chính thức vào ngày này ({have})',
    'the member was not official on that day ({have})',
  ],
  'member-elsewhere': ['đảng viên sinh hoạt ở nơi khác ({have})', 'the member belongs elsewhere ({have})'],
  'member-unknown': ['không có đảng viên mã {have}', 'no member {have}'],
  'together-too-short': [
    'cùng công tác từ {have}, chưa đủ {need} tháng',
    'together since {have}, not yet {need} months',
  ],
  'mentor-must-be-replaced': ['phải thay người giúp đỡ ({have})', 'the mentor must be replaced ({have})'],
  'introducers-missing': [
    'có {have} người giới thiệu đủ điều kiện, cần {need}',
    '{have} fit introducers, {need} needed',
  ],
  'vote-larger-than-membership': [
    'triệu tập {have} người nhưng chi bộ chỉ có {need} đảng viên chính thức',
    '{have} convened, but the cell has {need} official members',
  ],
  'vote-does-not-add-up': ['số phiếu không khớp: {have} trên {need}', 'the votes do not add up: {have} of {need}'],
  'does-not-add-up': ['số không khớp: {have} trên {need}', 'the numbers do not add up: {have} of {need}'],
  'no-committee-between': [
    'chi bộ {have} không có đảng ủy cơ sở ở giữa',
    'no committee stands between {have} and the decider',
  ],
  'no-procedure-in-force': [
    'không có quy định nào được nhập cho ngày {have}',
    'no procedure version is known for {have}',
  ],
  'not-in-procedure': ['quy định {have} không có việc này', 'procedure {have} does not have this action'],
  'dossier-unknown': ['không có hồ sơ {have}', 'no dossier {have}'],
  'dossier-ended': ['hồ sơ đã kết thúc ({have})', 'the dossier has ended ({have})'],
  'person-has-dossier': ['người này đã có hồ sơ {have}', 'this person already has dossier {have}'],
  'unit-unknown': ['không có đơn vị {have}', 'no unit {have}'],
  'wrong-kind': ['loại đơn vị không phù hợp ({have})', 'the wrong kind of unit ({have})'],
  'before-founding': [
    'ngày {have} trước khi đơn vị được thành lập ({need})',
    'day {have} is before the unit was founded ({need})',
  ],
  'beneath-itself': ['đơn vị không thể đặt dưới chính nó', 'a unit cannot stand beneath itself'],
  'parent-missing': ['thiếu đơn vị cấp trên', 'the unit above is missing'],
  'nothing-changed': ['không có gì thay đổi', 'nothing would change'],
  'month-in-future': ['tháng {have} chưa đến', 'month {have} has not come'],
  'day-in-future': ['ngày {have} chưa đến', 'day {have} has not come'],
  'official-since-missing': ['thiếu ngày chính thức', 'the day of becoming official is missing'],
  'class-unknown': ['không có lớp {have}', 'no class {have}'],
  'class-not-over': [
    'lớp chưa bế giảng vào ngày {have} (bế giảng {need})',
    'the class was not over on {have} (it ends {need})',
  ],
  'ends-before-it-begins': ['ngày kết thúc trước ngày bắt đầu', 'it ends before it begins'],
  'quota-unknown': ['đơn vị {have} chưa được giao chỉ tiêu của kỳ này', '{have} has no quota for that period'],
  'not-beneath': ['đơn vị {have} không thuộc {need}', '{have} does not stand under {need}'],
  'allocated-too-much': ['phân bổ {have} nhưng chỉ được giao {need}', '{have} allocated, but only {need} given'],
  'less-than-allocated': [
    'chỉ tiêu {have} ít hơn số đã phân bổ {need}',
    'target {have} is less than the {need} allocated',
  ],
  'due-already-past': ['hạn {have} đã qua', 'the due day {have} has passed'],
  'period-differs': ['chỉ tiêu này được giao cho kỳ khác ({have})', 'this quota is of another period ({have})'],
  'class-not-proposed': [
    'người này được cử đi học lớp {need}, không phải {have}',
    'the class proposed was {need}, not {have}',
  ],
  'due-outside-period': ['hạn {have} nằm ngoài kỳ', 'the due day {have} lies outside the period'],
  'commitment-unknown': ['không có cam kết nào đến hạn {have}', 'no commitment is due on {have}'],
  'before-due': ['chưa đến hạn {need}', 'the due day {need} has not come'],
  'published-version-changed': ['quy định đã công bố không được sửa', 'a published version is never changed'],
};

/** What is wrong with a cell of a workbook. */
const CELLS: Readonly<Record<string, Pair>> = {
  'year-only': ['chỉ có năm, cần đủ ngày tháng năm', 'only a year; day and month are needed'],
  'month-only': ['thiếu ngày', 'the day is missing'],
  'not-a-day': ['không phải ngày (dd/mm/yyyy)', 'not a day (dd/mm/yyyy)'],
  'no-such-day': ['không có ngày này', 'there is no such day'],
  'not-a-month': ['không phải tháng (mm/yyyy)', 'not a month (mm/yyyy)'],
  'not-a-number': ['không phải số', 'not a whole number'],
  'too-large': ['số quá lớn', 'the number is too large'],
  'too-long': ['dài quá 60 chữ', 'longer than 60 characters'],
  'not-a-year': ['không phải năm', 'not a year'],
  'not-yes-or-no': ['cần ghi Có hoặc Không', 'yes or no is needed'],
  'not-a-choice': ['không có trong các lựa chọn', 'not one of the choices'],
  'not-a-code': [
    'mã chỉ gồm chữ thường không dấu, số và gạch nối',
    'a code has lower-case letters, digits and hyphens only',
  ],
  'column-unknown': ['không có cột này', 'there is no such column'],
  'entered-before': ['ngày vào sổ trước ngày xảy ra', 'entered before it happened'],
  'entered-in-future': ['ngày vào sổ chưa đến', 'entered on a day that has not come'],
  missing: ['còn trống', 'empty'],
  'not-usable': ['không dùng được', 'cannot be used'],
};

const SCHOOLING_NAMES: Readonly<Record<string, Pair>> = {
  literate: ['biết đọc biết viết', 'literate'],
  primary: ['tiểu học', 'primary'],
  'lower-secondary': ['THCS', 'lower secondary'],
  'upper-secondary': ['THPT', 'upper secondary'],
  vocational: ['trung cấp', 'vocational'],
  college: ['cao đẳng', 'college'],
  university: ['đại học', 'university'],
  postgraduate: ['sau đại học', 'postgraduate'],
};

/** Groups, phases and the like, as screens name them. */
const NAMES: Readonly<Record<string, Pair>> = {
  ...SCHOOLING_NAMES,
  ...MORE_NAMES,
  ...RULE_NAMES,
  ...UNIT_NAMES,
  age: ['Tuổi', 'Age'],
  schooling: ['Trình độ', 'Schooling'],
  sex: ['Giới tính', 'Sex'],
  union: ['Đoàn thể', 'Union'],
  also: ['Trong đó', 'Among them'],
  female: ['nữ', 'women'],
  male: ['nam', 'men'],
  'youth-union': ['đoàn thanh niên', 'Youth Union'],
  'trade-union': ['công đoàn', 'trade union'],
  none: ['không', 'none'],
  'college-or-university': ['cao đẳng, đại học trở lên', 'college or university'],
  'ethnic-minority': ['dân tộc thiểu số', 'ethnic minority'],
  local: ['người địa phương', 'local people'],
  demobilised: ['bộ đội xuất ngũ', 'demobilised soldiers'],
  'cell-with-few-members': ['ở chi bộ ít đảng viên', 'in cells with few members'],
  nomination: ['tạo nguồn, giới thiệu', 'nomination'],
  'mentor-assignment': ['phân công giúp đỡ', 'mentor assignment'],
  training: ['bồi dưỡng nhận thức', 'training'],
  approval: ['xét kết nạp', 'approval'],
  admitted: ['đã kết nạp', 'admitted'],
  ended: ['đã kết thúc', 'ended'],
  refused: ['không được đồng ý', 'refused'],
  delisted: ['đưa ra khỏi danh sách', 'delisted'],
  withdrawn: ['xin rút', 'withdrawn'],
  ceremony: ['lễ kết nạp', 'ceremony'],
  decision: ['quyết định kết nạp', 'decision'],
  open: ['đang thực hiện', 'open'],
  kept: ['đã giữ cam kết', 'kept'],
  missed: ['không giữ được cam kết', 'missed'],
  residence: ['nơi cư trú', 'the place of residence'],
};

/** Events by the action that makes them, where a refusal names the event that is missing. */
const EVENT_ACTIONS: Readonly<Record<string, string>> = {
  ...MORE_EVENTS,
  CandidateListed: 'ListCandidate',
  MentorAssigned: 'AssignMentor',
  MentorReplaced: 'ReplaceMentor',
  MentorReported: 'ReportMentor',
  TrainingProposed: 'ProposeTraining',
  TrainingCertified: 'CertifyTraining',
  PaperworkPermitted: 'PermitPaperwork',
  DossierOpened: 'OpenDossier',
  DocumentFiled: 'FileDocument',
  IntroducerNamed: 'NameIntroducer',
  UnionEndorsed: 'EndorseByUnion',
  BiographyStamped: 'StampBiography',
  VerificationRequested: 'RequestVerification',
  VerificationAnswered: 'AnswerVerification',
  RemarkRecorded: 'RecordRemark',
  OpinionCollected: 'CollectOpinion',
  CellVoted: 'HoldCellVote',
  CommitteeVoted: 'HoldCommitteeVote',
  DossierSubmitted: 'SubmitDossier',
  AdmissionDecided: 'DecideAdmission',
  AdmissionRefused: 'RefuseAdmission',
  DecisionReceived: 'ReceiveDecision',
  CeremonyHeld: 'HoldCeremony',
  CandidateDelisted: 'DelistCandidate',
  CandidateWithdrew: 'WithdrawCandidate',
  ...UNIT_EVENTS,
};

const pick = (pair: Pair | undefined, lang: Lang): string | undefined => pair?.[lang === 'vi' ? 0 : 1];

/** A day as people of the language write it. */
export function dayWord(day: string, lang: Lang): string {
  const [year, month, date] = day.split('-');
  return lang === 'vi' && date !== undefined ? `${date}/${month}/${year}` : day;
}

/** A group, phase, step or state by its code; the code itself where there is no word. */
export function nameWord(code: string, lang: Lang): string {
  return pick(ACTION_WORDS[EVENT_ACTIONS[code] ?? code] ?? NAMES[code], lang) ?? code;
}

/** Why a cell of a workbook cannot be used. */
export function cellWord(code: string, lang: Lang): string {
  return pick(CELLS[code], lang) ?? code;
}

/** A percent as the language writes it: '98,3 %' and '98.3 %'. */
export function percentWord(percent: string | null, lang: Lang): string {
  if (percent === null) return '–';
  return `${lang === 'vi' ? percent.replace('.', ',') : percent} %`;
}

/** How well a rule was checked, in brackets behind it; nothing for one that was read in its own text. */
export function markWord(verified: string | undefined, lang: Lang): string {
  const word = verified === undefined ? undefined : pick(MARKS[verified], lang);
  return word === undefined ? '' : ` (${word})`;
}

const MARKS: Readonly<Record<string, Pair>> = {
  secondary: ['theo nguồn thứ cấp', 'from secondary sources'],
  'single-source': ['mới có một nguồn', 'from a single source'],
  assumed: ['chưa tìm thấy văn bản, tạm áp dụng', 'assumed: no text was found'],
};

/** A clause as the language names it. The data names clauses in English where the document itself has no words for them. */
export function clauseWord(clause: string, lang: Lang): string {
  if (lang === 'en') return clause;
  return CLAUSES.reduce((text, [from, to]) => text.replace(from, to), clause).replace(
    /\((\d{4})-(\d{2})-(\d{2})\)/g,
    'ngày $3/$2/$1',
  );
}

/** Whole phrases come first: what is inside them would otherwise be put into other words before them. */
const CLAUSES: readonly (readonly [RegExp, string])[] = [
  [
    /its own date was not found, the day is that of 38-HD\/BTCTW, which it details/g,
    'chưa tìm thấy ngày ban hành, tạm ghi ngày của 38-HD/BTCTW mà văn bản này hướng dẫn',
  ],
  [/the order of the two papers from a published question set/g, 'thứ tự hai giấy tờ theo một bộ câu hỏi đã công bố'],
  [/the standing committee of the grassroots committee decides/g, 'ban thường vụ đảng ủy cơ sở quyết định'],
  [/by continuity with/g, 'tiếp nối'],
  [/corresponds to/g, 'tương ứng'],
  [/ of (?=\S+\/)/g, ' của '],
  [/\barticle\b/g, 'Điều'],
  [/\bforms?\b/g, 'mẫu'],
  [/from a published question set/g, 'theo một bộ câu hỏi đã công bố'],
  [/a diploma or what is equivalent to it/g, 'có bằng hoặc tương đương'],
  [/the lower-secondary programme completed/g, 'hoàn thành chương trình THCS'],
  [/written after the probation/g, 'viết sau khi hết dự bị'],
  [/the political standard/g, 'tiêu chuẩn chính trị'],
  [/clause not noted/g, 'chưa rõ điều khoản'],
];

/** Whose turn something is. */
export function whoWord(who: string, lang: Lang): string {
  return pick(WHO[who], lang) ?? who;
}

/** What a refusal says of itself. */
export interface RefusalParts {
  readonly code: string;
  readonly have: string | number | boolean | null;
  readonly need: string | number | boolean | null;
  readonly from?: string;
  readonly who: string;
  readonly basis?: { readonly document: string; readonly date: string; readonly clause: string };
  readonly verified?: string;
}

/** A refusal as a sentence: why, from when it is possible, who can change it, and by which article. */
export function refusalSentence({ code, have, need, from, who, basis, verified }: RefusalParts, lang: Lang): string {
  const value = (v: RefusalParts['have']): string =>
    v === null ? '' : /^\d{4}-\d{2}-\d{2}$/.test(String(v)) ? dayWord(String(v), lang) : nameWord(String(v), lang);
  // A part in square brackets speaks of what is needed, and is left out where nothing is.
  const why = (pick(REFUSALS[code], lang) ?? code)
    .replace(/\[(.*)\]/, need === null ? '' : '$1')
    .replace('{have}', value(have))
    .replace('{need}', value(need))
    .replace(' ()', '');
  const whose = pick(WHO[who], lang) ?? who;
  const parts = [why];
  if (from !== undefined) parts.push(lang === 'vi' ? `được từ ngày ${dayWord(from, lang)}` : `possible from ${from}`);
  if (whose !== '') parts.push(lang === 'vi' ? `việc của ${whose}` : `up to ${whose}`);
  if (basis) {
    parts.push(
      lang === 'vi'
        ? `theo ${basis.document} ngày ${dayWord(basis.date, lang)}, ${clauseWord(basis.clause, lang)}${markWord(verified, lang)}`
        : `by ${basis.document} of ${basis.date}, ${basis.clause}${markWord(verified, lang)}`,
    );
  }
  return parts.join('; ');
}
