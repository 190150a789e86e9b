import type { ProcedureDocument, ProcedureLine } from '@dossier/contract';
import { regulation, type RegulationState } from '@dossier/domain';
import { readingOf, type EventStore, type Position } from '@dossier/kernel';
import type { LocalRules, ProcedureVersion } from '@dossier/procedure';
import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { PROCEDURE_STREAM } from '../regulation';
import { EVENTS } from '../tokens';
import { Transactor } from '../transactor';
import type { Answered } from './messages';
import { NotFound, Reading } from './reading';

/** Every version that is published or proposed, and the local rules. Read from the log itself, so it is never behind. */
export class ProceduresQuery extends Query<Answered<readonly ProcedureLine[]>> {
  constructor(readonly seen?: Position) {
    super();
  }
}

/** One version or one set of local rules, whole. */
export class ProcedureQuery extends Query<Answered<ProcedureDocument>> {
  constructor(
    readonly name: string,
    readonly seen?: Position,
  ) {
    super();
  }
}

/** Reads what stands in the stream of the procedure, up to what the asker has seen. */
async function procedureState(
  { kit }: Transactor,
  events: EventStore,
  reading: Reading,
  seen: Position | undefined,
): Promise<{ readonly state: RegulationState; readonly position: Position }> {
  if (seen) await reading.believe(seen);
  const position = { store: events.id, order: await events.head() };
  return { state: (await readingOf(kit).load(PROCEDURE_STREAM, regulation)).state, position };
}

@QueryHandler(ProceduresQuery)
export class ProceduresHandler implements IQueryHandler<ProceduresQuery> {
  constructor(
    private readonly transactor: Transactor,
    private readonly reading: Reading,
    @Inject(EVENTS) private readonly events: EventStore,
  ) {}

  async execute({ seen }: ProceduresQuery): Promise<Answered<readonly ProcedureLine[]>> {
    const { state, position } = await procedureState(this.transactor, this.events, this.reading, seen);
    return { answer: documentsOf(state).map(({ document: _, ...line }) => line), position };
  }
}

@QueryHandler(ProcedureQuery)
export class ProcedureDocumentHandler implements IQueryHandler<ProcedureQuery> {
  constructor(
    private readonly transactor: Transactor,
    private readonly reading: Reading,
    @Inject(EVENTS) private readonly events: EventStore,
  ) {}

  async execute({ name, seen }: ProcedureQuery): Promise<Answered<ProcedureDocument>> {
    const { state, position } = await procedureState(this.transactor, this.events, this.reading, seen);
    const found = documentsOf(state).find((one) => one.name === name);
    if (!found) throw new NotFound('version', name);
    return { answer: found, position };
  }
}

/** Versions in the order in which they come into force, then what is only proposed, then local rules. */
function documentsOf({ versions, proposals, locals }: RegulationState): readonly ProcedureDocument[] {
  const inOrder = [...versions].sort(
    (a, b) =>
      compare(a.document.inForce.from, b.document.inForce.from) || compare(a.document.version, b.document.version),
  );
  return [
    ...inOrder.map(({ document, digest, proposedBy = null, approvedBy = null }) => ({
      ...lineOf(document.version, document, digest),
      kind: 'version' as const,
      status: 'published' as const,
      proposedBy,
      approvedBy,
    })),
    ...proposals.map(({ document, digest, by }) => ({
      ...lineOf(document.version, document, digest),
      kind: 'version' as const,
      status: 'proposed' as const,
      proposedBy: by,
      approvedBy: null,
    })),
    ...locals.map(({ document, digest }) => ({
      ...lineOf(document.overlay, document, digest),
      kind: 'local-rules' as const,
      status: 'published' as const,
      proposedBy: null,
      approvedBy: null,
    })),
  ];
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function lineOf(name: string, document: ProcedureVersion | LocalRules, digest: string) {
  const { title, inForce, assumptions = [] } = document;
  const until = { from: inForce.from, to: inForce.to ?? null };
  return { name, title, inForce: until, digest, assumptions, document: document as unknown as Record<string, unknown> };
}
