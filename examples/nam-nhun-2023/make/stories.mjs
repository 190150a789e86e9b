// The cases that do not go the plain way. Each is here so that a reader of the demo meets it once.

/** Among the admitted: a mentor disciplined, a mentor who died, a first vote of the cell that fell short. */
export const SPECIAL_SLOTS = {
  'nam-manh/y2023/1/0': { story: 'mentor-disciplined', cell: 'nn-nam-manh-tieu-hoc' },
  'trung-chai/y2023/0/1': { story: 'mentor-died', cell: 'nn-trung-chai-ban-trung-ngai' },
  'nam-hang/y2023/0/2': { story: 'first-vote-short', cell: 'nn-nam-hang-ban-long-pheo' },
};

const WITHDREW = 'Đi làm việc ở khu công nghiệp ngoài tỉnh, chưa có điều kiện phấn đấu tiếp, tự nguyện xin rút.';
const DELISTED = 'Chuyển nơi cư trú, chi bộ thống nhất đưa ra khỏi danh sách nguồn.';
const REFUSED = 'Cần giúp đỡ thêm về ý thức tổ chức kỷ luật trước khi xem xét lại.';

/** `until` is the last step of the plain way, taken by the day `by`; `end` comes so many working days later. */
export const ENDED = [
  {
    cell: 'nn-le-loi-ban-chang-ngai',
    until: 'submitted',
    by: '2023-06-23',
    end: { step: 'RefuseAdmission', after: 14, note: REFUSED },
  },
  {
    cell: 'nn-nam-nhun-ban-pa-nhat',
    until: 'report1',
    by: '2023-02-24',
    end: { step: 'WithdrawCandidate', after: 40, note: WITHDREW },
  },
  {
    cell: 'nn-nam-pi-ban-nam-sap-ha',
    until: 'listed',
    by: '2022-11-18',
    end: { step: 'WithdrawCandidate', after: 70, note: WITHDREW },
  },
  {
    cell: 'nn-pu-dao-ban-hong-to',
    until: 'mentor',
    by: '2022-10-14',
    end: { step: 'DelistCandidate', after: 90, note: DELISTED },
  },
  {
    cell: 'nn-muong-mo-ban-cang-hom',
    until: 'certified',
    by: '2023-04-28',
    end: { step: 'DelistCandidate', after: 75, note: DELISTED },
  },
];

/** Dossiers still under way when the book closes. */
export const UNDER_WAY = [
  { cell: 'nn-nam-manh-ban-huoi-chat', until: 'listed', by: '2023-10-18' },
  { cell: 'nn-nam-ban-ban-nam-ve', until: 'listed', by: '2023-10-06' },
  { cell: 'nn-hua-bum-ban-ho-tha', until: 'mentor', by: '2023-10-12' },
  { cell: 'nn-trung-chai-mam-non', until: 'mentor', by: '2023-09-21' },
  { cell: 'nn-le-loi-ban-nam-leo', until: 'proposed', by: '2023-10-30' },
  { cell: 'nn-muong-mo-thcs', until: 'proposed', by: '2023-10-30' },
  { cell: 'nn-cong-an-an-ninh', until: 'proposed', by: '2023-10-30' },
  { cell: 'nn-nam-cha-ban-huoi-lo', until: 'certified', by: '2023-09-29' },
  { cell: 'nn-pu-dao-ban-doong-nua', until: 'report1', by: '2023-10-24' },
  { cell: 'nn-nam-hang-ban-nam-ty', until: 'permitted', by: '2023-10-20' },
  { cell: 'nn-nam-nhun-tieu-hoc', until: 'applicationFiled', by: '2023-10-24' },
  { cell: 'nn-hua-bum-thcs', until: 'biographyFiled', by: '2023-10-25' },
  { cell: 'nn-nam-pi-ban-pe-nghiu', until: 'named', by: '2023-10-19' },
  // Asked long ago and still without an answer: the reply is overdue.
  { cell: 'nn-y-te-du-phong', until: 'requested', by: '2023-08-31' },
  { cell: 'nn-giao-duc-thpt', until: 'requested', by: '2023-10-16' },
  { cell: 'nn-muong-mo-ban-huoi-tham', until: 'answered', by: '2023-10-10', unclear: true },
  { cell: 'nn-nam-ban-co-quan', until: 'residence', by: '2023-10-23' },
  { cell: 'nn-bao-hiem', until: 'cellVote', by: '2023-10-20' },
  { cell: 'nn-le-loi-co-quan', until: 'cellVote', by: '2023-10-26' },
  { cell: 'nn-chinh-quyen-nong-nghiep', until: 'committeeVote', by: '2023-10-19' },
  { cell: 'nn-nam-cha-co-quan', until: 'submitted', by: '2023-10-17' },
  // Voted in July and not decided by the end of October: the decision is overdue.
  { cell: 'nn-trung-chai-ban-nam-sao-duoi', until: 'submitted', by: '2023-08-02' },
  { cell: 'nn-quan-su-chinh-tri', until: 'decided', by: '2023-10-27' },
  { cell: 'nn-nam-hang-ban-noong-he', until: 'received', by: '2023-10-20' },
  // Certified in 2018, then years away from home: the certificate went stale in March 2023 and the class was taken again.
  { cell: 'nn-nam-cha-ban-nam-chau', until: 'requested', by: '2023-10-20', story: 'certificate-stale' },
];

/** Certified in March 2018, so no longer good for a vote from 14 March 2023. */
export const STALE = {
  listed: '2018-02-05',
  mentor: '2018-02-07',
  proposed: '2018-02-22',
  class: 'lop-2018-1',
  report: '2023-04-14',
};

/** Members to whom something happens that touches no dossier. */
export const MEMBER_EVENTS = [
  { cell: 'nn-hua-bum-tieu-hoc', step: 'MoveMember', to: 'nn-nam-hang-tieu-hoc', on: '2023-08-15' },
  { cell: 'nn-nam-nhun-co-quan', step: 'DepartMember', reason: 'moved', on: '2023-04-28' },
  { cell: 'nn-muong-mo-co-quan', step: 'DisciplineMember', reason: 'reprimand', on: '2022-11-24' },
];
