import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readRows } from '@dossier/engine';

/** Every person's name in a register: candidates and their mothers, members. */
export async function namesIn(register: string): Promise<ReadonlySet<string>> {
  const { rows } = await readRows(register);
  const names = new Set<string>();
  for (const { sheet, cells } of rows) {
    if (sheet.key !== 'members' && sheet.key !== 'register') continue;
    for (const name of [cells['name'], cells['mother']]) if (name) names.add(name.normalize('NFC'));
  }
  return names;
}

/** A name that stands open in a file. */
export interface Found {
  readonly file: string;
  readonly name: string;
  readonly as: string;
}

/** The ways a name may be written: composed or not, as it is, small or large, in UTF-8, UTF-16 or escaped as in JSON. */
function writings(name: string): readonly { as: string; bytes: Buffer }[] {
  const cases = { 'as it is': name, small: name.toLowerCase(), large: name.toUpperCase() };
  return Object.entries(cases).flatMap(([how, text]) =>
    (['NFC', 'NFD'] as const).flatMap((form) => {
      const written = text.normalize(form);
      const escaped = written.replace(/[^\x20-\x7e]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
      return [
        { as: `${form} UTF-8, ${how}`, bytes: Buffer.from(written, 'utf8') },
        { as: `${form} UTF-16LE, ${how}`, bytes: Buffer.from(written, 'utf16le') },
        { as: `${form} escaped, ${how}`, bytes: Buffer.from(escaped, 'latin1') },
      ];
    }),
  );
}

/** Looks for all names at once: the first three bytes of every place are looked up in a table, and only then compared. */
export function nameScanner(names: Iterable<string>): {
  scan(folder: string): readonly Found[];
  within(bytes: Buffer, file: string): readonly Found[];
} {
  const starts = new Uint8Array(1 << 24);
  const byStart = new Map<number, { name: string; as: string; bytes: Buffer }[]>();
  for (const name of names) {
    for (const writing of writings(name)) {
      const start = startAt(writing.bytes, 0);
      starts[start] = 1;
      byStart.set(start, [...(byStart.get(start) ?? []), { name, ...writing }]);
    }
  }
  const within = (bytes: Buffer, file: string): readonly Found[] => {
    const found = new Map<string, Found>();
    for (let at = 0; at + 3 <= bytes.length; at += 1) {
      const start = startAt(bytes, at);
      if (starts[start] === 0) continue;
      for (const { name, as, bytes: wanted } of byStart.get(start) ?? []) {
        const here = bytes.subarray(at, at + wanted.length);
        if (here.equals(wanted)) found.set(`${name}\n${as}`, { file, name, as });
      }
    }
    return [...found.values()];
  };
  return { within, scan: (folder) => filesIn(folder).flatMap((file) => within(readFileSync(file), file)) };
}

function startAt(bytes: Buffer, at: number): number {
  return ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
}

export function filesIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true })
    .map((name) => join(folder, String(name)))
    .filter((file) => statSync(file).isFile());
}
