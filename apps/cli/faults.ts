import { dayWord, type Lang } from '@dossier/contract';
import { NotFound } from '@dossier/engine';
import { sentenceOf } from './files';

/** A fault said in both languages: whoever prints it knows which one is wanted. */
export class Said extends Error {
  override readonly name = 'Said';
  constructor(
    readonly vi: string,
    readonly en: string,
  ) {
    super(en);
  }
}

/** What went wrong, in one clear line of a language where it has words in it, else in English. */
export function faultText(error: unknown, lang: Lang): string {
  if (error instanceof Said) return error[lang];
  const what = error instanceof NotFound ? THINGS[error.what] : undefined;
  return error instanceof NotFound && what !== undefined && lang === 'vi'
    ? `không có ${what} '${error.id}'`
    : sentenceOf(error);
}

const THINGS: Readonly<Record<string, string>> = {
  dossier: 'hồ sơ',
  organisation: 'đơn vị',
  version: 'quy định',
};

export const noData = (folder: string): Said =>
  new Said(`không có dữ liệu trong ${folder}: kiểm tra --data`, `there is no data in ${folder}: check --data`);

/** A dossier of which nothing had been recorded by a day. */
export const nothingKnownBy = (id: string, knownAt: string, first: string): Said =>
  new Said(
    `đến ${dayWord(knownAt, 'vi')} chưa có gì được ghi về hồ sơ '${id}'; dòng đầu tiên vào sổ ngày ${dayWord(first, 'vi')}`,
    `nothing was recorded of dossier '${id}' by ${knownAt}; it was first recorded on ${first}`,
  );

/** A dossier that begins after the day it was asked for. */
export const beginsLater = (id: string, first: string): Said =>
  new Said(
    `ngày đó chưa có hồ sơ '${id}'; hồ sơ bắt đầu từ ${dayWord(first, 'vi')}`,
    `dossier '${id}' was not there on that day; it begins on ${first}`,
  );

/** A unit that was founded after what was asked about, or not known of by then. */
export const notThereYet = (unit: string, founded: string): Said =>
  new Said(
    `lúc đó chưa có đơn vị '${unit}': thành lập ngày ${dayWord(founded, 'vi')}`,
    `unit '${unit}' was not there yet: it was founded on ${founded}`,
  );
