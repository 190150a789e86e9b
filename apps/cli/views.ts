import { compareViews, EVENTS, Projector, READS, type Comparison, type Difference } from '@dossier/engine';
import type { EventStore, ReadStore } from '@dossier/kernel';
import { VIEWS } from '@dossier/views';
import { Command } from 'commander';
import { dataOption, jsonOption, langOption, print, withEngine, type CommonOptions } from './context';
import { progress } from './print/progress';

interface Options extends CommonOptions {
  readonly json?: boolean;
}

export const rebuild = new Command('rebuild')
  .description('Build all views anew from the log. The server must not be running.')
  .addOption(dataOption())
  .addOption(langOption())
  .addOption(jsonOption())
  .addHelpText('after', '\nExample:\n  $ npm run dossier -- rebuild --data data/demo')
  .action(async (options: Options) => {
    await withEngine({ data: options.data, purpose: 'rebuild', readOnly: false }, async (app) => {
      const events = app.get<EventStore>(EVENTS);
      const reads = app.get<ReadStore>(READS);
      const head = await events.head();
      for (const { name, version } of VIEWS) await reads.drop(name, version);
      const show = progress(options.lang === 'vi' ? 'Dựng lại' : 'Rebuild');
      const started = process.hrtime.bigint();
      await new Projector(events, reads, VIEWS, {
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

/** A rebuild writes a row once for many events: the larger the batch, the fewer the writes. */
const REBUILD_BATCH = 20_000;

function rebuilt(events: number, seconds: number, { lang }: Options): string {
  const took = seconds.toFixed(1);
  return lang === 'vi'
    ? `Đã dựng lại ${VIEWS.length} bảng từ ${events} sự kiện trong ${took.replace('.', ',')} giây.`
    : `${VIEWS.length} views were rebuilt from ${events} events in ${took} s.`;
}

export const compare = new Command('compare')
  .description(
    'Compare the views with a clean rebuild; name every dossier and revision that is missing. Works beside a running server.',
  )
  .addOption(dataOption())
  .addOption(langOption())
  .addOption(jsonOption())
  .addHelpText(
    'after',
    '\nExample:\n  $ npm run dossier -- compare --data data/demo\nExit status 1 when something differs.',
  )
  .action(async (options: Options) => {
    await withEngine({ data: options.data, purpose: 'compare', readOnly: true }, async (app) => {
      const show = progress(options.lang === 'vi' ? 'Đối chiếu' : 'Compare');
      const found = await compareViews(app.get<EventStore>(EVENTS), app.get<ReadStore>(READS), VIEWS, show);
      show.end();
      print(options.json ? JSON.stringify(found, null, 2) : compared(found, options));
      if (found.differences.length > 0) process.exitCode = 1;
    });
  });

const MOST_SHOWN = 50;

function compared({ events, rows, differences }: Comparison, { lang }: Options): string {
  const vi = lang === 'vi';
  if (differences.length === 0) {
    return vi
      ? `Khớp: ${rows} dòng của ${VIEWS.length} bảng đúng với ${events} sự kiện.`
      : `Equal: ${rows} rows of ${VIEWS.length} views agree with ${events} events.`;
  }
  const lines = differences.slice(0, MOST_SHOWN).map((difference) => differenceText(difference, vi));
  const more = differences.length - lines.length;
  if (more > 0) lines.push(vi ? `… và ${more} chỗ nữa` : `… and ${more} more`);
  const what = vi
    ? `${differences.length} chỗ khác; chạy 'rebuild' để dựng lại:`
    : `${differences.length} differences; 'rebuild' builds the views anew:`;
  return [what, ...lines].join('\n');
}

function differenceText(difference: Difference, vi: boolean): string {
  const where = `  ${difference.view}: `;
  switch (difference.kind) {
    case 'missing-event':
      return `${where}${difference.stream} ${vi ? 'thiếu sự kiện số' : 'misses revision'} ${difference.revision}`;
    case 'behind':
      return `${where}${difference.stream} ${vi ? 'chưa có sự kiện số' : 'has not reached revision'} ${difference.revision}`;
    case 'row':
      return `${where}${vi ? 'dòng' : 'row'} ${difference.key} ${difference.stored === null ? (vi ? 'không có' : 'is missing') : difference.clean === null ? (vi ? 'thừa' : 'should not be there') : vi ? 'khác' : 'differs'}`;
  }
}
