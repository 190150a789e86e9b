import { Projections, Reactions } from '@dossier/engine';
import { Command } from 'commander';
import { jsonOption, langOption, ownDataOption, print, withEngine, type CommonOptions } from './context';

interface Options extends CommonOptions {
  readonly json?: boolean;
}

export const overdue = new Command('overdue')
  .description(
    'Record what has lapsed and what is overdue by today. A server does this by itself every hour; run again it records nothing twice. The server must not be running.',
  )
  .addOption(ownDataOption())
  .addOption(langOption())
  .addOption(jsonOption())
  .addHelpText('after', '\nExample:\n  $ npm run dossier -- overdue --data data/demo')
  .action(async (options: Options) => {
    await withEngine({ data: options.data, purpose: 'overdue', readOnly: false }, async (app) => {
      await app.get(Projections).catchUp();
      const reacted = await app.get(Reactions).run();
      await app.get(Projections).catchUp();
      const { noted, dossiers } = reacted;
      if (options.json) print(JSON.stringify(reacted, null, 2));
      else
        print(
          options.lang === 'vi'
            ? `Đã ghi ${noted} thời hạn đã qua, ở ${dossiers.length} hồ sơ.`
            : `${noted} deadlines that have passed were recorded, in ${dossiers.length} dossiers.`,
        );
    });
  });
