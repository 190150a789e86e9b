// The sheets as the import reads them: Vietnamese headings, and the first Vietnamese word of each choice.

import { vietnamese } from './days.mjs';

const STEP = {
  ListCandidate: 'Đưa vào danh sách cảm tình',
  AssignMentor: 'Phân công giúp đỡ',
  ReplaceMentor: 'Thay người giúp đỡ',
  ReportMentor: 'Báo cáo của người giúp đỡ',
  ProposeTraining: 'Cử đi học lớp nhận thức',
  CertifyTraining: 'Cấp giấy chứng nhận lớp nhận thức',
  PermitPaperwork: 'Cho làm thủ tục',
  OpenDossier: 'Lập hồ sơ',
  FileDocument: 'Nhận giấy tờ',
  NameIntroducer: 'Người giới thiệu',
  EndorseByUnion: 'Nghị quyết đoàn thể giới thiệu',
  StampBiography: 'Đóng dấu giáp lai lý lịch',
  RequestVerification: 'Gửi thẩm tra lý lịch',
  AnswerVerification: 'Nhận kết quả thẩm tra',
  RecordRemark: 'Ghi nhận xét',
  CollectOpinion: 'Lấy ý kiến',
  HoldCellVote: 'Chi bộ biểu quyết',
  HoldCommitteeVote: 'Đảng ủy cơ sở biểu quyết',
  SubmitDossier: 'Trình hồ sơ',
  DecideAdmission: 'Quyết định kết nạp',
  RefuseAdmission: 'Không đồng ý kết nạp',
  ReceiveDecision: 'Nhận quyết định',
  HoldCeremony: 'Lễ kết nạp',
  DelistCandidate: 'Đưa ra khỏi danh sách',
  WithdrawCandidate: 'Xin rút',
  ReviewSource: 'Rà soát nguồn',
  AssignOverseer: 'Phân công phụ trách chi bộ',
  RenameOrganisation: 'Đổi tên đơn vị',
  MoveOrganisation: 'Chuyển đơn vị trực thuộc',
  MoveMember: 'Chuyển sinh hoạt',
  DisciplineMember: 'Kỷ luật đảng viên',
  DepartMember: 'Đảng viên ra khỏi chi bộ',
};
const ACTION = {
  AssignQuota: 'Giao chỉ tiêu',
  AllocateQuota: 'Phân bổ',
  AdjustQuota: 'Điều chỉnh',
  MakeCommitment: 'Cam kết',
  SettleCommitment: 'Kiểm điểm cam kết',
};
const KIND = { district: 'Đảng bộ huyện', committee: 'Đảng bộ cơ sở', cell: 'Chi bộ' };
const STANDING = { official: 'Chính thức', probationary: 'Dự bị' };
const SEX = { female: 'Nữ', male: 'Nam' };
const COUNTS_BY = { ceremony: 'Lễ kết nạp', decision: 'Quyết định' };
const SCHOOLING = {
  literate: 'Biết đọc biết viết',
  primary: 'Tiểu học',
  'lower-secondary': 'THCS',
  'upper-secondary': 'THPT',
  vocational: 'Trung cấp',
  college: 'Cao đẳng',
  university: 'Đại học',
  postgraduate: 'Sau đại học',
};
const UNION = { 'youth-union': 'Đoàn thanh niên', 'trade-union': 'Công đoàn', none: 'Không' };
const PROPOSER = { cell: 'Chi bộ', 'youth-union': 'Đoàn thanh niên', 'trade-union': 'Công đoàn', other: 'Khác' };
const RESULT = { clear: 'Rõ', unclear: 'Chưa rõ', good: 'Tốt', 'needs-work': 'Cần cố gắng' };
const SIDE = { place: 'Nơi thẩm tra', cell: 'Chi bộ', committee: 'Cấp ủy', union: 'Đoàn thể', residence: 'Nơi cư trú' };
const REASON = {
  moved: 'Chuyển đi',
  disciplined: 'Bị kỷ luật',
  died: 'Từ trần',
  other: 'Lý do khác',
  reprimand: 'Khiển trách',
  warning: 'Cảnh cáo',
  dismissal: 'Cách chức',
};

const as = (words) => (value) => {
  if (value === undefined) return '';
  if (!(value in words)) throw new Error(`no word for '${value}'`);
  return words[value];
};
const text = (value) => (value === undefined ? '' : String(value));
const yesNo = (value) => (value === undefined ? '' : value ? 'Có' : 'Không');
const day = vietnamese;

const ON = ['on', 'Ngày', day];
const ENTERED = ['entered', 'Ngày vào sổ', day];

/** For each sheet: key of the row, heading, how it is written. */
export const SHEETS = {
  organisations: [
    ['code', 'Mã đơn vị', text],
    ['name', 'Tên đơn vị', text],
    ['level', 'Loại', as(KIND)],
    ['parent', 'Đơn vị cấp trên', text],
    ['difficult', 'Vùng khó khăn', yesNo],
    ['founded', 'Ngày thành lập', day],
    ENTERED,
  ],
  members: [
    ['code', 'Mã đảng viên', text],
    ['name', 'Họ và tên', text],
    ['birth', 'Ngày sinh', day],
    ['sex', 'Giới tính', as(SEX)],
    ['cell', 'Chi bộ', text],
    ['standing', 'Loại đảng viên', as(STANDING)],
    ['officialSince', 'Ngày chính thức', day],
    ['on', 'Sinh hoạt từ ngày', day],
    ENTERED,
  ],
  quotas: [
    ['action', 'Việc', as(ACTION)],
    ['organisation', 'Đơn vị', text],
    ['year', 'Năm', text],
    ['termFrom', 'Nhiệm kỳ từ', text],
    ['termTo', 'Nhiệm kỳ đến', text],
    ['to', 'Giao cho', text],
    ['target', 'Số lượng', text],
    ['countsBy', 'Tính theo', as(COUNTS_BY)],
    ['number', 'Số văn bản', text],
    ['reason', 'Lý do', text],
    ['due', 'Hạn', day],
    ON,
    ENTERED,
  ],
  classes: [
    ['class', 'Mã lớp', text],
    ['organisation', 'Đơn vị mở lớp', text],
    ['name', 'Tên lớp', text],
    ['from', 'Khai giảng', day],
    ['to', 'Bế giảng', day],
    ['places', 'Số chỗ', text],
    ['attended', 'Dự học', text],
    ['passed', 'Đạt', text],
    ['on', 'Ngày mở lớp theo kế hoạch', day],
    ENTERED,
  ],
  register: [
    ['step', 'Việc', as(STEP)],
    ['dossier', 'Mã hồ sơ', text],
    ON,
    ENTERED,
    ['unit', 'Chi bộ', text],
    ['member', 'Mã đảng viên', text],
    ['class', 'Mã lớp', text],
    ['number', 'Số văn bản', text],
    ['date', 'Ngày văn bản', day],
    ['form', 'Mẫu', text],
    ['pages', 'Số tờ', text],
    ['yes', 'Tán thành', text],
    ['no', 'Không tán thành', text],
    ['convened', 'Tổng số được triệu tập', text],
    ['union', 'Đoàn thể', as(UNION)],
    ['place', 'Nơi thẩm tra', text],
    ['result', 'Kết quả', as(RESULT)],
    ['side', 'Bên', as(SIDE)],
    ['reason', 'Lý do', as(REASON)],
    ['month', 'Tháng rà soát', text],
    ['listed', 'Số trong danh sách', text],
    ['added', 'Đưa vào', text],
    ['removed', 'Đưa ra', text],
    ['proposedBy', 'Bên giới thiệu nguồn', as(PROPOSER)],
    ['name', 'Họ và tên', text],
    ['birth', 'Ngày sinh', day],
    ['mother', 'Họ tên mẹ', text],
    ['sex', 'Giới tính', as(SEX)],
    ['ethnicity', 'Dân tộc', text],
    ['village', 'Bản', text],
    ['schooling', 'Trình độ', as(SCHOOLING)],
    ['local', 'Người địa phương', yesNo],
    ['demobilised', 'Bộ đội xuất ngũ', yesNo],
    ['name2', 'Tên mới', text],
    ['parent', 'Đơn vị cấp trên mới', text],
    ['note', 'Ghi chú', text],
  ],
};

const quoted = (value) => (/[",\r\n]|^\s|\s$/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
const line = (values) => `${values.map(quoted).join(',')}\n`;

/** One sheet as CSV: UTF-8, composed letters, a line feed after every row. */
export function csvOf(sheet, rows) {
  const columns = SHEETS[sheet];
  const body = rows.map((row) => line(columns.map(([key, , write]) => write(row[key]))));
  return (line(columns.map(([, heading]) => heading)) + body.join('')).normalize('NFC');
}
