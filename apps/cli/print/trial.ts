import {
  dayWord,
  nameWord,
  refusalSentence,
  type AdoptionReport,
  type AdoptionRow,
  type ChangeKind,
  type Lang,
  type TrialGroup,
  type TrialReport,
} from '@dossier/contract';
import { table } from './table';

/** So many ids are named behind a reason; the rest are counted. */
const MOST_NAMED = 5;

/** A trial as people read it: how many would change, and each reason with the dossiers it concerns. */
export function trialText(report: TrialReport, lang: Lang): string {
  const { version, on, heldInstead, dossiers, changed, changedAtOnce, groups } = report;
  const vi = lang === 'vi';
  const day = dayWord(on, lang);
  const held =
    heldInstead === null
      ? ''
      : vi
        ? ` Ngày này ${heldInstead} áp dụng thay cho ${version}; không hồ sơ nào chuyển sang ${version} được.`
        : ` On that day ${heldInstead} holds in the place of ${version}; no dossier can move to ${version}.`;
  const heading = vi
    ? `Thử quy định ${version} trên ${dossiers} hồ sơ đang làm, ngày ${day}. Chưa ghi gì.${held}`
    : `Version ${version} tried on ${dossiers} open dossiers, on ${day}. Nothing is written.${held}`;
  if (changed === 0) return `${heading}\n${vi ? 'Không hồ sơ nào thay đổi.' : 'No dossier would change.'}`;
  const later = changed - changedAtOnce;
  // Of a version that another holds in the place of, there is no day on which anything would change.
  const split = vi
    ? ` (${changedAtOnce} ngay khi áp dụng, ${later} khi chuyển sang quy định này)`
    : ` (${changedAtOnce} at once, ${later} when they adopt it)`;
  const when = heldInstead === null ? split : '';
  const count = vi ? `${changed} hồ sơ sẽ thay đổi${when}, vì:` : `${changed} dossiers would change${when}, because:`;
  return [heading, count, ...groups.map((group) => groupText(group, lang))].join('\n');
}

function groupText(group: TrialGroup, lang: Lang): string {
  const { kind, about, condition, refusal, count, dossiers } = group;
  const vi = lang === 'vi';
  const rule = condition === null || condition === about ? '' : ` (${condition})`;
  const what = `${count} ${vi ? 'hồ sơ' : count === 1 ? 'dossier' : 'dossiers'}: ${kind === 'deadline' ? (vi ? 'thời hạn ' : 'deadline ') : ''}${nameWord(about, lang)} – ${KINDS[kind][vi ? 0 : 1]}${rule}`;
  const named = dossiers.slice(0, MOST_NAMED).join(', ');
  const more = count > MOST_NAMED ? `, … +${count - MOST_NAMED}` : '';
  return [
    `  - ${what}${changeText(group, lang)}`,
    // What a refusal says differs a little from dossier to dossier: it is told of the first.
    ...(refusal ? [`      ${vi ? 'ví dụ' : 'such as'} ${dossiers[0]}: ${refusalSentence(refusal, lang)}`] : []),
    `      ${named}${more}`,
  ].join('\n');
}

const KINDS: Readonly<Record<ChangeKind, readonly [vi: string, en: string]>> = {
  closes: ['không làm được nữa', 'no longer possible'],
  opens: ['làm được, trước đây thì không', 'becomes possible'],
  adds: ['thêm một điều chưa đủ', 'one more thing stands in the way'],
  drops: ['bớt một điều chưa đủ', 'one thing less stands in the way'],
  asks: ['mức phải đạt đổi', 'asks another number'],
  requires: ['điều phải có khi làm đổi', 'has to bring something else'],
  deadline: ['đổi', 'changes'],
};

function changeText({ kind, before, after }: TrialGroup, lang: Lang): string {
  if (before === null && after === null) return '';
  const none = lang === 'vi' ? 'không có' : 'none';
  const said = (value: TrialGroup['before']): string =>
    value === null
      ? none
      : kind === 'deadline'
        ? lengthText(String(value), lang)
        : requirementText(String(value), lang);
  return `: ${said(before)} → ${said(after)}`;
}

/** 'vote-method; body cell; methods ballot, card' in words. */
function requirementText(requirement: string, lang: Lang): string {
  const [rule = '', ...values] = requirement.split('; ');
  // The names of the values are the rule's own; what they say is enough beside the rule.
  const said = values.map((value) =>
    value
      .split(' ')
      .slice(1)
      .map((word) => word.replace(/^[^,]+/, (code) => nameWord(code, lang)))
      .join(' '),
  );
  return [nameWord(rule, lang), ...said].join('; ');
}

/** '45 working-days CellVoted' in words. */
function lengthText(length: string, lang: Lang): string {
  const [amount, unit, from = ''] = length.split(' ');
  const vi = lang === 'vi';
  const span = unit === 'months' ? (vi ? 'tháng' : 'months') : vi ? 'ngày làm việc' : 'working days';
  return `${amount} ${span} ${vi ? 'từ' : 'from'} ${nameWord(from, lang)}`;
}

/** What a row of a moving has come to, besides what was foreseen. */
export interface Moved {
  readonly dossier: string;
  readonly outcome: 'adopted' | 'repeated' | 'refused';
  readonly refusal: AdoptionRow['refusal'];
}

/** A moving of dossiers as people read it: foreseen, or done where it was carried out. */
export function adoptionText(report: AdoptionReport, moved: readonly Moved[] | undefined, lang: Lang): string {
  const { to, on, counts, already, notOpened, rows } = report;
  const vi = lang === 'vi';
  const day = dayWord(on, lang);
  const heading = vi
    ? `Chuyển hồ sơ đang làm sang quy định ${to}, ngày ${day}.${moved ? '' : ' XEM TRƯỚC: chưa ghi gì; thêm --apply để chuyển.'}`
    : `Moving open dossiers to ${to}, on ${day}.${moved ? '' : ' DRY RUN: nothing is written; --apply carries it out.'}`;
  const summary = vi
    ? `Chuyển được: ${counts.maps}. Chuyển được, phải làm lại bước: ${counts.mapsWithRedo}. Không chuyển được: ${counts.cannot}. Đã theo quy định này: ${already}. Chưa lập hồ sơ, theo ngày: ${notOpened}.`
    : `Map: ${counts.maps}. Map with steps to redo: ${counts.mapsWithRedo}. Cannot: ${counts.cannot}. Hold it already: ${already}. Not opened, follow the day: ${notOpened}.`;
  const done = moved && doneText(moved, lang);
  return [
    heading,
    summary,
    ...(done ? [done] : []),
    ...(rows.length > 0 ? ['', rowsText(rows, moved, lang)] : []),
  ].join('\n');
}

function doneText(moved: readonly Moved[], lang: Lang): string {
  const count = (outcome: Moved['outcome']): number => moved.filter((one) => one.outcome === outcome).length;
  return lang === 'vi'
    ? `Đã chuyển ${count('adopted')}, đã chuyển từ lần trước ${count('repeated')}, bị từ chối ${count('refused')}.`
    : `Moved ${count('adopted')}, moved before ${count('repeated')}, refused ${count('refused')}.`;
}

function rowsText(rows: readonly AdoptionRow[], moved: readonly Moved[] = [], lang: Lang): string {
  const vi = lang === 'vi';
  const outcomes = new Map(moved.map((one) => [one.dossier, one]));
  const headings = vi
    ? ['Hồ sơ', 'Chi bộ', 'Quy định cũ', 'Kết quả', 'Làm lại', 'Vì']
    : ['Dossier', 'Cell', 'From', 'Result', 'Redo', 'Because'];
  return table(
    headings.map((text) => ({ text })),
    rows.map(({ dossier, cell, from, kind, redo, refusal }) => {
      const done = outcomes.get(dossier);
      const why = done?.refusal ?? refusal ?? redo[0]?.refusal ?? null;
      return [
        dossier,
        cell,
        from,
        RESULTS[done?.outcome ?? kind][vi ? 0 : 1],
        redo.map(({ event }) => nameWord(event, lang)).join(', '),
        why === null ? '' : refusalSentence(why, lang),
      ];
    }),
  );
}

const RESULTS: Readonly<Record<AdoptionRow['kind'] | Moved['outcome'], readonly [vi: string, en: string]>> = {
  maps: ['chuyển được', 'maps'],
  'maps-with-redo': ['chuyển được, làm lại', 'maps, with redo'],
  cannot: ['không chuyển được', 'cannot'],
  adopted: ['đã chuyển', 'moved'],
  repeated: ['đã chuyển từ trước', 'moved before'],
  refused: ['bị từ chối', 'refused'],
};
