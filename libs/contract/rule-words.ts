import type { Pair } from './dossier-words';

/** What a command has to bring, by the rule that judges it, and the values such rules name. */
export const RULE_NAMES: Readonly<Record<string, Pair>> = {
  majority: ['tỷ lệ phiếu', 'majority'],
  'named-member-fit': ['đảng viên được nêu tên đủ điều kiện', 'the named member is fit'],
  'named-member-near': ['đảng viên được nêu tên cùng tổ chức cơ sở', 'the named member is of the same grassroots unit'],
  'together-long-enough': ['đã cùng công tác đủ lâu', 'together long enough'],
  'in-time-or-consent': ['đúng hạn hoặc có văn bản đồng ý', 'in time, or with consent'],
  'verifier-not-kin': ['người đi thẩm tra không phải người thân', 'the one sent to verify is no kin'],
  'vote-method': ['hình thức biểu quyết', 'the method of voting'],
  'cell-denominator': ['số đảng viên chính thức phải tính', 'the official members to count against'],
  'committee-denominator': ['số ủy viên phải tính', 'the committee members to count against'],
  'body-in-turn': ['biểu quyết đúng thứ tự', 'bodies vote in their turn'],
  'decision-number-own': ['quyết định có số riêng', 'a decision number of its own'],
  'extension-allowed': ['gia hạn trong mức cho phép', 'an extension that is allowed'],
  'handed-over': ['người giúp đỡ chuyển đi đã để lại nhận xét', 'a mentor who moves has written an opinion'],
  'written-after-probation': ['viết sau khi hết dự bị', 'written after the probation'],
  'temporary-activity': ['sinh hoạt tạm thời nơi khác', 'temporary activity elsewhere'],
  exempt: ['được miễn sinh hoạt', 'exempt'],
  suspended: ['bị đình chỉ sinh hoạt', 'suspended'],
  prosecuted: ['bị khởi tố', 'prosecuted'],
  detained: ['bị tạm giam', 'detained'],
  recognition: ['công nhận chính thức', 'recognition'],
  erasure: ['xóa tên', 'erasure'],
};
