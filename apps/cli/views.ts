import type { Lang } from '@dossier/contract';
import { EVENTS, Projector, READS } from '@dossier/engine';
import type { EventStore, ReadStore } from '@dossier/kernel';
import { VIEWS } from '@dossier/views';
import { Command } from 'commander';
import { serverOption, withViews } from './asked-views';
import { dataOption, jsonOption, langOption, print, withEngine, type CommonOptions } from './context';
import { Said } from './faults';
import { progress } from './print/progress';
import { comparedText, heldText, statusText } from './print/views';
import { besideVerbs } from './rebuild-beside';

interface Options extends CommonOptions {
  readonly json?: boolean;
  readonly server?: string;
}

/** A verb that asks for the views of a folder, or of a server that is named. */
function onViews(name: string): Command {
  return new Command(name)
    .addOption(dataOption())
    .addOption(serverOption())
    .addOption(langOption())
    .addOption(jsonOption());
}

export const rebuild = new Command('rebuild')
  .description(
    'Build all views anew from the log. The server must not be running; the verbs below build them beside the ones it serves.',
  )
  .addOption(dataOption())
  .addOption(langOption())
  .addOption(jsonOption())
  .addHelpText('after', '\nExample:\n  $ npm run dossier -- rebuild --data data/demo')
  .action(async (options: Options) => {
    await withEngine({ data: options.data, purpose: 'rebuild', readOnly: false }, async (app, { cluster }) => {
      if (cluster) throw onlyBeside();
      const events = app.get<EventStore>(EVENTS);
      const reads = app.get<ReadStore>(READS);
      const head = await events.head();
      const { live, all } = await reads.editions();
      // Others may be of another log, after a restore; what is made here needs none of them.
      for (const { edition } of all) if (edition !== live) await reads.discard(edition);
      for (const { name, version } of VIEWS) await reads.drop(name, version);
      const show = progress(options.lang === 'vi' ? 'Dựng lại' : 'Rebuild');
      const started = process.hrtime.bigint();
      await new Projector(events, reads.edition(live), VIEWS, {
        batch: REBUILD_BATCH,
        onSaved: ({ order }) => show(order, head),
      }).catchUp();
      show.end();
      const seconds = Number(process.hrtime.bigint() - started) / 1e9;
      print(
        options.json ? JSON.stringify({ views: VIEWS.length, events: head, seconds }) : rebuilt(head, seconds, options),
      );
    });
  });
for (const verb of besideVerbs()) rebuild.addCommand(verb);

/** In a cluster nobody can tell whether others are at work: what they show must not be taken away from under them. */
const onlyBeside = (): Said =>
  new Said(
    "ở quy mô cụm, dùng 'rebuild begin' rồi 'rebuild switch'",
    "in a cluster the views are built beside those that are read: 'rebuild begin', then 'rebuild switch'",
  );

/** A rebuild writes a row once for many events: the larger the batch, the fewer the writes. */
const REBUILD_BATCH = 20_000;

function rebuilt(events: number, seconds: number, { lang }: Options): string {
  const took = seconds.toFixed(1);
  return lang === 'vi'
    ? `Đã dựng lại ${VIEWS.length} bảng từ ${events} sự kiện trong ${took.replace('.', ',')} giây.`
    : `${VIEWS.length} views were rebuilt from ${events} events in ${took} s.`;
}

export const compare = onViews('compare')
  .description(
    'Compare the views with a clean rebuild; name every dossier and revision that is missing or held. Works beside a running server.',
  )
  .addHelpText(
    'after',
    '\nExample:\n  $ npm run dossier -- compare --data data/demo\nExit status 1 when something differs, or the views are behind the log.',
  )
  .action(async (options: Options) => {
    await withViews({ ...options, purpose: 'compare', readOnly: true }, async (views) => {
      const show = progress(options.lang === 'vi' ? 'Đối chiếu' : 'Compare');
      const found = await views.compare(show);
      show.end();
      print(options.json ? JSON.stringify(found, null, 2) : comparedText(found, options.lang));
      if (found.different + found.unsettled + found.behind > 0) process.exitCode = 1;
    });
  });

export const views = onViews('views')
  .description('How far the views are, what they hold back, and how a rebuild beside them goes.')
  .addHelpText(
    'after',
    '\nExamples:\n  $ npm run dossier -- views\n  $ npm run dossier -- views --server http://127.0.0.1:4310',
  )
  .action(async (options: Options) => {
    await withViews({ ...options, purpose: 'views', readOnly: true }, async (asked) => {
      const status = await asked.status();
      print(options.json ? JSON.stringify(status, null, 2) : statusText(status, options.lang));
    });
  });

export const held = onViews('held')
  .description('The streams that a view cannot apply an event of: which, from which revision on, and why.')
  .addHelpText(
    'after',
    '\nExample:\n  $ npm run dossier -- held --data data/demo\nExit status 1 when something is held.',
  )
  .action(async (options: Options) => {
    await withViews({ ...options, purpose: 'held', readOnly: true }, async (asked) => {
      const streams = await asked.held();
      print(options.json ? JSON.stringify(streams, null, 2) : heldText(streams, options.lang));
      if (streams.length > 0) process.exitCode = 1;
    });
  });

export const release = onViews('release')
  .description('Try streams that are held again, from the log. What fails again stays held.')
  .argument('[stream]', 'one stream as `held` names it; left out, all of them')
  .addHelpText(
    'after',
    '\nExamples:\n  $ npm run dossier -- release\n  $ npm run dossier -- release dossier-hs-2023-014 --server http://127.0.0.1:4310\nExit status 1 when something stays held.',
  )
  .action(async (stream: string | undefined, options: Options) => {
    await withViews({ ...options, purpose: 'release', readOnly: false }, async (asked) => {
      const found = await asked.release(stream);
      const none = stream !== undefined && found.released + found.held === 0;
      const words = none
        ? notHeld(stream, options.lang)
        : options.lang === 'vi'
          ? `Đã thả ${found.released} chỗ; ${found.held} chỗ vẫn bị giữ.`
          : `${found.released} were released; ${found.held} are still held.`;
      print(options.json ? JSON.stringify(found) : words);
      if (found.held > 0) process.exitCode = 1;
    });
  });

const notHeld = (stream: string, lang: Lang): string =>
  lang === 'vi'
    ? `Không bảng nào giữ ${stream}; 'held' liệt kê.`
    : `No view holds ${stream}; 'held' lists what is held.`;
