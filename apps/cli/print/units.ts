import {
  dayWord,
  nameWord,
  refusalSentence,
  type ChangePreview,
  type Lang,
  type TreeNode,
  type UnitNow,
} from '@dossier/contract';

const say = (lang: Lang, vi: string, en: string): string => (lang === 'vi' ? vi : en);

/** What has become of a unit since, in brackets after the name it had: '(nay thuộc …)'. Empty where it is what it was. */
export function nowWord(organisation: string, now: UnitNow | null, lang: Lang): string {
  if (now === null) return '';
  if (now.endedOn === null) return say(lang, ` (nay là ${now.name})`, ` (now ${now.name})`);
  if (now.organisation !== organisation) return say(lang, ` (nay thuộc ${now.name})`, ` (now part of ${now.name})`);
  const ended = dayWord(now.endedOn, lang);
  return say(lang, ` (đã kết thúc ngày ${ended})`, ` (ended on ${ended})`);
}

/** The tree of a day as lines, each unit under the one above it. */
export function treeText(nodes: readonly TreeNode[], lang: Lang, depth = 0): string {
  return nodes
    .flatMap((node) => {
      const { organisation, name, kind, officials, now, children } = node;
      const members = say(lang, `${officials} đảng viên chính thức`, `${officials} official members`);
      const about = `[${organisation}] ${nameWord(kind, lang)}, ${members}`;
      const line = `${'  '.repeat(depth)}${name}${nowWord(organisation, now, lang)}  ${about}`;
      return children.length === 0 ? [line] : [line, treeText(children, lang, depth + 1)];
    })
    .join('\n');
}

/** What a change would move, and what stands in its way, as a secretary reads it. */
export function previewText(preview: ChangePreview, lang: Lang): string {
  const { change, on, refusal } = preview;
  const day = dayWord(on, lang);
  const what = nameWord(change, lang);
  const head = say(
    lang,
    `XEM TRƯỚC: ${what} ngày ${day}. Chưa ghi gì.`,
    `PREVIEW: ${what} on ${day}. Nothing is written.`,
  );
  const verdict =
    refusal === null
      ? say(lang, 'Có thể thực hiện.', 'It can be done.')
      : say(
          lang,
          `Chưa thực hiện được: ${refusalSentence(refusal, lang)}.`,
          `It cannot be done: ${refusalSentence(refusal, lang)}.`,
        );
  const parts = sectionsOf(preview, lang).filter(({ lines }) => lines.length > 0);
  return [
    head,
    verdict,
    ...parts.map(({ title, lines }) => [title, ...lines.map((line) => `  ${line}`)].join('\n')),
  ].join('\n\n');
}

interface Section {
  readonly title: string;
  readonly lines: readonly string[];
}

function sectionsOf(preview: ChangePreview, lang: Lang): readonly Section[] {
  const goes = (to: string | null): string => (to === null ? '' : ` → ${to}`);
  return [
    {
      title: say(lang, 'Đơn vị kết thúc', 'Units that end'),
      lines: preview.ends.map(({ organisation, name, to }) => `${name} [${organisation}]${goes(to)}`),
    },
    {
      title: say(lang, 'Đơn vị trực thuộc chuyển theo', 'Units beneath them'),
      lines: preview.units.map(({ organisation, name, to }) => `${name} [${organisation}]${goes(to)}`),
    },
    {
      title: say(lang, 'Đảng viên', 'Members'),
      lines: preview.members.map(({ cell, count, to }) => `${cell}: ${count}${goes(to)}`),
    },
    {
      title: say(lang, 'Hồ sơ chưa xong', 'Open dossiers'),
      lines: preview.dossiers.map(
        ({ cell, name, count, dossiers, cellAfter }) =>
          `${name} [${cell}]: ${count} (${dossiers.join(', ')})${cellAfter === cell ? '' : goes(cellAfter)}`,
      ),
    },
    {
      title: say(lang, 'Chỉ tiêu', 'Quotas'),
      lines: preview.quotas.map(({ name, period, target, to }) => `${name}, ${period}: ${target}${goes(to)}`),
    },
    {
      title: say(lang, 'Cam kết', 'Commitments'),
      lines: preview.commitments.map(
        ({ name, period, promised, due, to }) => `${name}, ${period}: ${promised} (${dayWord(due, lang)})${goes(to)}`,
      ),
    },
  ];
}
