import { readFileSync } from 'node:fs';

/** What the system says of a file or a folder, in words. */
const WORDS: Readonly<Record<string, string>> = {
  ENOENT: 'is not there',
  EISDIR: 'is a folder, and a file is wanted',
  ENOTDIR: 'lies in something that is a file, and a folder is wanted',
  EEXIST: 'is there already, and is no folder',
  EACCES: 'may not be read or written by whoever runs this',
  EPERM: 'may not be read or written by whoever runs this',
  EROFS: 'lies on a disk that can only be read',
  ENOSPC: 'does not fit on its disk any more',
  ELOOP: 'is a link that leads back to itself',
  ENAMETOOLONG: 'has too long a name',
};

/** An error in one clear line. What the system says of a path is said in words; the system itself only names a code. */
export function sentenceOf(error: unknown, path?: string): string {
  if (!(error instanceof Error)) return String(error);
  const { code, path: named = path } = error as NodeJS.ErrnoException;
  const words = code !== undefined && Object.hasOwn(WORDS, code) ? WORDS[code] : undefined;
  return words === undefined ? error.message : `${named ?? 'a path that was given'} ${words}`;
}

/** The text of a file somebody named. */
export function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new Error(sentenceOf(error, file), { cause: error });
  }
}
