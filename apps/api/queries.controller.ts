import { auditParameters, boardParameters, id, onDay, treeParameters, worklistParameters } from '@dossier/contract';
import {
  AuditTrailQuery,
  DossierCardQuery,
  EVENTS,
  historyOf,
  NotFound,
  OrganisationTreeQuery,
  QuotaBoardQuery,
  WorklistQuery,
  type Answered,
} from '@dossier/engine';
import { formatPosition, type EventStore } from '@dossier/kernel';
import { Controller, Get, Inject, Param, Query as Parameters } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { parse, seenOf } from './http/parse';

/** An answer with the position it knows, as it crosses HTTP. */
function positioned<T>({ answer, position }: Answered<T>): { position: string; answer: T } {
  return { position: formatPosition(position), answer };
}

@Controller()
export class QueriesController {
  constructor(
    private readonly bus: QueryBus,
    @Inject(EVENTS) private readonly events: EventStore,
  ) {}

  @Get('quota-board')
  async board(@Parameters() query: unknown) {
    const { seen, ...question } = parse(boardParameters, query);
    return positioned(await this.bus.execute(new QuotaBoardQuery(question, seenOf(seen))));
  }

  @Get('dossiers/:dossier')
  async card(@Param('dossier') dossier: string, @Parameters() query: unknown) {
    const { seen, on } = parse(onDay, query);
    const question = { dossier: parse(id, dossier), ...(on === undefined ? {} : { on }) };
    return positioned(await this.bus.execute(new DossierCardQuery(question, seenOf(seen))));
  }

  /** Straight from the log, so it is never behind. Personal parts stay in their boxes. */
  @Get('dossiers/:dossier/history')
  async history(@Param('dossier') dossier: string) {
    const steps = await historyOf(this.events, parse(id, dossier));
    const last = steps.at(-1);
    if (!last) throw new NotFound('dossier', dossier);
    return positioned({ answer: steps, position: { store: this.events.id, order: last.order } });
  }

  @Get('worklist')
  async worklist(@Parameters() query: unknown) {
    const { seen, ...question } = parse(worklistParameters, query);
    return positioned(await this.bus.execute(new WorklistQuery(question, seenOf(seen))));
  }

  @Get('organisations')
  async organisations(@Parameters() query: unknown) {
    const { seen, ...question } = parse(treeParameters, query);
    return positioned(await this.bus.execute(new OrganisationTreeQuery(question, seenOf(seen))));
  }

  @Get('audit-trail')
  async auditTrail(@Parameters() query: unknown) {
    const { seen, ...question } = parse(auditParameters, query);
    return positioned(await this.bus.execute(new AuditTrailQuery(question, seenOf(seen))));
  }
}
