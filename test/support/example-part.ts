import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareImport, type Prepared } from '@dossier/engine';
import { EXAMPLE } from './root';

/** What becomes of units stands in the register too: such rows are of no dossier. */
const OF_UNITS = ['Đổi tên đơn vị', 'Chuyển đơn vị trực thuộc'];

/**
 * The example with its units, members and classes, but only some of its dossiers and no quotas: for tests that look at one
 * dossier, or at the tree. On servers the whole of it takes minutes.
 */
export async function preparePart(dossiers: readonly string[]): Promise<Prepared> {
  const folder = mkdtempSync(join(tmpdir(), 'example-part-'));
  try {
    for (const sheet of ['organisations', 'members', 'classes'])
      copyFileSync(join(EXAMPLE, `${sheet}.csv`), join(folder, `${sheet}.csv`));
    writeFileSync(join(folder, 'quotas.csv'), linesOf('quotas').slice(0, 1).join('\n'));
    const [head = '', ...rows] = linesOf('register');
    const wanted = rows.filter((row) => {
      const [what = '', dossier = ''] = row.split(',');
      return dossiers.includes(dossier) || OF_UNITS.includes(what);
    });
    writeFileSync(join(folder, 'register.csv'), [head, ...wanted].join('\n'));
    return await prepareImport(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const linesOf = (sheet: string): readonly string[] => readFileSync(join(EXAMPLE, `${sheet}.csv`), 'utf8').split('\n');
