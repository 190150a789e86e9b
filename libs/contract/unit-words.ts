// The words of units: how they are founded, changed and ended. Spread into the lists of `words.ts`, where all are looked up.

/** A word in both: Vietnamese, then English. */
type Pair = readonly [vi: string, en: string];

/** Changes of units, by the command each stands for. */
export const UNIT_ACTIONS: Readonly<Record<string, Pair>> = {
  FoundOrganisation: ['Thành lập đơn vị', 'Found organisation'],
  MergeOrganisations: ['Sáp nhập đơn vị', 'Merge organisations'],
  SplitOrganisation: ['Chia tách đơn vị', 'Split organisation'],
  DissolveOrganisation: ['Giải thể đơn vị', 'Dissolve organisation'],
  SeatCommittee: ['Ghi số cấp ủy viên', 'Seat committee'],
  GrantEmpowerment: ['Ủy quyền quyết định kết nạp', 'Grant empowerment'],
  RevokeEmpowerment: ['Thu hồi ủy quyền', 'Revoke empowerment'],
  AdoptLocalRules: ['Áp dụng quy định của địa phương', 'Adopt local rules'],
  UrgeUnit: ['Nhắc nhở đơn vị', 'Urge unit'],
  PraiseUnit: ['Biểu dương đơn vị', 'Praise unit'],
  RecordVisit: ['Ghi việc xuống cơ sở', 'Record visit'],
};

/** Why a unit cannot be changed, or something cannot be done with it. */
export const UNIT_REFUSALS: Readonly<Record<string, Pair>> = {
  'unit-dissolved': [
    'đơn vị đã kết thúc hoạt động từ ngày {have}[, nay thuộc {need}]',
    'the unit ended on {have}[; what was its is now with {need}]',
  ],
  'into-itself': [
    'không thể nhập hay tách đơn vị {have} vào chính nó',
    'unit {have} cannot be merged or split into itself',
  ],
  'successor-unknown': ['không có đơn vị tiếp nhận {have}', 'no unit {have} is there to take over'],
  'successor-dissolved': [
    'đơn vị tiếp nhận đã được ghi là kết thúc từ ngày {have}[, nay thuộc {need}]',
    'the unit that would take over ends on {have}[; its work goes to {need}]',
  ],
  'successors-in-a-circle': [
    'đơn vị {have} đã hoặc sẽ nhập vào {need}, không thể nhập ngược lại',
    '{have} itself ends into {need}: they would follow each other in a circle',
  ],
  'successor-missing': [
    'đơn vị không có cấp trên, phải ghi rõ đơn vị tiếp nhận',
    'nothing stands above the unit: say who takes over',
  ],
  'successor-not-a-part': [
    'đơn vị tiếp nhận {have} không nằm trong các đơn vị được tách ra',
    'successor {have} is none of the parts',
  ],
  'does-not-fit-beneath': ['đơn vị {have} không thể đặt dưới {need}', 'unit {have} cannot stand under {need}'],
  'units-beneath': [
    'còn {have} đơn vị trực thuộc; phải chuyển đi trước hoặc ghi đơn vị tiếp nhận',
    '{have} units still stand beneath it: move them first, or name who takes over',
  ],
  'members-on-roll': [
    'còn {have} đảng viên; phải chuyển đi trước hoặc ghi đơn vị tiếp nhận',
    '{have} members are still on the roll: move them first, or name who takes over',
  ],
  'dossiers-open': [
    'còn {have} hồ sơ chưa xong; phải ghi đơn vị tiếp nhận',
    '{have} dossiers are still open: name who takes over',
  ],
  'taken-twice': ['{have} được giao cho hai nơi', '{have} is given to two parts'],
  'too-few-to-empower': [
    'chỉ có {have} đảng viên; phải trên {need} đảng viên mới được ủy quyền',
    'only {have} members; more than {need} are needed to be empowered',
  ],
  'not-empowered': ['đơn vị {have} chưa được ủy quyền', 'unit {have} is not empowered'],
};

/** Kinds of units, kinds of change, and where a target comes from. */
export const UNIT_NAMES: Readonly<Record<string, Pair>> = {
  'provincial-committee': ['đảng bộ tỉnh', 'provincial committee'],
  'district-committee': ['đảng bộ huyện', 'district committee'],
  'commune-committee': ['đảng bộ xã', 'commune committee'],
  'grassroots-committee': ['đảng bộ cơ sở', 'grassroots committee'],
  'sub-committee': ['đảng bộ bộ phận', 'sub-committee'],
  cell: ['chi bộ', 'cell'],
  merge: ['sáp nhập', 'merge'],
  split: ['chia tách', 'split'],
  dissolve: ['giải thể', 'dissolve'],
  own: ['chỉ tiêu được giao', 'its own quota'],
  'sum of merged units': ['cộng chỉ tiêu các đơn vị đã nhập', 'the quotas of the units that merged into it'],
};

/** Events of units by the action that makes them. */
export const UNIT_EVENTS: Readonly<Record<string, string>> = {
  OrganisationFounded: 'FoundOrganisation',
  OrganisationRenamed: 'RenameOrganisation',
  OrganisationMoved: 'MoveOrganisation',
  OverseerAssigned: 'AssignOverseer',
  SourceReviewed: 'ReviewSource',
  OrganisationMerged: 'MergeOrganisations',
  OrganisationSplit: 'SplitOrganisation',
  OrganisationDissolved: 'DissolveOrganisation',
  CommitteeSeated: 'SeatCommittee',
  EmpowermentGranted: 'GrantEmpowerment',
  EmpowermentRevoked: 'RevokeEmpowerment',
  LocalRulesAdopted: 'AdoptLocalRules',
  UnitUrged: 'UrgeUnit',
  UnitPraised: 'PraiseUnit',
  VisitRecorded: 'RecordVisit',
};
