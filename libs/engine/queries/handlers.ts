import type { AuditEntry, DossierCard, QuotaBoard, TreeNode, Worklist } from '@dossier/contract';
import {
  auditTrail,
  boardOf,
  cardOf,
  dossierCard,
  organisationTree,
  quotaBoard,
  treeAt,
  TreeAt,
  worklist,
  worklistOf,
  type UnitRow,
  type WorkRow,
} from '@dossier/views';
import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { RegulationSource } from '../regulation';
import { REGULATION } from '../tokens';
import {
  AuditTrailQuery,
  DossierCardQuery,
  OrganisationTreeQuery,
  QuotaBoardQuery,
  WorklistQuery,
  type Answered,
} from './messages';
import { OpenGate } from './open-gate';
import { NotFound, Reading } from './reading';

/** A cell with at most so many official members has few, unless the asker says otherwise. */
const FEW_MEMBERS = 5;
/** An audit page holds at most so many entries. */
const MOST_ENTRIES = 1000;

@QueryHandler(QuotaBoardQuery)
export class QuotaBoardHandler implements IQueryHandler<QuotaBoardQuery> {
  constructor(private readonly reading: Reading) {}

  execute({ question, seen }: QuotaBoardQuery): Promise<Answered<QuotaBoard>> {
    const { organisation, year, countsBy } = question;
    return this.reading.answer(quotaBoard, seen, async () => {
      const today = this.reading.today();
      const board = boardOf(await this.reading.rows(quotaBoard), {
        organisation,
        year,
        on: question.on ?? endOfYear(year, today),
        knownAt: question.knownAt ?? today,
        fewMembers: question.fewMembers ?? FEW_MEMBERS,
        today,
        ...(countsBy === undefined ? {} : { countsBy }),
      });
      if (!board) throw new NotFound('organisation', organisation);
      return board;
    });
  }
}

/** A year that is over is asked about at its end, the running one today. */
function endOfYear(year: number, today: string): string {
  const end = `${year}-12-31`;
  return end < today ? end : today;
}

@QueryHandler(DossierCardQuery)
export class DossierCardHandler implements IQueryHandler<DossierCardQuery> {
  constructor(
    private readonly reading: Reading,
    private readonly gate: OpenGate,
    @Inject(REGULATION) private readonly regulation: RegulationSource,
  ) {}

  execute({ question, seen }: DossierCardQuery): Promise<Answered<DossierCard>> {
    return this.reading.answer(dossierCard, seen, async () => {
      const on = question.on ?? this.reading.today();
      const row = await this.reading.row(dossierCard, question.dossier);
      if (!row) throw new NotFound('dossier', question.dossier);
      const cell = row.state.cell ?? '';
      const unit = await this.reading.row(organisationTree, cell);
      const name = unit ? new TreeAt([unit], { on, knownAt: on }).name(cell) : cell;
      const { calendar } = await this.regulation.current();
      return cardOf(row, { on, calendar }, name, await this.gate.person(`dossier-${row.dossier}`, row.box));
    });
  }
}

@QueryHandler(WorklistQuery)
export class WorklistHandler implements IQueryHandler<WorklistQuery> {
  constructor(
    private readonly reading: Reading,
    private readonly gate: OpenGate,
    @Inject(REGULATION) private readonly regulation: RegulationSource,
  ) {}

  execute({ question, seen }: WorklistQuery): Promise<Answered<Worklist>> {
    return this.reading.answer(worklist, seen, async () => {
      const on = question.on ?? this.reading.today();
      const rows: WorkRow[] = [];
      for (const cell of await this.cells(question.organisation, on)) {
        for (const row of await this.reading.rows(worklist, cell)) if (row.kind === 'dossier') rows.push(row);
      }
      const unfit = (await this.reading.rows(worklist, 'unfit')).flatMap((row) =>
        row.kind === 'unfit' ? [[row.member, row.from] as const] : [],
      );
      const persons = new Map<string, DossierCard['person']>();
      for (const { dossier, box } of rows) persons.set(dossier, await this.gate.person(`dossier-${dossier}`, box));
      const { calendar } = await this.regulation.current();
      return worklistOf(rows, new Map(unfit), { ...question, on, calendar }, (row) => persons.get(row.dossier) ?? null);
    });
  }

  /** The unit itself, when it is a cell, and every cell under it on that day. */
  private async cells(organisation: string, on: string): Promise<readonly string[]> {
    const rows: readonly UnitRow[] = await this.reading.rows(organisationTree);
    const tree = new TreeAt(rows, { on, knownAt: this.reading.today() });
    if (!tree.has(organisation)) throw new NotFound('organisation', organisation);
    return rows
      .filter((row) => row.kind === 'cell' && tree.isUnder(row.organisation, organisation))
      .map((row) => row.organisation);
  }
}

@QueryHandler(AuditTrailQuery)
export class AuditTrailHandler implements IQueryHandler<AuditTrailQuery> {
  constructor(private readonly reading: Reading) {}

  execute({ question, seen }: AuditTrailQuery): Promise<Answered<readonly AuditEntry[]>> {
    const { stream, from, to, after = 0, limit = MOST_ENTRIES } = question;
    return this.reading.answer(auditTrail, seen, async () => {
      const rows = await this.reading.rows(auditTrail, stream);
      if (stream !== undefined && rows.length === 0) throw new NotFound('stream', stream);
      return [...rows]
        .filter(
          (row) => row.order > after && (from === undefined || row.on >= from) && (to === undefined || row.on <= to),
        )
        .sort((a, b) => a.order - b.order)
        .slice(0, Math.min(limit, MOST_ENTRIES));
    });
  }
}

@QueryHandler(OrganisationTreeQuery)
export class OrganisationTreeHandler implements IQueryHandler<OrganisationTreeQuery> {
  constructor(private readonly reading: Reading) {}

  execute({ question, seen }: OrganisationTreeQuery): Promise<Answered<readonly TreeNode[]>> {
    return this.reading.answer(organisationTree, seen, async () => {
      const today = this.reading.today();
      const moment = { on: question.on ?? today, knownAt: question.knownAt ?? today };
      return treeAt(await this.reading.rows(organisationTree), moment, { on: today, knownAt: today });
    });
  }
}
