import type { Lang } from '@dossier/contract';
import type { Switched } from '@dossier/engine';
import { Command } from 'commander';
import { serverOption, withViews, type AskedViews } from './asked-views';
import { dataOption, langOption, print, wholeNumber, type CommonOptions } from './context';
import { Said } from './faults';
import { progress } from './print/progress';
import { comparedText, rebuildText } from './print/views';

interface Options extends CommonOptions {
  readonly server?: string;
  readonly force?: boolean;
  readonly reason?: string;
}

type Does = (views: AskedViews, options: Options, argument?: string) => Promise<string>;

/** How often a wait for an edition looks how far it is, in milliseconds. */
const LOOK_EVERY_MS = 500;

/** The verbs of a rebuild beside the views that are read: nobody waits for it, and it can be taken back. */
export function besideVerbs(): readonly Command[] {
  return [
    verb('begin', 'Begin a new edition beside the live one, build it, and compare the two.', begin),
    verb('pause', 'Pause the edition that is being built.', step('pause', 'Đã tạm dừng bản', 'Paused: edition')),
    verb('resume', 'Go on with the edition that was paused.', step('resume', 'Đang dựng tiếp bản', 'Resumed: edition')),
    verb('cancel', 'Give up the edition that is being built.', step('cancel', 'Đã bỏ bản', 'Given up: edition')),
    verb('switch', 'Make the new edition the one that is read. Refused while it differs or holds streams.', switchOver)
      .option('--force', 'switch although they differ; needs --reason')
      .option('--reason <text>', 'why: asked for so that nobody does this in passing; no log keeps it'),
    verb('rollback', 'Make the edition that was live before live again.', async (views, { lang }) =>
      switched(await views.rollback(), lang),
    ),
    verb('discard', 'Forget the edition that was live before, or the one named.', discard).argument('[edition]'),
  ];
}

function verb(name: string, description: string, does: Does): Command {
  return new Command(name)
    .description(description)
    .addOption(dataOption())
    .addOption(serverOption())
    .addOption(langOption())
    .addHelpText(
      'after',
      `\nExamples:\n  $ npm run dossier -- rebuild ${name}\n  $ npm run dossier -- rebuild ${name} --server http://127.0.0.1:4310`,
    )
    .action(async (...given: unknown[]) => {
      const command = given.at(-1) as Command;
      // The verb above takes --data and --lang as well, and is given them first.
      const options = command.optsWithGlobals<Options>();
      const argument = command.args[0];
      const purpose = `rebuild ${name}`;
      await withViews({ ...options, purpose, readOnly: false }, async (views) => {
        print(await does(views, options, argument));
      });
    });
}

const begin: Does = async (views, { lang, server }) => {
  const edition = await views.begin();
  if (server !== undefined)
    return lang === 'vi'
      ? `Bắt đầu dựng bản ${edition}; 'views' cho biết tiến độ.`
      : `Edition ${edition} is being built; 'views' shows how far it is.`;
  const show = progress(lang === 'vi' ? 'Dựng lại' : 'Rebuild');
  let rebuild = (await views.status()).rebuild;
  while (rebuild !== null && rebuild.done < rebuild.of) {
    show(rebuild.done, rebuild.of);
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    ({ rebuild } = await views.status());
  }
  show.end();
  const found = await views.compareRebuild();
  return [rebuildText((await views.status()).rebuild, lang), comparedText(found, lang)].join('\n');
};

function step(to: 'pause' | 'resume' | 'cancel', vi: string, en: string): Does {
  return async (views, { lang }) => `${lang === 'vi' ? vi : en} ${await views.to(to)}.`;
}

const switchOver: Does = async (views, { lang, force = false, reason }) => {
  if (force && !reason) throw new Said('--force cần --reason', '--force needs --reason');
  return switched(await views.switch(force ? reason : undefined), lang);
};

const discard: Does = async (views, { lang }, edition) => {
  const gone = await views.discard(edition === undefined ? undefined : wholeNumber(edition));
  return lang === 'vi' ? `Đã xóa bản ${gone}.` : `Edition ${gone} is gone.`;
};

function switched({ from, to }: Switched, lang: Lang): string {
  return lang === 'vi'
    ? `Đang dùng bản ${to}; bản ${from} được giữ lại và vẫn theo kịp.`
    : `Edition ${to} is live; edition ${from} is kept and moved on.`;
}
