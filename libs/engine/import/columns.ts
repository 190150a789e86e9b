import { column, ENTERED, ON, SEX, type Sheet } from './column';
import { REGISTER } from './register-columns';

export type { CellKind, Column, Sheet } from './column';

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
      column('organisation', 'Mã đơn vị', 'Code', 'id', [
        'mã ngắn, ví dụ nn-hua-bum; đơn vị cấp trên ghi trước',
        'short code, e.g. nn-hua-bum; parents before children',
      ]),
      column('name', 'Tên đơn vị', 'Name', 'text', ['tên đầy đủ', 'full name']),
      column('kind', 'Loại', 'Kind', 'choice', ['là loại đơn vị nào', 'what it is'], {
        'provincial-committee': ['Đảng bộ tỉnh', 'Provincial committee'],
        'district-committee': ['Đảng bộ huyện', 'District committee'],
        'commune-committee': ['Đảng bộ xã', 'Commune committee'],
        'grassroots-committee': ['Đảng bộ cơ sở', 'Grassroots committee'],
        'sub-committee': ['Đảng bộ bộ phận', 'Sub-committee'],
        cell: ['Chi bộ', 'Cell'],
      }),
      column('parent', 'Đơn vị cấp trên', 'Parent', 'id', [
        'mã đơn vị cấp trên; đơn vị cao nhất để trống',
        'code of the unit above; empty for the top',
      ]),
      column('difficultArea', 'Vùng khó khăn', 'Difficult area', 'yes-no', [
        'vùng cao, biên giới, dân tộc thiểu số hoặc đặc biệt khó khăn',
        'mountain, border, ethnic-minority or very poor area',
      ]),
      column('on', 'Ngày thành lập', 'Founded', 'day', [
        'ngày thành lập, hoặc ngày đầu tiên của sổ',
        'day it was founded, or the first day of your book',
      ]),
      ENTERED,
    ],
  },
  {
    key: 'members',
    vi: 'Đảng viên',
    en: 'Members',
    columns: [
      column('member', 'Mã đảng viên', 'Code', 'id', ['mã ngắn, không dùng họ tên', 'short code, never the name']),
      column('name', 'Họ và tên', 'Full name', 'text', [
        'được niêm phong ngay khi đọc',
        'sealed as soon as it is read',
      ]),
      column('birth', 'Ngày sinh', 'Born', 'day', ['đủ ngày, tháng, năm', 'full date']),
      column('sex', 'Giới tính', 'Sex', 'choice', ['Nam hoặc Nữ', 'Nam or Nữ'], SEX),
      column('cell', 'Chi bộ', 'Cell', 'id', ['mã chi bộ', 'code of the cell']),
      column(
        'standing',
        'Loại đảng viên',
        'Standing',
        'choice',
        ['chính thức hoặc dự bị', 'official or probationary'],
        {
          official: ['Chính thức', 'Official'],
          probationary: ['Dự bị', 'Probationary'],
        },
      ),
      column('officialSince', 'Ngày chính thức', 'Official since', 'day', [
        'đối với đảng viên chính thức',
        'for an official member',
      ]),
      column('on', 'Sinh hoạt từ ngày', 'In the cell since', 'day', [
        'ngày về sinh hoạt tại chi bộ, hoặc ngày đầu tiên của sổ',
        'day the member joined this cell, or the first day of your book',
      ]),
      ENTERED,
    ],
  },
  {
    key: 'quotas',
    vi: 'Chỉ tiêu',
    en: 'Quotas',
    columns: [
      column('action', 'Việc', 'Action', 'choice', ['đã làm việc gì', 'what was done'], {
        AssignQuota: ['Giao chỉ tiêu', 'Assign'],
        AllocateQuota: ['Phân bổ', 'Allocate'],
        AdjustQuota: ['Điều chỉnh', 'Adjust'],
        MakeCommitment: ['Cam kết', 'Commit'],
        SettleCommitment: ['Kiểm điểm cam kết', 'Settle commitment'],
      }),
      column('organisation', 'Đơn vị', 'Unit', 'id', [
        'đơn vị có chỉ tiêu; khi phân bổ là đơn vị phân bổ',
        'the unit whose quota it is; for an allocation the unit that allocates',
      ]),
      column('year', 'Năm', 'Year', 'year', ['đối với chỉ tiêu năm', 'for a yearly quota']),
      column('termFrom', 'Nhiệm kỳ từ', 'Term from', 'year', ['đối với chỉ tiêu nhiệm kỳ', 'for a term quota']),
      column('termTo', 'Nhiệm kỳ đến', 'Term to', 'year', ['đối với chỉ tiêu nhiệm kỳ', 'for a term quota']),
      column('to', 'Giao cho', 'To', 'id', [
        'khi phân bổ: đơn vị nhận chỉ tiêu',
        'for an allocation: the unit that receives it',
      ]),
      column('target', 'Số lượng', 'Number', 'count', [
        'số người; với cam kết là số kết nạp được đến hạn',
        'persons; for a commitment, admitted in the period by the due day',
      ]),
      column(
        'countsBy',
        'Tính theo',
        'Counts by',
        'choice',
        ['để trống là tính theo lễ kết nạp', 'ceremony when left empty'],
        {
          ceremony: ['Lễ kết nạp', 'Ceremony'],
          decision: ['Quyết định', 'Decision'],
        },
      ),
      column('number', 'Số văn bản', 'Document', 'document', ['số quyết định', 'number of the decision']),
      column('reason', 'Lý do', 'Reason', 'text', ['khi điều chỉnh', 'for an adjustment']),
      column('due', 'Hạn', 'Due', 'day', ['khi cam kết', 'for a commitment']),
      ON,
      ENTERED,
    ],
  },
  {
    key: 'classes',
    vi: 'Lớp học',
    en: 'Classes',
    columns: [
      column('class', 'Mã lớp', 'Code', 'id', ['mã ngắn', 'short code']),
      column('organisation', 'Đơn vị mở lớp', 'Unit', 'id', ['đơn vị mở lớp', 'who holds it']),
      column('name', 'Tên lớp', 'Name', 'text', ''),
      column('from', 'Khai giảng', 'From', 'day', ''),
      column('to', 'Bế giảng', 'To', 'day', ''),
      column('places', 'Số chỗ', 'Places', 'count', ''),
      column('attended', 'Dự học', 'Attended', 'count', [
        'để trống khi lớp chưa bế giảng',
        'empty while the class is not over',
      ]),
      column('passed', 'Đạt', 'Passed', 'count', [
        'để trống khi lớp chưa bế giảng',
        'empty while the class is not over',
      ]),
      column('on', 'Ngày mở lớp theo kế hoạch', 'Planned on', 'day', ['ngày thông báo mở lớp', 'day it was announced']),
      ENTERED,
    ],
  },
  REGISTER,
];
