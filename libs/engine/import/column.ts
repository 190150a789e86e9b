/** A word in Vietnamese and in English. */
export type Pair = readonly [vi: string, en: string];

/** What a cell of a column must hold. */
export type CellKind = 'id' | 'text' | 'day' | 'month' | 'count' | 'year' | 'yes-no' | 'choice' | 'document';

/** One column of a sheet. Headings are matched without regard to accents, case and spaces, in either language. */
export interface Column {
  readonly key: string;
  readonly vi: string;
  readonly en: string;
  readonly kind: CellKind;
  /** For a choice: the words accepted for each value, the first of each language being the one we write. */
  readonly choices?: Readonly<Record<string, readonly string[]>>;
  /** What to write there, Vietnamese and English; empty where the heading says it. */
  readonly hint: Pair | '';
}

export interface Sheet {
  readonly key: 'organisations' | 'members' | 'quotas' | 'classes' | 'register';
  readonly vi: string;
  readonly en: string;
  readonly columns: readonly Column[];
}

export const column = (
  key: string,
  vi: string,
  en: string,
  kind: CellKind,
  hint: Column['hint'],
  choices?: Column['choices'],
): Column => ({
  key,
  vi,
  en,
  kind,
  hint,
  ...(choices ? { choices } : {}),
});

export const ENTERED = column('entered', 'Ngày vào sổ', 'Entered', 'day', [
  'ngày ghi vào sổ; để trống là ghi cùng ngày',
  'day the book recorded it; the same day when left empty',
]);
export const ON = column('on', 'Ngày', 'Day', 'day', ['ngày việc diễn ra, dd/mm/yyyy', 'day it happened, dd/mm/yyyy']);

export const SEX = { female: ['Nữ', 'Female'], male: ['Nam', 'Male'] };
export const SCHOOLING_WORDS = {
  literate: ['Biết đọc biết viết', 'Literate'],
  primary: ['Tiểu học', 'Primary'],
  'lower-secondary': ['THCS', 'Lower secondary'],
  'upper-secondary': ['THPT', 'Upper secondary'],
  vocational: ['Trung cấp', 'Vocational'],
  college: ['Cao đẳng', 'College'],
  university: ['Đại học', 'University'],
  postgraduate: ['Sau đại học', 'Postgraduate'],
};
export const UNION = {
  'youth-union': ['Đoàn thanh niên', 'Youth Union'],
  'trade-union': ['Công đoàn', 'Trade union'],
  none: ['Không', 'None'],
};
