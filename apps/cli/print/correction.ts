import { dayWord, nameWord, type Lang } from '@dossier/contract';
import type { HistoryStep } from '@dossier/engine';

type Values = Readonly<Record<string, unknown>>;

/** What may be shown of an entry that is restated, in the order it is read out. Ids, days and numbers only: no text of persons. */
const SHOWN: Readonly<Record<string, readonly [vi: string, en: string]>> = {
  on: ['ngày', 'day'],
  form: ['mẫu', 'form'],
  class: ['lớp', 'class'],
  member: ['đảng viên', 'member'],
  place: ['nơi thẩm tra', 'place'],
  writtenOn: ['ngày viết', 'written on'],
  issuedOn: ['ngày cấp', 'issued on'],
  number: ['số văn bản', 'number'],
  yes: ['tán thành', 'for'],
  no: ['không tán thành', 'against'],
  convened: ['triệu tập', 'convened'],
};

/** What a correction changes of an entry, proposed or made: 'tán thành 9 → 8, không tán thành 0 → 1'. Empty for other entries. */
export function changesText({ revision, data }: HistoryStep, steps: readonly HistoryStep[], lang: Lang): string {
  const { corrects, replacement } = data as { corrects?: unknown; replacement?: Values };
  if (typeof corrects !== 'number' || replacement === undefined) return '';
  const before = standing(corrects, revision, steps);
  const after = restated(data);
  return Object.entries(SHOWN)
    .filter(([part]) => after[part] !== undefined && before[part] !== after[part])
    .map(([part, words]) => `${words[lang === 'vi' ? 0 : 1]} ${said(before[part], lang)} → ${said(after[part], lang)}`)
    .join(', ');
}

/** What an entry said before a revision: as it was last restated, else as it was entered. */
function standing(entry: number, before: number, steps: readonly HistoryStep[]): Values {
  const made = steps.filter(
    ({ type, revision, data }) => type === 'EntryCorrected' && data['corrects'] === entry && revision < before,
  );
  const last = made.at(-1);
  if (last) return restated(last.data);
  const first = steps.find(({ revision }) => revision === entry);
  return first === undefined ? {} : flat({ ...first.data, on: first.on });
}

/** What an entry is to say: a proposal holds the command, a correction the event. */
function restated({ replacement, happenedOn }: Values): Values {
  const { data, ...more } = replacement as Values;
  return flat({ ...(happenedOn === undefined ? {} : { on: happenedOn }), ...more, ...(data as Values | undefined) });
}

/** The numbers of a vote beside the rest. */
const flat = ({ vote, ...more }: Values): Values => ({ ...more, ...(vote as Values | undefined) });

function said(value: unknown, lang: Lang): string {
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string') return '–';
  return /^\d{4}-\d{2}-\d{2}$/.test(value) ? dayWord(value, lang) : nameWord(value, lang);
}
