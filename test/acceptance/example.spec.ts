import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EXAMPLE } from '../support/district';

it('is what its generator writes, byte for byte', () => {
  const folder = mkdtempSync(join(tmpdir(), 'example-'));
  try {
    cpSync(EXAMPLE, folder, { recursive: true });
    const sheets = readdirSync(folder).filter((name) => name.endsWith('.csv'));
    for (const name of sheets) rmSync(join(folder, name));
    execFileSync(process.execPath, [join(folder, 'make-register.mjs')], { cwd: folder });
    expect(sheets).toHaveLength(5);
    for (const name of sheets) expect(readFileSync(join(folder, name))).toEqual(readFileSync(join(EXAMPLE, name)));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 30_000);

it('holds the units the district had: eleven communes and towns, agencies, police and army, each with cells', () => {
  const units = readFileSync(join(EXAMPLE, 'organisations.csv'), 'utf8');
  for (const name of [
    'Nậm Nhùn',
    'Hua Bum',
    'Lê Lợi',
    'Mường Mô',
    'Nậm Ban',
    'Nậm Chà',
    'Nậm Hàng',
    'Nậm Manh',
    'Nậm Pì',
    'Pú Đao',
    'Trung Chải',
  ]) {
    expect(units).toMatch(new RegExp(`,Đảng bộ (xã|thị trấn) ${name},Đảng bộ cơ sở,nn,`));
  }
  for (const name of ['Công an', 'Quân sự', 'cơ quan']) expect(units).toContain(`Đảng bộ ${name}`);
});

it('keeps every accented letter of Vietnamese that its names use in composed form', () => {
  const names = readFileSync(join(EXAMPLE, 'register.csv'), 'utf8');
  expect(names).toBe(names.normalize('NFC'));
  for (const letter of 'ăâđêôơưàảãáạằẳẵắặầẩấậèẻéẹềểễếệìỉĩíịòỏóọồổốộờởớợùủúụừửữứựỳỷýỵ') {
    if (!names.includes(letter)) throw new Error(`no '${letter}' in the register`);
  }
});
