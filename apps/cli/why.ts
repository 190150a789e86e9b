import { dayWord, nameWord, refusalSentence, ROLES, whoWord, type Lang, type Role } from '@dossier/contract';
import { ExplainQuery, type Why } from '@dossier/engine';
import { QueryBus } from '@nestjs/cqrs';
import { Command, Option } from 'commander';
import {
  dataOption,
  dayArgument,
  jsonOption,
  langOption,
  printAnswer,
  withEngine,
  type CommonOptions,
} from './context';

interface Options extends CommonOptions {
  readonly on?: string;
  readonly role?: Role;
  readonly all?: boolean;
  readonly then?: boolean;
  readonly json?: boolean;
}

export const why = new Command('why')
  .description(
    'What can be done with a dossier, what cannot and why not, and how soon at the earliest. Works beside a running server.',
  )
  .argument('<dossier>', 'the dossier, for example hs-2023-001')
  .option('--on <day>', 'judge by this day (YYYY-MM-DD); today when left out', dayArgument)
  .addOption(new Option('--role <role>', 'in which role you ask: marks what is yours to do').choices(ROLES))
  .option('--then', 'the dossier as it stood on that day, instead of as it is now')
  .option('--all', 'also what is done already and what this version of the regulation does not have')
  .addOption(dataOption())
  .addOption(langOption())
  .addOption(jsonOption())
  .addHelpText(
    'after',
    `
Examples:
  $ npm run dossier -- why hs-2023-001
  $ npm run dossier -- why hs-2023-001 --on 2023-03-01 --then
  $ npm run dossier -- why hs-2023-001 --role cell-secretary --lang en
  $ npm run dossier -- why hs-2023-001 --json`,
  )
  .action(async (id: string, options: Options) => {
    const { data, on, role, then = false } = options;
    await withEngine({ data, purpose: 'why', readOnly: true }, async (app) => {
      const question = { dossier: id, then, ...(on ? { on } : {}), ...(role ? { role } : {}) };
      const answered = await app.get(QueryBus).execute(new ExplainQuery(question));
      printAnswer(answered, options.json, (answer) => whyText(answer, options));
    });
  });

/** Refusals that say no more than that the thing is behind the dossier, or not of its procedure. */
const QUIET = ['already-done', 'not-in-procedure', 'no-such-body-between', 'dossier-ended', 'no-move-under-way'];

/** What no person has to do by hand. */
const BY_ITSELF = 'NoteDeadline';

function whyText(answer: Why, { lang, all = false }: Options): string {
  const say = (vi: string, en: string): string => (lang === 'vi' ? vi : en);
  const possible = answer.actions.filter(({ possible: can, action }) => can && (all || action !== BY_ITSELF));
  const blocked = answer.actions.filter(
    ({ possible: can, refusal }) => !can && refusal && (all || !QUIET.includes(refusal.code)),
  );
  const version = [answer.procedure, answer.overlay].filter(Boolean).join(' + ');
  return [
    say(
      `Hồ sơ ${answer.dossier}, ngày ${dayWord(answer.on, lang)}: ${nameWord(answer.phase, lang)}. Quy định: ${version || 'không có'}.`,
      `Dossier ${answer.dossier} on ${answer.on}: ${nameWord(answer.phase, lang)}. Rules: ${version || 'none'}.`,
    ),
    answer.next
      ? say(
          `Việc tiếp theo: ${nameWord(answer.next.action, lang)} (${whoWord(answer.next.by, lang)}).`,
          `Next: ${nameWord(answer.next.action, lang)} (${whoWord(answer.next.by, lang)}).`,
        )
      : '',
    section(
      say('Làm được', 'Can be done'),
      possible.map((line) => possibleText(line, lang)),
    ),
    section(
      say('Chưa làm được, vì', 'Cannot be done, because'),
      blocked.map((line) => blockedText(line, lang)),
    ),
    section(
      say('Sớm nhất', 'At the earliest'),
      answer.milestones.map((stage) => milestoneText(stage, lang)),
    ),
    section(
      say('Lưu ý', 'Mind'),
      answer.warnings.map(({ deadline, due, needed }) =>
        say(
          `giấy tờ ${deadline} chỉ dùng được đến ${dayWord(due, lang)}, trong khi sớm nhất cần đến ngày ${dayWord(needed, lang)}`,
          `${deadline} serves until ${due} only, and is needed on ${needed} at the earliest`,
        ),
      ),
    ),
    section(
      say('Chưa kiểm chứng được', 'Not verified'),
      answer.assumptions.map((said) => said[lang]),
    ),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function section(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : [`${title}:`, ...lines.map((line) => `  - ${line}`)].join('\n');
}

function possibleText({ action, by, yours, requires }: Why['actions'][number], lang: Lang): string {
  const mark = yours === true ? (lang === 'vi' ? ' (việc của bạn)' : ' (yours)') : '';
  const whose = by === null || yours === true ? '' : ` (${whoWord(by, lang)})`;
  const votes = requires.filter(({ need }) => need !== undefined);
  const needs = votes.map(({ need, of }) =>
    lang === 'vi' ? `; cần ít nhất ${need} phiếu trên ${of}` : `; at least ${need} votes of ${of}`,
  );
  return `${nameWord(action, lang)}${whose}${mark}${needs.join('')}`;
}

function blockedText({ action, refusal, also }: Why['actions'][number], lang: Lang): string {
  const more =
    also.length === 0 ? '' : lang === 'vi' ? ` (và ${also.length} lý do khác)` : ` (and ${also.length} more)`;
  return `${nameWord(action, lang)}: ${refusal ? refusalSentence(refusal, lang) : ''}${more}`;
}

function milestoneText({ event, earliest, decidedBy, assumes }: Why['milestones'][number], lang: Lang): string {
  const vi = lang === 'vi';
  const name = nameWord(event, lang);
  if (earliest === null) {
    return `${name}: ${vi ? 'không thể' : 'not possible'}; ${decidedBy ? refusalSentence(decidedBy, lang) : ''}`;
  }
  const steps = assumes.map((step) => nameWord(step, lang)).join(', ');
  const if_ = steps === '' ? '' : vi ? `; nếu kịp xong: ${steps}` : `; provided these are done in time: ${steps}`;
  const because = decidedBy === null ? '' : `; ${refusalSentence(decidedBy, lang)}`;
  return `${name}: ${dayWord(earliest, lang)}${because}${if_}`;
}
