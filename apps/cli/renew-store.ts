import { renewStore } from '@dossier/engine';
import { Command } from 'commander';
import { configFrom } from '../api/settings';
import { jsonOption, langOption, print, type CommonOptions } from './context';
import { Said } from './faults';

interface Options extends Pick<CommonOptions, 'lang'> {
  readonly json?: boolean;
}

export const renewStoreVerb = new Command('renew-store')
  .description(
    'After the servers of a cluster were restored: give the log a new id, so that positions from before are refused, and empty the views. APIs and workers must not be running.',
  )
  .addOption(langOption())
  .addOption(jsonOption())
  .addHelpText(
    'after',
    '\nExample:\n  $ SCALE=cluster npm run dossier -- renew-store\nWith the servers and the master key in the environment, see docs/OPERATIONS.md. The first worker builds the views anew.',
  )
  .action(async ({ lang, json }: Options) => {
    const config = configFrom(process.env, 'renew-store');
    if (!config.cluster) throw onlyCluster();
    const renewed = await renewStore(config, config.cluster);
    if (json) print(JSON.stringify(renewed, null, 2));
    else
      print(
        lang === 'vi'
          ? `Sổ sự kiện mang mã mới ${renewed.store} (trước: ${renewed.former}). Các bảng đã xóa trống; tiến trình worker đầu tiên sẽ dựng lại.`
          : `The log has the new id ${renewed.store} (before: ${renewed.former}). The views are empty; the first worker builds them anew.`,
      );
  });

/** A folder that is restored gets its new id by `restore` itself. */
const onlyCluster = (): Said =>
  new Said(
    "'renew-store' chỉ dùng với SCALE=cluster; với thư mục dữ liệu, 'restore' tự đặt mã mới",
    "'renew-store' is for SCALE=cluster; 'restore' gives a data folder its new id itself",
  );
