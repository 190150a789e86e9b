import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  asWhom,
  dayWord,
  procedureCommand,
  refusalSentence,
  type Lang,
  type ProcedureDocument,
  type ProcedureLine,
} from '@dossier/contract';
import {
  CLOCK,
  dispatch,
  faultsInFile,
  ProcedureQuery,
  ProceduresQuery,
  shippedProcedures,
  todayOf,
} from '@dossier/engine';
import { formatPosition, type Clock } from '@dossier/kernel';
import type { LocalRules, ProcedureVersion } from '@dossier/procedure';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { Command, InvalidArgumentError, Option } from 'commander';
import { projectFolder } from '../api/settings';
import {
  dataOption,
  jsonOption,
  langOption,
  ownDataOption,
  print,
  printAnswer,
  withEngine,
  type CommonOptions,
} from './context';
import { textOf } from './files';
import { localPage, versionPage } from './print/procedure';
import { table } from './print/table';
import { wellFormed } from './well-formed';

interface Options extends CommonOptions {
  readonly json?: boolean;
}

const list = new Command('list')
  .description('The versions that are published, from when to when each holds, and how sure we are of it.')
  .addOption(dataOption())
  .addOption(langOption())
  .addOption(jsonOption())
  .addHelpText('after', '\nExample:\n  $ npm run dossier -- procedure list')
  .action(async ({ data, lang, json }: Options) => {
    await withEngine({ data, purpose: 'procedure', readOnly: true }, async (app) => {
      const answered = await app.get(QueryBus).execute(new ProceduresQuery());
      printAnswer(answered, json, (answer) => listText(answer, lang));
    });
  });

const show = new Command('show')
  .description(
    'A version in words: its sources, way, deadlines, majorities, and what of it is only assumed. Also one that is only proposed.',
  )
  .argument('<version>', 'for example R2025B.2 or HN2025')
  .addOption(dataOption())
  .addOption(langOption())
  .addOption(jsonOption())
  .addHelpText(
    'after',
    '\nExamples:\n  $ npm run dossier -- procedure show R2025B.2\n  $ npm run dossier -- procedure show R2025B.2 --json',
  )
  .action(async (name: string, { data, lang, json }: Options) => {
    await withEngine({ data, purpose: 'procedure', readOnly: true }, async (app) => {
      const answered = await app.get(QueryBus).execute(new ProcedureQuery(name));
      printAnswer(answered, json, (answer) => pageOf(answer, lang));
    });
  });

function pageOf({ kind, status, document, proposedBy, digest }: ProcedureDocument, lang: Lang): string {
  if (kind === 'local-rules') return localPage(document as unknown as LocalRules, lang);
  const page = versionPage(document as unknown as ProcedureVersion, lang);
  if (status === 'published') return page;
  const waiting =
    lang === 'vi'
      ? `CHƯA BAN HÀNH: ${proposedBy} đề nghị, chờ người khác duyệt. Mã băm: ${digest}`
      : `NOT PUBLISHED: proposed by ${proposedBy}, waiting for another's approval. Digest: ${digest}`;
  return `${waiting}\n\n${page}`;
}

const draw = new Command('draw')
  .description('Draws every version that is shipped into pages with a Mermaid diagram, made from its data.')
  .option('--to <folder>', 'where the pages go', 'docs/procedures')
  .addHelpText('after', '\nExample:\n  $ npm run dossier -- procedure draw --to docs/procedures')
  .action(({ to }: { to: string }) => {
    mkdirSync(to, { recursive: true });
    const { versions, locals } = shippedProcedures(projectFolder());
    for (const version of versions) writeFileSync(join(to, `${version.version}.md`), versionPage(version, 'vi'));
    for (const local of locals) writeFileSync(join(to, `${local.overlay}.md`), localPage(local, 'vi'));
    print(`${versions.length + locals.length} → ${to}`);
  });

const lint = new Command('lint')
  .description(
    'Looks for faults in the file of a version or of local rules: unreachable steps, undeclared outcomes, rounds, missing bases.',
  )
  .argument('<file>', 'a version, or local rules, as JSON')
  .addOption(langOption())
  .addHelpText(
    'after',
    '\nExamples:\n  $ npm run dossier -- procedure lint procedures/admission/R2026B.json\n  $ npm run dossier -- procedure lint procedures/local/HN2025.json\nExit status 1 when something is wrong.',
  )
  .action((file: string, { lang }: Options) => {
    const faults = faultsInFile(textOf(file), shippedProcedures(projectFolder()).versions);
    if (faults.length === 0) return print(lang === 'vi' ? `${file}: không có lỗi.` : `${file} is whole.`);
    for (const { code, where, says } of faults) print(`${code}  ${where}: ${says}`);
    process.exitCode = 1;
  });

interface Acting extends Options {
  readonly as: string;
}

/** Sends one command on versions, as somebody, and prints what came of it. */
async function send(asked: object, { data, lang, as, json }: Acting): Promise<void> {
  const command = wellFormed(procedureCommand, { procedure: 'admission', ...asked });
  const name = command.type === 'ProposeProcedure' ? String(command.document['version']) : command.version;
  const { account } = wellFormed(asWhom, { account: as });
  await withEngine({ data, purpose: 'procedure', readOnly: false }, async (app, config) => {
    const outcome = await dispatch(app.get(CommandBus), 'procedure', {
      command,
      commandId: `cli:${randomUUID()}`,
      on: todayOf(app.get<Clock>(CLOCK).now()),
      actor: { ...config.actor, account },
    });
    if (outcome.kind === 'refused') throw new Error(refusalSentence(outcome.refusal, lang));
    const { stream, revision, events } = outcome;
    if (json) return print(JSON.stringify({ position: formatPosition(outcome.position), stream, revision, events }));
    if (command.type === 'RejectProposal') return print(rejectedText(name, lang));
    const { answer } = await app.get(QueryBus).execute(new ProcedureQuery(name));
    print(answer.status === 'published' ? approvedText(answer, lang) : proposedText(answer, lang));
  });
}

const DIGEST_SHOWN = 8;

function proposedText({ name, digest }: ProcedureDocument, lang: Lang): string {
  const short = digest.slice(0, DIGEST_SHOWN);
  return lang === 'vi'
    ? `Đã ghi đề nghị ban hành ${name} (mã băm ${short}…). Chưa áp dụng: cần người khác duyệt: procedure approve ${name} --as <người thứ hai>`
    : `The proposal of ${name} was recorded (digest ${short}…). It does not hold yet: another has to approve it: procedure approve ${name} --as <a second person>`;
}

function approvedText({ name, inForce }: ProcedureDocument, lang: Lang): string {
  const from = dayWord(inForce.from, lang);
  return lang === 'vi' ? `Đã ban hành ${name}, áp dụng từ ${from}.` : `${name} is published, in force from ${from}.`;
}

function rejectedText(name: string, lang: Lang): string {
  return lang === 'vi'
    ? `Đã bỏ đề nghị ban hành ${name}. Có thể đề nghị lại.`
    : `The proposal of ${name} was rejected. It can be proposed again.`;
}

/** A digest as 'procedure show' gives it. */
function digestArgument(text: string): string {
  if (!/^[0-9a-f]{64}$/.test(text))
    throw new InvalidArgumentError("a digest is 64 characters of 0-9 and a-f; 'procedure show' gives it whole");
  return text;
}

const asOption = (): Option => new Option('--as <account>', 'who asks').makeOptionMandatory();

const propose = new Command('propose')
  .description('Propose a version. It holds once another has approved it. The server must not be running.')
  .argument('<file>', 'a version as JSON')
  .addOption(asOption())
  .addOption(ownDataOption())
  .addOption(langOption())
  .addOption(jsonOption())
  .addHelpText('after', '\nExample:\n  $ npm run dossier -- procedure propose R2027.json --as officer-one')
  .action((file: string, options: Acting) => {
    const [fault] = faultsInFile(textOf(file), []);
    if (fault?.code === 'not-a-procedure') throw new Error(`${file}: ${fault.where} ${fault.says}`);
    const document = JSON.parse(textOf(file)) as Record<string, unknown>;
    return send({ type: 'ProposeProcedure', document }, options);
  });

interface Approving extends Acting {
  readonly digest?: string;
}

const approve = new Command('approve')
  .description('Approve a version that another has proposed. The server must not be running.')
  .argument('<version>', 'for example R2027')
  .option(
    '--digest <hex>',
    "the digest 'procedure show' gave: a proposal changed since is not approved unseen",
    digestArgument,
  )
  .addOption(asOption())
  .addOption(ownDataOption())
  .addOption(langOption())
  .addOption(jsonOption())
  .addHelpText(
    'after',
    '\nExamples:\n  $ npm run dossier -- procedure show R2027\n  $ npm run dossier -- procedure approve R2027 --as officer-two',
  )
  .action((version: string, { digest, ...options }: Approving) =>
    send({ type: 'ApproveProcedure', version, ...(digest === undefined ? {} : { digest }) }, options),
  );

const reject = new Command('reject')
  .description('Take a proposed version away. It can be proposed again. The server must not be running.')
  .argument('<version>', 'for example R2027')
  .requiredOption('--reason <text>', 'why')
  .addOption(asOption())
  .addOption(ownDataOption())
  .addOption(langOption())
  .addOption(jsonOption())
  .addHelpText(
    'after',
    '\nExample:\n  $ npm run dossier -- procedure reject R2027 --as officer-two --reason "clause 4.3 is misread"',
  )
  .action((version: string, { reason, ...options }: Acting & { readonly reason: string }) =>
    send({ type: 'RejectProposal', version, reason }, options),
  );

export const procedure = new Command('procedure')
  .description('The versions of the regulation: list, show, draw, lint, propose, approve, reject.')
  .addCommand(list)
  .addCommand(show)
  .addCommand(draw)
  .addCommand(lint)
  .addCommand(propose)
  .addCommand(approve)
  .addCommand(reject);

function listText(all: readonly ProcedureLine[], lang: Lang): string {
  const headings =
    lang === 'vi'
      ? ['Mã', 'Từ ngày', 'Đến ngày', 'Tên', 'Còn giả định', 'Tình trạng']
      : ['Name', 'From', 'To', 'Title', 'Assumed', 'Status'];
  return table(
    headings.map((text) => ({ text })),
    all.map((one) => [
      one.name,
      dayWord(one.inForce.from, lang),
      one.inForce.to === null ? '' : dayWord(one.inForce.to, lang),
      one.title[lang],
      String(one.assumptions.length),
      statusText(one, lang),
    ]),
  );
}

/** Whether a version holds, and who brought it in where it was not shipped. */
function statusText({ status, proposedBy, approvedBy }: ProcedureLine, lang: Lang): string {
  const vi = lang === 'vi';
  if (status === 'proposed') return vi ? `chờ duyệt, ${proposedBy} đề nghị` : `waits, proposed by ${proposedBy}`;
  if (approvedBy === null) return vi ? 'đã ban hành' : 'published';
  return vi
    ? `đã ban hành: ${proposedBy} đề nghị, ${approvedBy} duyệt`
    : `published: proposed by ${proposedBy}, approved by ${approvedBy}`;
}
