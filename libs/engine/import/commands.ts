import {
  dossierCommand,
  memberCommand,
  organisationCommand,
  procedureCommand,
  quotaCommand,
  trainingCommand,
  type Aggregate,
  type Command,
} from '@dossier/contract';
import type { Day } from '@dossier/kernel';
import { canonicalJson } from '@dossier/ledger';
import { readCell, type CellValue } from './cells';
import { registerRow, type Read, type Values } from './register-row';
import type { BadRow, RawRow } from './workbook';

/** A row as a command: what it asks for, on which day, and the day the book says it was entered. */
export interface Step {
  readonly sheet: string;
  readonly line: number;
  readonly aggregate: Aggregate;
  readonly command: Command;
  readonly on: Day;
  readonly entered: Day;
  /** What the row says, in canonical form; its command id is made from it. */
  readonly text: string;
  /** The person a listing is about, so that steps of one person keep their order across dossiers. */
  readonly person?: string;
}

const SCHEMAS = {
  dossier: dossierCommand,
  organisation: organisationCommand,
  member: memberCommand,
  procedure: procedureCommand,
  quota: quotaCommand,
  training: trainingCommand,
} as const;

/** Reads one row into the steps it stands for (a class that is over stands for two), or what is wrong with it. */
export function stepsOf(row: RawRow, today: Day): { steps: readonly Step[]; problems: readonly BadRow[] } {
  const { sheet, line, cells } = row;
  const at = { sheet: sheet.en, line };
  const problems: BadRow[] = [];
  const values: Record<string, CellValue | undefined> = {};
  for (const column of sheet.columns) {
    const read = readCell(column, cells[column.key] ?? '');
    if ('problem' in read) {
      // A name in the wrong column must not stand in a report: where persons are told of, only figures are repeated.
      const shown = PERSONAL.includes(column.key) && /\p{L}/u.test(read.problem.found) ? '' : read.problem.found;
      problems.push({ ...at, column: column.vi, code: read.problem.code, reason: shown });
    } else {
      values[column.key] = read.value;
    }
  }
  if (problems.length > 0) return { steps: [], problems };
  const steps: Step[] = [];
  for (const { aggregate, command, on } of READERS[sheet.key](values)) {
    if (typeof on !== 'string') {
      problems.push({ ...at, column: columnOf(row, 'on'), code: 'missing', reason: '' });
      continue;
    }
    const { entered } = values;
    if (typeof entered === 'string' && (entered < on || entered > today)) {
      problems.push({
        ...at,
        column: columnOf(row, 'entered'),
        code: entered < on ? 'entered-before' : 'entered-in-future',
        reason: entered,
      });
      continue;
    }
    const parsed = SCHEMAS[aggregate].safeParse(withoutEmpty(command));
    if (parsed.success) steps.push(stepOf(row, values, { aggregate, command: parsed.data, on }));
    else problems.push(...problemsOf(row, values['step'], parsed.error.issues));
  }
  return { steps: problems.length > 0 ? [] : steps, problems };
}

/** Columns that tell of a person. */
const PERSONAL: readonly string[] = ['name', 'birth', 'mother', 'ethnicity', 'village', 'note'];

function stepOf(
  { sheet, line }: RawRow,
  values: Values,
  read: { aggregate: Aggregate; command: Command; on: Day },
): Step {
  const entered = typeof values['entered'] === 'string' ? values['entered'] : read.on;
  // What the row says, not how it is written: another order of columns or another spelling of a day is the same row.
  const text = canonicalJson({ command: read.command, on: read.on });
  const person =
    read.command.type === 'ListCandidate' ? `${read.command.identity.name}\n${read.command.identity.birth}` : undefined;
  return { sheet: sheet.en, line, ...read, entered, text, ...(person === undefined ? {} : { person }) };
}

function columnOf({ sheet }: RawRow, key: string): string {
  return sheet.columns.find((column) => column.key === key)?.vi ?? key;
}

/** A field of a command as the column it comes from: 'identity.birth' is the column 'birth'. */
const FIELDS: Readonly<Record<string, string>> = {
  type: 'step',
  action: 'action',
  cell: 'unit',
  organisation: 'organisation',
  writtenOn: 'date',
  issuedOn: 'date',
  togetherSince: 'date',
  admitted: 'target',
  opinion: 'result',
  clear: 'result',
  by: 'side',
  entered: 'added',
  left: 'removed',
  orderedOn: 'date',
  until: 'date',
  answer: 'result',
  agrees: 'result',
  confirmed: 'result',
  outcome: 'result',
  body: 'side',
  ground: 'reason',
  committee: 'convened',
};

/** In the register some fields stand in other columns than on their own sheets, or in one of two. */
const IN_REGISTER: Readonly<Record<string, readonly string[]>> = {
  organisation: ['unit', 'parent'],
  to: ['unit'],
  from: ['side'],
  members: ['convened'],
  'MergeOrganisations.from': ['unit'],
};

function problemsOf(
  row: RawRow,
  step: CellValue | undefined,
  issues: readonly { path: PropertyKey[]; code: string; message: string; input?: unknown }[],
): BadRow[] {
  return issues.map(({ path, message, code }) => {
    const field = String(path.at(-1) ?? 'type');
    const elsewhere = row.sheet.key === 'register' ? (IN_REGISTER[`${step}.${field}`] ?? IN_REGISTER[field] ?? []) : [];
    const keys = [...elsewhere, FIELDS[field], field].filter((key) => key !== undefined);
    const there = keys.filter((key) => row.sheet.columns.some((column) => column.key === key));
    // Where a field may stand in either of two columns, the empty one is the one that is missing.
    const known = elsewhere.find((key) => (row.cells[key] ?? '') === '') ?? there[0] ?? field;
    const missing = code === 'invalid_union' || (row.cells[known] ?? '') === '';
    return {
      sheet: row.sheet.en,
      line: row.line,
      column: columnOf(row, known),
      code: missing ? 'missing' : 'not-usable',
      reason: missing ? '' : message,
    };
  });
}

/** Members that are empty are left out, also inside: the schema then says what is missing. */
function withoutEmpty(value: object): object {
  const kept = Object.entries(value).flatMap(([key, member]) => {
    if (member === undefined) return [];
    return [
      [key, typeof member === 'object' && member !== null && !Array.isArray(member) ? withoutEmpty(member) : member],
    ];
  });
  return Object.fromEntries(kept) as object;
}

const READERS: Readonly<Record<RawRow['sheet']['key'], (values: Values) => readonly Read[]>> = {
  organisations: ({ organisation, name, kind, parent, difficultArea, on }) => [
    {
      aggregate: 'organisation',
      on,
      command: { type: 'FoundOrganisation', organisation, name, kind, parent, difficultArea },
    },
  ],
  members: ({ member, name, birth, sex, cell, standing, officialSince, on }) => [
    {
      aggregate: 'member',
      on,
      command: { type: 'RegisterMember', member, cell, standing, officialSince, sex, identity: { name, birth } },
    },
  ],
  quotas: (v) => [{ aggregate: 'quota', on: v['on'], command: { ...quotaFields(v), type: v['action'] } }],
  classes: (v) => {
    const { class: id, organisation, name, from, to, places, attended, passed, on } = v;
    const plan: Read = {
      aggregate: 'training',
      on,
      command: { type: 'PlanClass', class: id, organisation, name, from, to, places },
    };
    if (attended === undefined && passed === undefined) return [plan];
    return [plan, { aggregate: 'training', on: to, command: { type: 'ConcludeClass', class: id, attended, passed } }];
  },
  register: (v) => [registerRow(v)],
};

function quotaFields({
  organisation,
  year,
  termFrom,
  termTo,
  to,
  target,
  countsBy,
  number,
  reason,
  due,
  action,
}: Values): object {
  const period = year === undefined ? { termFrom, termTo } : { year };
  switch (action) {
    case 'AllocateQuota':
      return { organisation, period, to, target, number };
    case 'AdjustQuota':
      return { organisation, period, target, number, reason };
    case 'MakeCommitment':
      return { organisation, period, admitted: target, due };
    case 'SettleCommitment':
      return { organisation, period, due };
    default:
      return { organisation, period, target, countsBy, number };
  }
}
