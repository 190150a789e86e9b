import { chmodSync, copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  holdDataFolder,
  isIntact,
  loadMasterKey,
  openStores,
  placeCopy,
  Projector,
  tryCopy,
  type CopyFigures,
  type EngineConfig,
} from '@dossier/engine';
import { VIEWS } from '@dossier/views';
import { Command } from 'commander';
import { configFrom } from '../api/settings';
import { MASTER_KEY } from './backup';
import { damaged, isFree, notFree, onlyEmbedded, readManifest } from './backup-manifest';
import { jsonOption, langOption, print, type CommonOptions } from './context';
import { Said } from './faults';
import { progress } from './print/progress';

interface Options extends CommonOptions {
  readonly from: string;
  readonly json?: boolean;
}

interface Restored extends CopyFigures {
  readonly made: string;
  /** The store id of the restored log; `store` is the one it was copied from. */
  readonly newStore: string;
  readonly views: number;
  readonly masterKey: 'in-backup' | 'given';
}

export const restore = new Command('restore')
  .description('Check a backup, put it into a new data folder as a log of its own, and build the views.')
  .requiredOption('--from <folder>', 'the backup')
  .requiredOption('--data <folder>', 'the new data folder: empty or not there')
  .addOption(langOption())
  .addOption(jsonOption())
  .addHelpText('after', '\nExample:\n  $ npm run dossier -- restore --from backups/2026-01-31 --data data/restored')
  .action(async (options: Options) => {
    const config = configFrom(process.env, 'restore', options.data);
    if (config.cluster) throw onlyEmbedded('restore');
    const restored = await restoreFrom(options, config);
    print(options.json ? JSON.stringify(restored, null, 2) : saidOf(restored, options));
  });

/** Everything that can be refused is refused before anything is written. */
async function restoreFrom({ from, data, lang }: Options, config: EngineConfig): Promise<Restored> {
  const { made, files, ...told } = readManifest(from);
  if (!isFree(data)) throw notFree(data);
  const inBackup = files[MASTER_KEY] !== undefined && !config.masterKey && !config.masterKeyFile;
  if (!inBackup && !config.masterKey && !config.masterKeyFile) throw noMasterKey(from);
  const masterKey = loadMasterKey({
    env: config.masterKey ?? '',
    file: config.masterKeyFile ?? join(from, MASTER_KEY),
    create: false,
  });
  const found = await tryCopy(from, masterKey, isIntact);
  for (const figure of ['store', 'head', 'events', 'streams', 'keys'] as const) {
    if (found[figure] !== told[figure]) throw damaged(from);
  }
  const newStore = place(from, config, inBackup);
  await buildViews(config, found.head, lang);
  return { made, ...found, newStore, views: VIEWS.length, masterKey: inBackup ? 'in-backup' : 'given' };
}

function place(from: string, { folder, purpose }: EngineConfig, withKey: boolean): string {
  const hold = holdDataFolder(folder, purpose);
  const key = join(folder, MASTER_KEY);
  try {
    if (withKey) {
      copyFileSync(join(from, MASTER_KEY), key);
      chmodSync(key, 0o600);
    }
    return placeCopy(from, folder);
  } catch (error) {
    if (withKey) rmSync(key, { force: true });
    throw error;
  } finally {
    hold.release();
  }
}

/** Events are neither added nor taken away here: what a newer program publishes it publishes when it is started. */
async function buildViews(config: EngineConfig, head: number, lang: Options['lang']): Promise<void> {
  const stores = await openStores(config);
  const show = progress(lang === 'vi' ? 'Dựng lại' : 'Rebuild');
  const projector = new Projector(stores.events, stores.reads, VIEWS, { onSaved: ({ order }) => show(order, head) });
  try {
    await projector.catchUp();
    show.end();
  } finally {
    await projector.stop();
    await stores.close();
  }
}

function saidOf(restored: Restored, { data, lang }: Options): string {
  const { events, streams, head, keys, made, store, newStore, views, masterKey } = restored;
  if (lang === 'vi')
    return [
      `Đã khôi phục vào ${data}: ${events} sự kiện của ${streams} luồng (đến số ${head}), ${keys} khóa, ${views} bảng. Bản sao lưu làm lúc ${made}.`,
      `Sổ ghi mới là ${newStore} (bản cũ: ${store}): các trang đang mở phải hỏi lại từ đầu.`,
      ...(masterKey === 'given' ? ['Khóa chủ không được chép: hãy đưa nó cho máy chủ như đã đưa cho lệnh này.'] : []),
    ].join('\n');
  return [
    `Restored into ${data}: ${events} events of ${streams} streams (up to ${head}), ${keys} keys, ${views} views. The backup was made at ${made}.`,
    `The log is now ${newStore} (it was ${store}): open pages have to ask anew.`,
    ...(masterKey === 'given' ? ['The master key was not copied: give it to the server as you gave it to this.'] : []),
  ].join('\n');
}

const noMasterKey = (from: string): Said =>
  new Said(
    `trong ${from} không có khóa chủ: hãy chỉ tệp khóa bằng MASTER_KEY_FILE`,
    `there is no master key in ${from}: name its file in MASTER_KEY_FILE`,
  );
