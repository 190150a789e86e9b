import type { Lang } from '@dossier/contract';
import type { Compared, HeldStream, Pointer, RebuildProgress, ViewsStatus } from '@dossier/engine';
import { table } from './table';

/** How the views stand, for people. */
export function statusText({ head, live, editions, views, rebuild }: ViewsStatus, lang: Lang): string {
  const vi = lang === 'vi';
  const headings = (
    vi ? ['Bản', 'Bảng', 'Đến', 'Chậm', 'Bị giữ', 'Thiếu'] : ['Edition', 'View', 'At', 'Behind', 'Held', 'Missing']
  ).map((text, index) => ({ text, right: index > 1 }));
  const rows = views.map((view) => [
    `${view.edition} ${stateWord(editions.find(({ edition }) => edition === view.edition)?.state, lang)}`,
    `${view.view} v${view.version}`,
    ...[view.position, view.lag, view.held, view.missing].map(String),
  ]);
  const title = vi
    ? `Sổ sự kiện đến ${head}; đang dùng bản ${live}.`
    : `The log ends at ${head}; edition ${live} is live.`;
  const faults = editions.flatMap(({ edition, fault }) => (fault === null ? [] : [`${edition}: ${fault}`]));
  return [title, table(headings, rows), ...faults, rebuildText(rebuild, lang)].join('\n');
}

export function rebuildText(progress: RebuildProgress | null, lang: Lang): string {
  const vi = lang === 'vi';
  if (progress === null) return vi ? 'Không có bản nào đang dựng.' : 'Nothing is being built.';
  const { edition, state, done, of, secondsLeft, compared } = progress;
  // Orders are counts on one scale and places in files on the other: people are told the share.
  const share = of === 0 ? 100 : Math.floor((100 * done) / of);
  const left =
    secondsLeft === null || secondsLeft === 0
      ? ''
      : vi
        ? `, còn ${Math.ceil(secondsLeft)} giây`
        : `, ${Math.ceil(secondsLeft)} s left`;
  const found =
    compared === null
      ? ''
      : vi
        ? `; đối chiếu: ${compared.differences} chỗ khác, ${compared.held} bị giữ`
        : `; compared: ${compared.differences} differences, ${compared.held} held`;
  return `${vi ? 'Bản' : 'Edition'} ${edition} ${stateWord(state, lang)}: ${share} % (${done}/${of})${left}${found}.`;
}

function stateWord(state: string | undefined, lang: Lang): string {
  if (lang === 'en') return state ?? '';
  return { live: 'đang dùng', building: 'đang dựng', paused: 'tạm dừng', kept: 'giữ lại' }[state ?? ''] ?? '';
}

/** The streams that views hold: where they stand and why, never what they say. */
export function heldText(held: readonly HeldStream[], lang: Lang): string {
  const vi = lang === 'vi';
  if (held.length === 0) return vi ? 'Không có hồ sơ nào bị giữ.' : 'No stream is held.';
  const headings = vi
    ? ['Bảng', 'Hồ sơ', 'Từ sự kiện', 'Lần thử', 'Từ lúc', 'Vì']
    : ['View', 'Stream', 'From revision', 'Tries', 'Since', 'Because'];
  return table(
    headings.map((text, index) => ({ text, right: index === 2 || index === 3 })),
    held.map((one) => [one.view, one.stream, String(one.revision), String(one.tries), one.since, one.reason]),
  );
}

/** What a comparison found, in lines. */
export function comparedText(found: Compared, lang: Lang): string {
  const { events, rows, different, differences, unsettled, behind } = found;
  const vi = lang === 'vi';
  const restless =
    unsettled === 0
      ? []
      : [vi ? `${unsettled} dòng thay đổi liên tục, chưa đối chiếu được` : `${unsettled} rows never came to rest`];
  if (behind > 0)
    restless.push(
      vi
        ? `Các bảng còn chậm ${behind} so với sổ sự kiện: phần đó chưa đối chiếu. 'views' cho biết đã đến đâu.`
        : `The views are ${behind} behind the log: that part was not compared. 'views' shows how far they are.`,
    );
  if (different === 0) {
    const equal = vi
      ? `Khớp: ${rows} dòng đúng với sổ sự kiện, đến ${events}.`
      : `Equal: ${rows} rows of the views agree with the log, up to ${events}.`;
    return [equal, ...restless].join('\n');
  }
  const lines = differences.slice(0, MOST_SHOWN).map((difference) => pointerText(difference, vi));
  const more = different - lines.length;
  if (more > 0) lines.push(vi ? `… và ${more} chỗ nữa` : `… and ${more} more`);
  const onlyHeld = differences.length === different && differences.every(({ kind }) => kind === 'held');
  const mend = onlyHeld
    ? vi
      ? "'release' thử lại"
      : "'release' tries again"
    : vi
      ? "chạy 'rebuild' để dựng lại"
      : "'rebuild' builds the views anew";
  return [`${different} ${vi ? 'chỗ khác' : 'differences'}; ${mend}:`, ...lines, ...restless].join('\n');
}

const MOST_SHOWN = 50;
const ROW_WORDS = {
  absent: { vi: 'không có', en: 'is missing' },
  extra: { vi: 'thừa', en: 'should not be there' },
  different: { vi: 'khác', en: 'differs' },
} as const;

function pointerText(difference: Pointer, vi: boolean): string {
  const where = `  ${difference.view}: `;
  switch (difference.kind) {
    case 'missing-event':
      return `${where}${difference.stream} ${vi ? 'thiếu sự kiện số' : 'misses revision'} ${difference.revision}`;
    case 'behind':
      return `${where}${difference.stream} ${vi ? 'chưa có sự kiện số' : 'has not reached revision'} ${difference.revision}`;
    case 'held':
      return `${where}${difference.stream} ${vi ? 'bị giữ từ sự kiện số' : 'is held from revision'} ${difference.revision}: ${difference.reason}`;
    case 'row':
      return `${where}${vi ? 'dòng' : 'row'} ${difference.key} ${ROW_WORDS[difference.is][vi ? 'vi' : 'en']}`;
  }
}
