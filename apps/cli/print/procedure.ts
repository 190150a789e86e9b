import { clauseWord, dayWord, markWord, nameWord, whoWord, type Lang } from '@dossier/contract';
import { diagramOf } from '@dossier/engine';
import type { DeadlineRule, DiagramWords, LocalRules, ProcedureVersion } from '@dossier/procedure';

/** The words of a picture in a language. */
export function diagramWords(lang: Lang): DiagramWords {
  const vi = lang === 'vi';
  return {
    word: (code) => (whoWord(code, lang) === code ? nameWord(code, lang) : whoWord(code, lang)),
    workingDays: (days) => (vi ? `${days} ngày làm việc` : `${days} working days`),
    months: (months) => (vi ? `${months} tháng` : `${months} months`),
    onlyWhere: (body) => (vi ? `nếu có ${body}` : `where there is ${body}`),
    before: (step) => (vi ? `trước: ${step}` : `before: ${step}`),
  };
}

/** A version as a page: what it rests on, the picture of its way, its deadlines and majorities, and what is only assumed. */
export function versionPage(version: ProcedureVersion, lang: Lang): string {
  const vi = lang === 'vi';
  const { thresholds, assumptions = [] } = version;
  const majorities = Object.entries(thresholds).map(
    ([body, { id, numerator, denominator, strict, basis, verified }]) =>
      `| ${id} | ${diagramWords(lang).word(body)} | ${vi ? (strict ? 'trên' : 'ít nhất') : strict ? 'more than' : 'at least'} ${numerator}/${denominator} | ${source(basis, verified, lang)} |`,
  );
  return [
    head(version, `${version.version} · ${version.title[lang]}`, lang),
    '```mermaid',
    diagramOf(version, diagramWords(lang)).trimEnd(),
    '```',
    '',
    deadlineTable(version.deadlines, lang),
    vi ? '## Tỷ lệ biểu quyết' : '## Majorities',
    '',
    vi ? '| Mã | Nơi biểu quyết | Tỷ lệ | Căn cứ |' : '| Id | Body | Majority | Source |',
    '|---|---|---|---|',
    ...majorities,
    '',
    ...assumed(assumptions, lang),
  ].join('\n');
}

/** Local rules as a page: what they add. */
export function localPage(local: LocalRules, lang: Lang): string {
  const vi = lang === 'vi';
  const conditions = Object.entries(local.actions).flatMap(([action, { guards }]) =>
    guards.map(({ id, basis, verified }) => `| ${id} | ${nameWord(action, lang)} | ${source(basis, verified, lang)} |`),
  );
  return [
    head(local, `${local.overlay} · ${local.title[lang]}`, lang),
    deadlineTable(local.deadlines, lang),
    vi ? '## Điều kiện thêm' : '## Conditions added',
    '',
    vi ? '| Mã | Việc | Căn cứ |' : '| Id | Action | Source |',
    '|---|---|---|',
    // Two guards of one action by one clause read the same.
    ...new Set(conditions),
    '',
    ...assumed(local.assumptions ?? [], lang),
  ].join('\n');
}

function head({ inForce, sources }: Pick<ProcedureVersion, 'inForce' | 'sources'>, title: string, lang: Lang): string {
  const vi = lang === 'vi';
  const until =
    inForce.to === undefined ? '' : vi ? ` đến ${dayWord(inForce.to, lang)}` : ` to ${dayWord(inForce.to, lang)}`;
  return [
    `# ${title}`,
    '',
    vi
      ? 'Trang này được vẽ từ dữ liệu của quy định; không sửa tay.'
      : 'This page is drawn from the data of the version; it is not edited by hand.',
    '',
    vi ? `Áp dụng từ ${dayWord(inForce.from, lang)}${until}.` : `In force from ${dayWord(inForce.from, lang)}${until}.`,
    '',
    ...sources.map(
      ({ document, date, issuer, verified }) =>
        `- ${document} ${vi ? 'ngày' : 'of'} ${dayWord(date, lang)}, ${issuer}${markWord(verified, lang)}`,
    ),
    '',
  ].join('\n');
}

function source(basis: DeadlineRule['basis'], verified: DeadlineRule['verified'], lang: Lang): string {
  const where = basis
    ? `${basis.document} ${lang === 'vi' ? 'ngày' : 'of'} ${dayWord(basis.date, lang)}, ${clauseWord(basis.clause, lang)}`
    : '';
  return `${where}${markWord(verified, lang)}`.trim();
}

/** From when a deadline counts: an event, a day that the event names, or the end of another deadline. */
function startText({ from, after, startsOn, fromHaving }: DeadlineRule, lang: Lang): string {
  if (after !== undefined) return lang === 'vi' ? `hết thời hạn ${after}` : `the end of ${after}`;
  const day = startsOn === undefined ? undefined : STARTS[startsOn]?.[lang === 'vi' ? 0 : 1];
  return `${nameWord(from, lang)}${havingText(fromHaving, lang)}${day === undefined ? '' : `, ${day}`}`;
}

const STARTS: Readonly<Record<string, readonly [vi: string, en: string]>> = {
  issuedOn: ['từ ngày cấp', 'from the day of issue'],
  orderedOn: ['từ ngày có lệnh điều động', 'from the day of the order'],
};

/** What an event's data must say, in brackets. */
function havingText(having: DeadlineRule['fromHaving'], lang: Lang): string {
  const said = Object.entries(having ?? {}).map(([name, value]) => {
    const pair = HAVING[`${name}:${String(value)}`];
    if (pair) return pair[lang === 'vi' ? 0 : 1];
    return name === 'form' ? `${lang === 'vi' ? 'mẫu' : 'form'} ${value}` : diagramWords(lang).word(String(value));
  });
  return said.length === 0 ? '' : ` (${said.join(', ')})`;
}

const HAVING: Readonly<Record<string, readonly [vi: string, en: string]>> = {
  'abroad:false': ['trong nước', 'at home'],
  'abroad:true': ['ở nước ngoài', 'abroad'],
  'across:true': ['sang cấp ủy khác', 'to another decider'],
  'stage:with-decider': ['hồ sơ đã trình', 'dossier submitted'],
  'stage:decided': ['đã có quyết định', 'decision made'],
  'stage:probation': ['đang dự bị', 'in probation'],
};

function deadlineTable(deadlines: readonly DeadlineRule[], lang: Lang): string {
  const vi = lang === 'vi';
  const words = diagramWords(lang);
  const rows = deadlines.map((rule) => {
    const { id, amount, unit, until, extension, by, basis, verified } = rule;
    const length = unit === 'months' ? words.months(amount) : words.workingDays(amount);
    const more =
      extension === undefined
        ? ''
        : vi
          ? ` (gia hạn tối đa ${extension.amount})`
          : ` (extension up to ${extension.amount})`;
    return `| ${id} | ${length}${more} | ${startText(rule, lang)} | ${nameWord(until, lang)}${havingText(rule.untilHaving, lang)} | ${by === undefined ? '' : whoWord(by, lang)} | ${source(basis, verified, lang)} |`;
  });
  return [
    vi ? '## Thời hạn' : '## Deadlines',
    '',
    vi ? '| Mã | Thời hạn | Tính từ | Đến | Việc của | Căn cứ |' : '| Id | Length | From | Until | Up to | Source |',
    '|---|---|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

function assumed(assumptions: NonNullable<ProcedureVersion['assumptions']>, lang: Lang): readonly string[] {
  if (assumptions.length === 0) return [];
  return [
    lang === 'vi' ? '## Còn giả định' : '## Assumed',
    '',
    ...assumptions.map((assumption) => `- ${assumption[lang]}`),
    '',
  ];
}
