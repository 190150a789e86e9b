import { dayOfInstant } from '@dossier/calendar';
import { dayWord, nameWord, whoWord, type Lang, type WayStep } from '@dossier/contract';
import {
  dossierAsOf,
  EVENTS,
  ExplainQuery,
  historyOf,
  NotFound,
  SealingCodec,
  type HistoryStep,
} from '@dossier/engine';
import type { EventStore } from '@dossier/kernel';
import { QueryBus } from '@nestjs/cqrs';
import { Command } from 'commander';
import {
  csvOption,
  dataOption,
  dayArgument,
  jsonOption,
  langOption,
  print,
  withEngine,
  type CommonOptions,
} from './context';
import { beginsLater, nothingKnownBy } from './faults';
import { changesText } from './print/correction';
import { csv, table } from './print/table';

interface Options extends CommonOptions {
  readonly open?: boolean;
  readonly json?: boolean;
  readonly csv?: boolean;
  readonly step?: boolean;
  readonly on?: string;
  readonly knownAt?: string;
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
  .action((id: string, options: Options) => read(id, options, (steps, way) => print(historyText(steps, way, options))));

export const replay = new Command('replay')
  .description(
    'Replay a dossier: the state after its events. With --step, after each one. Works beside a running server.',
  )
  .argument('<dossier>', 'the dossier, for example hs-2023-001')
  .option('--step', 'show the state after each event, not only the last')
  .option('--open', 'open personal parts where their key is still there')
  .option('--on <day>', 'the state on this day (YYYY-MM-DD)', dayArgument)
  .option('--known-at <day>', 'as known by this day: corrections made later are not in it', dayArgument)
  .addOption(dataOption())
  .addOption(langOption())
  .addOption(jsonOption())
  .addHelpText(
    'after',
    '\nExamples:\n  $ npm run dossier -- replay hs-2023-001 --step\n  $ npm run dossier -- replay hs-2023-001 --on 2023-03-01 --known-at 2023-06-30\n  $ npm run dossier -- replay hs-2023-001 --json',
  )
  .action((id: string, options: Options) =>
    options.on !== undefined || options.knownAt !== undefined
      ? asOf(id, options)
      : read(id, options, (steps) => print(replayText(options.step ? steps : steps.slice(-1), options))),
  );

/** The state on a day, as known by a day: through the same fold that decides. */
async function asOf(id: string, options: Options): Promise<void> {
  const { on, knownAt, lang } = options;
  await withEngine({ data: options.data, purpose: 'history', readOnly: true }, async (app) => {
    const moment = { ...(on ? { on } : {}), ...(knownAt ? { knownAt } : {}) };
    const codec = options.open ? app.get(SealingCodec) : undefined;
    const found = await dossierAsOf(app.get<EventStore>(EVENTS), id, moment, codec);
    if (!found) throw await whyNothing(app.get<EventStore>(EVENTS), id, knownAt);
    if (options.json) return print(JSON.stringify(found.answer, null, 2));
    const state = found.answer.state as unknown as HistoryStep['state'];
    const heading =
      lang === 'vi'
        ? `Hồ sơ ${id}${on ? `, ngày ${dayWord(on, lang)}` : ''}${knownAt ? `, theo những gì biết đến ${dayWord(knownAt, lang)}` : ''}`
        : `Dossier ${id}${on ? ` on ${on}` : ''}${knownAt ? `, as known by ${knownAt}` : ''}`;
    print([heading, ...factLines(found.answer.phase, state, lang)].join('\n'));
  });
}

/** Why there is nothing to show: there is no such dossier, or it was not known yet, or it begins later. */
async function whyNothing(events: EventStore, id: string, knownAt: string | undefined): Promise<Error> {
  const [first] = await historyOf(events, id);
  if (first === undefined) return new NotFound('dossier', id);
  const recorded = first.entered ?? dayOfInstant(first.at);
  return knownAt !== undefined && knownAt < recorded
    ? nothingKnownBy(id, knownAt, recorded)
    : beginsLater(id, first.on);
}

async function read(
  id: string,
  options: Options,
  show: (steps: readonly HistoryStep[], way: readonly WayStep[]) => void,
): Promise<void> {
  await withEngine({ data: options.data, purpose: 'history', readOnly: true }, async (app) => {
    const steps = await historyOf(app.get<EventStore>(EVENTS), id, options.open ? app.get(SealingCodec) : undefined);
    if (steps.length === 0) throw new NotFound('dossier', id);
    const { answer } = await app.get(QueryBus).execute(new ExplainQuery({ dossier: id }));
    show(steps, answer.way);
  });
}

function historyText(
  steps: readonly HistoryStep[],
  way: readonly WayStep[],
  { json, csv: asCsv, lang }: Options,
): string {
  if (json) return JSON.stringify(steps, null, 2);
  const rows = steps.map((s) => [
    String(s.revision),
    dayWord(s.on, lang),
    nameWord(s.type, lang) === s.type ? s.type : `${nameWord(s.type, lang)} (${s.type})`,
    contentOf(s, steps, lang),
    s.entered === null ? '' : dayWord(s.entered, lang),
    momentWord(s.at, lang),
    s.actor,
    [s.procedure, s.overlay].filter(Boolean).join(' + '),
    s.correctedBy === null
      ? ''
      : lang === 'vi'
        ? `đính chính ở dòng ${s.correctedBy}`
        : `corrected by ${s.correctedBy}`,
    s.leaf.slice(0, 12),
  ]);
  if (asCsv) {
    const raw = steps.map((s) => [
      s.revision,
      s.on,
      s.type,
      s.entered,
      s.at,
      s.actor,
      s.procedure,
      s.correctedBy,
      s.leaf,
    ]);
    return csv(['revision', 'on', 'type', 'entered', 'at', 'actor', 'procedure', 'corrected_by', 'leaf'], raw);
  }
  const headings =
    lang === 'vi'
      ? ['STT', 'Ngày', 'Việc', 'Nội dung', 'Vào sổ', 'Ghi lúc', 'Người ghi', 'Quy định', 'Ghi chú', 'Mã băm']
      : ['Rev', 'Day', 'Event', 'Content', 'Entered', 'Recorded', 'By', 'Rules', 'Note', 'Leaf'];
  const listed = table(
    headings.map((text) => ({ text })),
    rows,
  );
  return [listed, wayText(way, lang)].filter((part) => part !== '').join('\n\n');
}

/** Where the dossier stands on the way of its version: done, now, still to come. */
function wayText(way: readonly WayStep[], lang: Lang): string {
  const marks = { done: '✓', now: '→', ahead: '·' } as const;
  const lines = way.map(
    ({ event, by, status, on }) =>
      `  ${marks[status]} ${nameWord(event, lang)} (${whoWord(by, lang)})${on === null ? '' : `  ${dayWord(on, lang)}`}`,
  );
  return lines.length === 0 ? '' : [lang === 'vi' ? 'Đường đi:' : 'The way:', ...lines].join('\n');
}

/** Parts of an event that say what it was about, in the order they are read out. Ids and numbers only: no text of persons. */
const CONTENT = [
  'form',
  'class',
  'member',
  'place',
  'from',
  'to',
  'by',
  'body',
  'matter',
  'deadline',
  'ground',
  'number',
];

/** What an event was about, in a few words: which form, which vote, which member. */
function contentOf(step: HistoryStep, steps: readonly HistoryStep[], lang: Lang): string {
  const { data } = step;
  const vi = lang === 'vi';
  const said = CONTENT.flatMap((part) => {
    const value = data[part];
    return typeof value === 'string' ? [partWord(part, value, lang)] : [];
  });
  const vote = data['vote'] as
    { number: string; yes: number; convened: number; needed: number; carried: boolean } | undefined;
  if (vote) {
    const { number, yes, convened, needed, carried } = vote;
    said.push(
      number,
      vi
        ? `${yes}/${convened} phiếu, cần ${needed}: ${carried ? 'đạt' : 'không đạt'}`
        : `${yes} of ${convened}, ${needed} needed: ${carried ? 'carried' : 'not carried'}`,
    );
  }
  const corrects = data['corrects'];
  if (typeof corrects === 'number') {
    const changes = changesText(step, steps, lang);
    said.push([`${vi ? 'dòng' : 'entry'} ${corrects}`, changes, String(data['reason'])].filter(Boolean).join(': '));
  }
  return said.join(' · ');
}

/** A part of an event in words. A body that votes or says something is named as who acts, not as the unit it leads. */
function partWord(part: string, value: string, lang: Lang): string {
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return dayWord(value, lang);
  if (part !== 'by' && part !== 'body') return nameWord(value, lang);
  const side = SIDES[value]?.[lang === 'vi' ? 0 : 1];
  return side ?? (whoWord(value, lang) === value ? nameWord(value, lang) : whoWord(value, lang));
}

/** Whose remark it is, by the short word that commands have for it. */
const SIDES: Readonly<Record<string, readonly [vi: string, en: string]>> = {
  place: ['nơi thẩm tra', 'the place that verifies'],
  committee: ['đảng ủy cơ sở', 'the grassroots committee'],
};

/** A moment by the clocks of Vietnam: '24/11/2026 21:31'. */
function momentWord(at: string, lang: Lang): string {
  const hour = (Number(at.slice(11, 13)) + HOURS_AHEAD) % 24;
  return `${dayWord(dayOfInstant(at), lang)} ${String(hour).padStart(2, '0')}:${at.slice(14, 16)}`;
}

/** Asia/Ho_Chi_Minh is ahead of UTC by so much, all year. */
const HOURS_AHEAD = 7;

function replayText(steps: readonly HistoryStep[], { json, lang }: Options): string {
  if (json) return JSON.stringify(steps, null, 2);
  return steps.map((step) => stepText(step, lang)).join('\n\n');
}

function stepText({ revision, type, on, phase, state }: HistoryStep, lang: Lang): string {
  const heading = `${revision}. ${dayWord(on, lang)}  ${nameWord(type, lang)}${nameWord(type, lang) === type ? '' : ` (${type})`}`;
  return [heading, ...factLines(phase, state, lang)].join('\n');
}

function factLines(phase: string, state: HistoryStep['state'], lang: Lang): readonly string[] {
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
    [vi ? 'hết dự bị' : 'probation ends', state.probation ? dayWord(state.probation.endsOn, lang) : ''],
    [vi ? 'chính thức từ' : 'official from', state.officialFrom ? dayWord(state.officialFrom, lang) : ''],
  ];
  return facts.filter(([, value]) => value !== '').map(([name, value]) => `    ${name}: ${value}`);
}
