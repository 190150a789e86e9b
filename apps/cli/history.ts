import { dayWord, nameWord, type Lang } from '@dossier/contract';
import { EVENTS, historyOf, NotFound, SealingCodec, type HistoryStep } from '@dossier/engine';
import type { EventStore } from '@dossier/kernel';
import { Command } from 'commander';
import { csvOption, dataOption, jsonOption, langOption, print, withEngine, type CommonOptions } from './context';
import { csv, table } from './print/table';

interface Options extends CommonOptions {
  readonly open?: boolean;
  readonly json?: boolean;
  readonly csv?: boolean;
  readonly step?: boolean;
}

export const history = new Command('history')
  .description(
    'Every event of a dossier: what, on which day, recorded when, by whom, under which procedure. Works beside a running server.',
  )
  .argument('<dossier>', 'the dossier, for example hs-2023-001')
  .option('--open', 'open personal parts where their key is still there (with --json)')
  .addOption(dataOption())
  .addOption(langOption())
  .addOption(jsonOption())
  .addOption(csvOption())
  .addHelpText(
    'after',
    '\nExamples:\n  $ npm run dossier -- history hs-2023-001\n  $ npm run dossier -- history hs-2023-001 --csv',
  )
  .action((id: string, options: Options) => read(id, options, (steps) => print(historyText(steps, options))));

export const replay = new Command('replay')
  .description(
    'Replay a dossier: the state after its events. With --step, after each one. Works beside a running server.',
  )
  .argument('<dossier>', 'the dossier, for example hs-2023-001')
  .option('--step', 'show the state after each event, not only the last')
  .option('--open', 'open personal parts where their key is still there')
  .addOption(dataOption())
  .addOption(langOption())
  .addOption(jsonOption())
  .addHelpText(
    'after',
    '\nExamples:\n  $ npm run dossier -- replay hs-2023-001 --step\n  $ npm run dossier -- replay hs-2023-001 --json',
  )
  .action((id: string, options: Options) =>
    read(id, options, (steps) => print(replayText(options.step ? steps : steps.slice(-1), options))),
  );

async function read(id: string, options: Options, show: (steps: readonly HistoryStep[]) => void): Promise<void> {
  await withEngine({ data: options.data, purpose: 'history', readOnly: true }, async (app) => {
    const steps = await historyOf(app.get<EventStore>(EVENTS), id, options.open ? app.get(SealingCodec) : undefined);
    if (steps.length === 0) throw new NotFound('dossier', id);
    show(steps);
  });
}

function historyText(steps: readonly HistoryStep[], { json, csv: asCsv, lang }: Options): string {
  if (json) return JSON.stringify(steps, null, 2);
  const rows = steps.map((s) => [
    String(s.revision),
    dayWord(s.on, lang),
    nameWord(s.type, lang) === s.type ? s.type : `${nameWord(s.type, lang)} (${s.type})`,
    s.entered === null ? '' : dayWord(s.entered, lang),
    s.at,
    s.actor,
    s.procedure ?? '',
    s.leaf.slice(0, 12),
  ]);
  if (asCsv) {
    const raw = steps.map((s) => [s.revision, s.on, s.type, s.entered, s.at, s.actor, s.procedure, s.leaf]);
    return csv(['revision', 'on', 'type', 'entered', 'at', 'actor', 'procedure', 'leaf'], raw);
  }
  const headings =
    lang === 'vi'
      ? ['STT', 'Ngày', 'Việc', 'Vào sổ', 'Ghi lúc', 'Người ghi', 'Quy định', 'Mã băm']
      : ['Rev', 'Day', 'Event', 'Entered', 'Recorded', 'By', 'Rules', 'Leaf'];
  return table(
    headings.map((text) => ({ text })),
    rows,
  );
}

function replayText(steps: readonly HistoryStep[], { json, lang }: Options): string {
  if (json) return JSON.stringify(steps, null, 2);
  return steps.map((step) => stepText(step, lang)).join('\n\n');
}

function stepText({ revision, type, on, phase, state }: HistoryStep, lang: Lang): string {
  const vi = lang === 'vi';
  const facts: [string, string][] = [
    [vi ? 'giai đoạn' : 'phase', nameWord(state.outcome ?? phase, lang)],
    [vi ? 'chi bộ' : 'cell', state.cell ?? ''],
    [vi ? 'người giúp đỡ' : 'mentor', state.mentor?.member ?? ''],
    [vi ? 'quy định' : 'procedure', state.procedure ?? ''],
    [vi ? 'giấy tờ' : 'papers', Object.keys(state.documents).join(', ')],
    [vi ? 'người giới thiệu' : 'introducers', state.introducers.map((i) => i.member).join(', ')],
    [vi ? 'việc tiếp theo' : 'next', state.next ? nameWord(state.next.action, lang) : ''],
    [vi ? 'thời hạn' : 'due', state.deadlines.map((d) => `${d.id} ${dayWord(d.due, lang)}`).join(', ')],
  ];
  const lines = facts.filter(([, value]) => value !== '').map(([name, value]) => `    ${name}: ${value}`);
  return [
    `${revision}. ${dayWord(on, lang)}  ${nameWord(type, lang)}${nameWord(type, lang) === type ? '' : ` (${type})`}`,
    ...lines,
  ].join('\n');
}
