// What is decided by hand: the units, the figures that must come out, and the classes. Everything else follows by chance.

/** The first day of the book: every unit and most members are entered on it. */
export const BOOK_OPENS = '2018-01-01';
export const BOOK_CLOSES = '2023-10-31';

export const DISTRICT = { code: 'nn', name: 'Đảng bộ huyện Nậm Nhùn' };

/** Names of communes are real; the villages, and so the cells, are invented. `peoples` are weights. */
export const COMMUNES = [
  {
    code: 'nam-nhun',
    name: 'Nậm Nhùn',
    town: true,
    villages: ['Noong Lay', 'Huổi Sen', 'Pá Nhạt'],
    peoples: { Thái: 6, Mông: 2, 'Khơ Mú': 1 },
  },
  {
    code: 'hua-bum',
    name: 'Hua Bum',
    villages: ['Nậm Sỉn Hạ', 'Pa Chéo', 'Hồ Thà', 'Nậm Củng'],
    peoples: { Mông: 3, Thái: 2, Dao: 2, 'Hà Nhì': 1, Cống: 1, Mảng: 1 },
  },
  {
    code: 'le-loi',
    name: 'Lê Lợi',
    villages: ['Co Mủn Nọi', 'Chang Ngài', 'Nậm Lẻo'],
    peoples: { Thái: 6, Mông: 2, Mảng: 1 },
  },
  {
    code: 'muong-mo',
    name: 'Mường Mô',
    villages: ['Huổi Thẳm', 'Cang Hỏm', 'Mường Lọng'],
    peoples: { Thái: 5, Mông: 3, 'Khơ Mú': 1 },
  },
  { code: 'nam-ban', name: 'Nậm Ban', villages: ['Hua Ổi', 'Pa Xẻ', 'Nậm Vẽ'], peoples: { Mảng: 4, Mông: 3, Dao: 1 } },
  {
    code: 'nam-cha',
    name: 'Nậm Chà',
    villages: ['Nậm Chẩu', 'Táng Ngá Cao', 'Huổi Lỡ'],
    peoples: { Mông: 5, Dao: 2, 'Si La': 1, Thái: 1 },
  },
  {
    code: 'nam-hang',
    name: 'Nậm Hàng',
    villages: ['Nậm Tỷ', 'Lồng Phẻo', 'Huổi Quặng', 'Noong Hẹ'],
    peoples: { Thái: 6, Mông: 2, Cống: 1 },
  },
  {
    code: 'nam-manh',
    name: 'Nậm Manh',
    villages: ['Nậm Nàn Thượng', 'Huổi Chắt', 'Pồ Nọi'],
    peoples: { Mông: 5, Thái: 3 },
  },
  {
    code: 'nam-pi',
    name: 'Nậm Pì',
    villages: ['Pá Bơn', 'Nậm Sập Hạ', 'Pề Nghịu'],
    peoples: { Mảng: 4, Mông: 3, Thái: 1 },
  },
  {
    code: 'pu-dao',
    name: 'Pú Đao',
    villages: ['Đoong Nưa', 'Hồng Tở', 'Hồng Ngải Cao'],
    peoples: { Mông: 7, Thái: 1 },
  },
  {
    code: 'trung-chai',
    name: 'Trung Chải',
    villages: ['Nậm Sảo Dưới', 'Trung Ngài', 'Huổi Mắn'],
    peoples: { Mảng: 3, Mông: 3, 'Hà Nhì': 1, Dao: 1 },
  },
];

/** Cells every commune has beside its villages, and the ones only some have. */
export const COMMUNE_CELLS = [
  { code: 'co-quan', name: 'Chi bộ Cơ quan', kind: 'office' },
  { code: 'tieu-hoc', name: 'Chi bộ Trường Tiểu học', kind: 'school' },
];
export const EXTRA_CELLS = {
  'hua-bum': { code: 'thcs', name: 'Chi bộ Trường THCS', kind: 'school' },
  'le-loi': { code: 'tram-y-te', name: 'Chi bộ Trạm Y tế', kind: 'office' },
  'muong-mo': { code: 'thcs', name: 'Chi bộ Trường THCS', kind: 'school' },
  'nam-ban': { code: 'cong-an', name: 'Chi bộ Công an', kind: 'office' },
  'trung-chai': { code: 'mam-non', name: 'Chi bộ Trường Mầm non', kind: 'school' },
};

const AGENCY_PEOPLES = { Kinh: 5, Thái: 4, Mông: 2, 'Hà Nhì': 1, Dao: 1 };
export const AGENCIES = [
  {
    code: 'chinh-quyen',
    name: 'Đảng bộ cơ quan Chính quyền huyện',
    peoples: AGENCY_PEOPLES,
    cells: {
      'van-phong': 'Văn phòng Ủy ban',
      'nong-nghiep': 'Phòng Nông nghiệp',
      'tai-chinh': 'Phòng Tài chính',
      'noi-vu': 'Phòng Nội vụ',
    },
  },
  {
    code: 'dang-doan-the',
    name: 'Đảng bộ cơ quan Đảng và đoàn thể huyện',
    peoples: AGENCY_PEOPLES,
    cells: {
      'van-phong': 'Văn phòng Huyện ủy',
      'xay-dung-dang': 'các Ban xây dựng Đảng',
      'doan-the': 'Mặt trận và đoàn thể',
    },
  },
  {
    code: 'giao-duc',
    name: 'Đảng bộ cơ quan Giáo dục và Đào tạo huyện',
    peoples: AGENCY_PEOPLES,
    cells: {
      phong: 'Phòng Giáo dục',
      thpt: 'Trường THPT',
      'noi-tru': 'Trường Dân tộc nội trú',
      'mam-non': 'Trường Mầm non Hoa Ban',
    },
  },
  {
    code: 'y-te',
    name: 'Đảng bộ cơ quan Y tế huyện',
    peoples: AGENCY_PEOPLES,
    cells: { 'lam-sang': 'khối Lâm sàng', 'du-phong': 'khối Dự phòng', 'hanh-chinh': 'khối Hành chính' },
  },
  {
    code: 'cong-an',
    name: 'Đảng bộ Công an huyện',
    peoples: AGENCY_PEOPLES,
    armed: true,
    cells: { 'an-ninh': 'Đội An ninh', 'dieu-tra': 'Đội Cảnh sát điều tra', 'tham-muu': 'Đội Tham mưu tổng hợp' },
  },
  {
    code: 'quan-su',
    name: 'Đảng bộ Quân sự huyện',
    peoples: AGENCY_PEOPLES,
    armed: true,
    cells: { 'tham-muu': 'Ban Tham mưu', 'chinh-tri': 'Ban Chính trị', 'hau-can': 'Ban Hậu cần - Kỹ thuật' },
  },
];

/** Cells with no committee between them and the district. */
export const DIRECT_CELLS = [
  { code: 'kiem-lam', name: 'Chi bộ Hạt Kiểm lâm huyện' },
  { code: 'bao-hiem', name: 'Chi bộ Bảo hiểm xã hội huyện' },
];

/** Cells with few members: three or four officials. */
export const SMALL_CELLS = {
  'nn-nam-ban-ban-hua-oi': 3,
  'nn-pu-dao-ban-doong-nua': 4,
  'nn-trung-chai-ban-huoi-man': 4,
  'nn-nam-pi-ban-pe-nghiu': 3,
  'nn-bao-hiem': 4,
};

/** This cell goes from the education committee to the town, and this one gets a new name; neither has a dossier. */
export const MOVED_CELL = { cell: 'nn-giao-duc-mam-non', to: 'nn-nam-nhun', on: '2022-08-01' };
export const RENAMED_CELL = {
  cell: 'nn-le-loi-tram-y-te',
  name: 'Chi bộ Trạm Y tế - Dân số xã Lê Lợi',
  on: '2023-03-15',
};

/**
 * For each grassroots organisation: the yearly quotas, and how many ceremonies it holds in each period.
 * early: [2020, 2021]; y2022: [January to September, October to December]; y2023: [to June, July to September, October].
 */
export const FIGURES = {
  'nam-nhun': { quota: { 2022: 4, 2023: 5 }, early: [0, 0], y2022: [3, 1], y2023: [3, 2, 0] },
  'hua-bum': { quota: { 2022: 5, 2023: 5 }, early: [4, 5], y2022: [4, 1], y2023: [6, 0, 0] },
  'le-loi': { quota: { 2022: 4, 2023: 4 }, early: [1, 0], y2022: [3, 1], y2023: [2, 2, 0] },
  'muong-mo': { quota: { 2022: 4, 2023: 5 }, early: [0, 0], y2022: [2, 2], y2023: [2, 2, 1] },
  'nam-ban': { quota: { 2022: 4, 2023: 4 }, early: [0, 1], y2022: [3, 1], y2023: [3, 1, 0] },
  'nam-cha': { quota: { 2022: 4, 2023: 4 }, early: [0, 0], y2022: [3, 1], y2023: [3, 1, 0] },
  'nam-hang': { quota: { 2022: 4, 2023: 5 }, early: [1, 0], y2022: [4, 0], y2023: [4, 1, 0] },
  'nam-manh': { quota: { 2022: 3, 2023: 3 }, early: [0, 0], y2022: [2, 1], y2023: [1, 2, 0] },
  'nam-pi': { quota: { 2022: 3, 2023: 3 }, early: [0, 0], y2022: [2, 0], y2023: [1, 1, 1] },
  'pu-dao': { quota: { 2022: 3, 2023: 3 }, early: [0, 0], y2022: [1, 2], y2023: [2, 1, 0] },
  'trung-chai': { quota: { 2022: 3, 2023: 4 }, early: [0, 1], y2022: [2, 1], y2023: [3, 1, 0] },
  'chinh-quyen': { quota: { 2022: 3, 2023: 4 }, early: [0, 0], y2022: [3, 0], y2023: [2, 2, 0] },
  'dang-doan-the': { quota: { 2022: 2, 2023: 2 }, early: [0, 0], y2022: [1, 1], y2023: [1, 1, 0] },
  'giao-duc': { quota: { 2022: 2, 2023: 3 }, early: [0, 1], y2022: [2, 0], y2023: [2, 1, 0] },
  'y-te': { quota: { 2022: 1, 2023: 2 }, early: [0, 0], y2022: [1, 0], y2023: [1, 1, 0] },
  'cong-an': { quota: { 2022: 1, 2023: 2 }, early: [0, 0], y2022: [1, 0], y2023: [1, 1, 0] },
  'quan-su': { quota: { 2022: 2, 2023: 2 }, early: [0, 1], y2022: [2, 0], y2023: [1, 1, 0] },
  // A direct cell has no quota of its own here: it counts for the district only.
  'kiem-lam': { quota: {}, early: [0, 0], y2022: [0, 1], y2023: [0, 0, 1] },
};

/** Between which days the ceremonies of each period are held. */
export const PERIODS = {
  early: [
    ['2020-03-02', '2020-12-18'],
    ['2021-01-11', '2021-12-17'],
  ],
  y2022: [
    ['2022-01-10', '2022-09-27'],
    ['2022-10-04', '2022-12-20'],
  ],
  y2023: [
    ['2023-01-30', '2023-06-27'],
    ['2023-07-03', '2023-09-22'],
    ['2023-10-12', '2023-10-20'],
  ],
};

/** Of the 59 admitted from January to September 2023. */
export const AGED_18_TO_30 = 37;
export const COLLEGE_OR_MORE = 35;

/** The ceremony that reached the book only after the end of September, in a committee that was behind. */
export const LATE_ENTRY = { organisation: 'muong-mo', ceremony: '2023-09-28', entered: '2023-10-03' };

export const BEHIND = ['muong-mo', 'nam-pi'];
export const COMMITMENT = { on: '2023-09-25', due: '2023-10-31', settled: '2023-11-01' };
export const TERM = { from: 2020, to: 2025, district: 300, shares: { 'hua-bum': 25 } };

/** Awareness classes, by their first and last day. Certificates are issued two working days after the last. */
export const CLASSES = [
  ['lop-2018-1', '2018-03-05', '2018-03-09'],
  ['lop-2018-2', '2018-10-08', '2018-10-12'],
  ['lop-2019-1', '2019-04-01', '2019-04-05'],
  ['lop-2019-2', '2019-09-09', '2019-09-13'],
  ['lop-2020-1', '2020-05-18', '2020-05-22'],
  ['lop-2020-2', '2020-10-05', '2020-10-09'],
  ['lop-2021-1', '2021-03-15', '2021-03-19'],
  ['lop-2021-2', '2021-07-12', '2021-07-16'],
  ['lop-2021-3', '2021-11-08', '2021-11-12'],
  ['lop-2022-1', '2022-03-14', '2022-03-18'],
  ['lop-2022-2', '2022-06-20', '2022-06-24'],
  ['lop-2022-3', '2022-10-17', '2022-10-21'],
  ['lop-2023-1', '2023-03-06', '2023-03-10'],
  ['lop-2023-2', '2023-06-19', '2023-06-23'],
  ['lop-2023-3', '2023-09-11', '2023-09-15'],
  ['lop-2023-4', '2023-11-13', '2023-11-17'],
].map(([code, from, to]) => ({ code, from, to }));
