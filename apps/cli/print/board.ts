import {
  dayWord,
  nameWord,
  percentWord,
  type CommitmentLine,
  type EndedLine,
  type Lang,
  type UnitLine,
  type Progress,
  type QuotaBoard,
} from '@dossier/contract';
import { table } from './table';
import { nowWord } from './units';

const say = (lang: Lang, vi: string, en: string): string => (lang === 'vi' ? vi : en);

/** The board as a leader reads it aloud: the number of how many, then the units, then what is missing and promised. */
export function boardText(board: QuotaBoard, lang: Lang): string {
  const parts = [head(board, lang), unitTable(board.units, lang), endedTable(board.ended, lang), remarks(board, lang)];
  return [...parts, breakdowns(board, lang)].filter((part) => part !== '').join('\n\n');
}

function progressWord({ target, fraction, percent }: Progress, lang: Lang): string {
  if (target === null) return `${fraction} ${say(lang, '(chưa được giao chỉ tiêu)', '(no target given yet)')}`;
  return percent === null ? fraction : `${fraction} (${percentWord(percent, lang)})`;
}

function head(board: QuotaBoard, lang: Lang): string {
  const { name, year, on, knownAt, total, termName, growth, countsBy, endedOn, mergedInto } = board;
  const basis = nameWord(countsBy, lang);
  const lines = [
    say(lang, `CHỈ TIÊU KẾT NẠP ĐẢNG VIÊN NĂM ${year}: ${name}`, `ADMISSION QUOTA ${year}: ${name}`),
    say(
      lang,
      `Tính đến ${dayWord(on, lang)}, theo những gì đã biết đến ${dayWord(knownAt, lang)}. Tính theo: ${basis}.`,
      `To ${on}, as known by ${knownAt}. Counted by: ${basis}.`,
    ),
    '',
    say(lang, `  Cả năm:     ${progressWord(total.year, lang)}`, `  Year:       ${progressWord(total.year, lang)}`),
  ];
  if (total.targetFrom === 'sum of merged units') {
    const from = nameWord(total.targetFrom, lang);
    lines.push(say(lang, `              (chỉ tiêu: ${from})`, `              (target: ${from})`));
  }
  if (endedOn !== null) {
    const into = mergedInto === null ? '' : say(lang, `, nay thuộc ${mergedInto}`, `, now part of ${mergedInto}`);
    lines.push(say(lang, `  Đã kết thúc ngày ${dayWord(endedOn, lang)}${into}`, `  Ended on ${endedOn}${into}`));
  }
  if (total.term) {
    const term = progressWord(total.term, lang);
    lines.push(say(lang, `  Nhiệm kỳ:   ${term}  [${termName}]`, `  Term:       ${term}  [${termName}]`));
  }
  const grown =
    growth.percent === null
      ? ''
      : say(lang, changeWord(growth.percent), `, growth ${percentWord(growth.percent, lang)}`);
  lines.push(
    say(lang, `  Cùng kỳ năm trước: ${growth.before}${grown}`, `  Same period last year: ${growth.before}${grown}`),
  );
  return lines.join('\n');
}

/** A rise, a fall or neither, in Vietnamese: a fall is not a rise of less than nothing. */
function changeWord(percent: string): string {
  if (percent === '0.0') return ', không tăng không giảm';
  return percent.startsWith('-')
    ? `, giảm ${percentWord(percent.slice(1), 'vi')}`
    : `, tăng ${percentWord(percent, 'vi')}`;
}

/** The units that ended in that year, each with its own figures up to its last day. */
function endedTable(ended: readonly EndedLine[], lang: Lang): string {
  if (ended.length === 0) return '';
  const title = say(
    lang,
    'Đơn vị đã kết thúc trong năm (số liệu đến ngày cuối; đã tính trong các dòng trên):',
    'Units that ended in that year (figures of their last day; counted in the lines above):',
  );
  return `${title}\n${unitTable(ended, lang)}`;
}

function unitTable(units: readonly UnitLine[], lang: Lang): string {
  const headings = [
    { text: say(lang, 'Đơn vị', 'Unit') },
    { text: say(lang, 'Chỉ tiêu', 'Target'), right: true },
    { text: say(lang, 'Kết nạp', 'Admitted'), right: true },
    { text: '%', right: true },
    { text: say(lang, 'Hơn/kém', '+/-'), right: true },
    { text: say(lang, 'Cùng kỳ', 'Last year'), right: true },
    { text: say(lang, 'Nhiệm kỳ', 'Term'), right: true },
    { text: '' },
  ];
  const rows = units.map((unit) => [
    `${unit.name}${nowWord(unit.organisation, unit.now, lang)}`,
    unit.year.target === null ? '–' : String(unit.year.target),
    String(unit.year.admitted),
    percentWord(unit.year.percent, lang),
    unit.year.difference === null
      ? ''
      : unit.year.difference > 0
        ? `+${unit.year.difference}`
        : String(unit.year.difference),
    String(unit.samePeriodLastYear),
    unit.term ? progressWord(unit.term, lang) : '',
    unit.year.met === false ? say(lang, '◄ chưa đạt', '◄ not met') : '',
  ]);
  return table(headings, rows);
}

function commitmentWord({ promised, due, state }: CommitmentLine, lang: Lang): string {
  return say(
    lang,
    `cam kết ${promised} đến ${dayWord(due, lang)}: ${nameWord(state, lang)}`,
    `promised ${promised} by ${due}: ${nameWord(state, lang)}`,
  );
}

function remarks({ notMet, met, units, checkpoints, on }: QuotaBoard, lang: Lang): string {
  const none = units.every((unit) => unit.year.target === null);
  if (none)
    return say(
      lang,
      'Các đơn vị trực thuộc chưa được giao chỉ tiêu riêng.',
      'The units below have no quotas of their own.',
    );
  const lines = [
    say(
      lang,
      `Đạt hoặc vượt: ${met.length} đơn vị. Chưa đạt: ${notMet.length} đơn vị.`,
      `Met or passed: ${met.length} units. Not met: ${notMet.length}.`,
    ),
  ];
  const commitments = new Map(units.map((unit) => [unit.organisation, unit.commitments]));
  for (const { organisation, name, short } of notMet) {
    const promised = (commitments.get(organisation) ?? []).map((c) => commitmentWord(c, lang)).join('; ');
    lines.push(
      `  ${name}: ${say(lang, `còn thiếu ${short}`, `short by ${short}`)}${promised === '' ? '' : `; ${promised}`}`,
    );
  }
  for (const { organisation, name, commitments: made } of units) {
    if (made.length === 0 || notMet.some((unit) => unit.organisation === organisation)) continue;
    lines.push(`  ${name}: ${made.map((c) => commitmentWord(c, lang)).join('; ')}`);
  }
  const next = checkpoints.find(({ day }) => day > on);
  if (next) lines.push(say(lang, `Mốc kiểm điểm tới: ${dayWord(next.day, lang)}.`, `Next checkpoint: ${next.day}.`));
  return lines.join('\n');
}

function breakdowns({ breakdowns: groups, fewMembers }: QuotaBoard, lang: Lang): string {
  const lines = Object.entries(groups).map(([name, parts]) => {
    const shown = parts
      .filter(({ count }) => count > 0)
      .map(({ group, count, of, percent }) => {
        const few =
          group === 'cell-with-few-members' ? say(lang, ` (${fewMembers} trở xuống)`, ` (${fewMembers} or fewer)`) : '';
        return `${nameWord(group, lang)}${few} ${count}/${of} (${percentWord(percent, lang)})`;
      });
    return `  ${nameWord(name, lang)}: ${shown.join('; ')}`;
  });
  return [say(lang, 'Cơ cấu số đã kết nạp', 'Of those admitted'), ...lines].join('\n');
}
