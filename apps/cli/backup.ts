import { copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { COPIED, copyDataFolder, isIntact, loadMasterKey, tryCopy } from '@dossier/engine';
import { Command, Option } from 'commander';
import { configFrom } from '../api/settings';
import { isFree, notFree, onlyEmbedded, writeManifest, type Manifest } from './backup-manifest';
import { dataOption, jsonOption, langOption, print, type CommonOptions } from './context';
import { noData, Said } from './faults';

interface Options extends CommonOptions {
  readonly to: string;
  readonly withMasterKey?: boolean;
  readonly json?: boolean;
}

export const MASTER_KEY = 'master.key';

export const backup = new Command('backup')
  .description('Copy the log and the keys as they are at one moment, and try the copy. Works beside a running server.')
  .requiredOption('--to <folder>', 'where the backup goes: a folder that is empty or not there')
  .addOption(new Option('--with-master-key', 'put the master key in as well: whoever has such a backup can read it'))
  .addOption(dataOption())
  .addOption(langOption())
  .addOption(jsonOption())
  .addHelpText('after', '\nExample:\n  $ npm run dossier -- backup --data data/demo --to backups/2026-01-31')
  .action(async (options: Options) => {
    const config = configFrom(process.env, 'backup', options.data);
    if (config.cluster) throw onlyEmbedded('backup');
    if (!existsSync(join(config.folder, COPIED.events))) throw noData(options.data);
    if (!isFree(options.to)) throw notFree(options.to);
    const keyFile = config.masterKeyFile ?? join(config.folder, MASTER_KEY);
    if (options.withMasterKey && config.masterKey) throw keyElsewhere();
    const masterKey = loadMasterKey({ env: config.masterKey ?? '', file: keyFile, create: false });
    mkdirSync(options.to, { recursive: true, mode: 0o700 });
    const names = [...Object.values(COPIED), ...(options.withMasterKey ? [MASTER_KEY] : [])];
    const written = await madeIn(options.to, names, async () => {
      const made = new Date().toISOString();
      copyDataFolder(config.folder, options.to);
      if (options.withMasterKey) copyFileSync(keyFile, join(options.to, MASTER_KEY));
      // A copy that nobody has opened is a hope, not a backup.
      return writeManifest(options.to, await tryCopy(options.to, masterKey, isIntact), made, names);
    });
    print(options.json ? JSON.stringify(written, null, 2) : saidOf(written, options));
  });

/** Takes half a backup away again, so that the next try finds the folder as free as this one did. */
async function madeIn<T>(folder: string, names: readonly string[], making: () => Promise<T>): Promise<T> {
  try {
    return await making();
  } catch (error) {
    for (const name of names) rmSync(join(folder, name), { force: true });
    throw error;
  }
}

function saidOf({ events, head, streams, keys }: Manifest, { to, lang, withMasterKey = false }: Options): string {
  const vi = lang === 'vi';
  const done = vi
    ? `Đã sao lưu vào ${to}: ${events} sự kiện của ${streams} luồng (đến số ${head}), ${keys} khóa. Đã mở thử, mọi sự kiện và khóa đều tốt.`
    : `Backed up to ${to}: ${events} events of ${streams} streams (up to ${head}), ${keys} keys. It was tried: every event and key is good.`;
  const key = withMasterKey
    ? vi
      ? 'Bản này có cả khóa chủ: ai cầm nó đều đọc được mọi tên. Hãy cất như cất chính khóa chủ.'
      : 'The master key is in it: whoever holds it can read every name. Keep it as you keep the key.'
    : vi
      ? 'Khóa chủ không có trong bản này: thiếu khóa chủ thì không mở được tên nào. Hãy cất khóa chủ ở nơi khác.'
      : 'The master key is not in it, and without it no name can be opened again. Keep the key somewhere else.';
  return `${done}\n${key}`;
}

const keyElsewhere = (): Said =>
  new Said(
    'khóa chủ nằm trong biến MASTER_KEY, không phải trong tệp: bỏ --with-master-key và tự cất khóa',
    'the master key is in MASTER_KEY and in no file: leave out --with-master-key and keep the key yourself',
  );
