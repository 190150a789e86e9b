import {
  asOfParameters,
  auditParameters,
  boardParameters,
  id,
  onDay,
  previewed,
  previewParameters,
  treeParameters,
  whyParameters,
  worklistParameters,
} from '@dossier/contract';
import {
  AuditTrailQuery,
  ChangePreviewQuery,
  CLOCK,
  dossierAsOf,
  DossierCardQuery,
  EVENTS,
  ExplainQuery,
  historyOf,
  NotFound,
  OrganisationTreeQuery,
  QuotaBoardQuery,
  todayOf,
  WorklistQuery,
} from '@dossier/engine';
import type { Clock, EventStore } from '@dossier/kernel';
import { Controller, Get, Inject, Param, Query as Parameters } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { parse, seenOf } from './http/parse';
import { positioned } from './http/positioned';

@Controller()
export class QueriesController {
  constructor(
    private readonly bus: QueryBus,
    @Inject(EVENTS) private readonly events: EventStore,
    @Inject(CLOCK) private readonly clock: Clock,
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

  /** What can be done with a dossier, what cannot, and why not: the words are those a command would be refused with. */
  @Get('dossiers/:dossier/why')
  async why(@Param('dossier') dossier: string, @Parameters() query: unknown) {
    const { seen, then, ...asked } = parse(whyParameters, query);
    const question = { dossier: parse(id, dossier), then: then === 'true', ...asked };
    return positioned(await this.bus.execute(new ExplainQuery(question, seenOf(seen))));
  }

  /** The dossier as it stood on a day, as far as it was known by a day. Personal parts stay in their boxes. */
  @Get('dossiers/:dossier/as-of')
  async asOf(@Param('dossier') dossier: string, @Parameters() query: unknown) {
    const found = await dossierAsOf(this.events, parse(id, dossier), parse(asOfParameters, query));
    if (!found) throw new NotFound('dossier', dossier);
    return positioned({ answer: found.answer, position: { store: this.events.id, order: found.order } });
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

  /** What a change of units would move, and what stands in its way. Nothing is written. */
  @Get('organisations/:organisation/change-preview')
  async changePreview(@Param('organisation') organisation: string, @Parameters() query: unknown) {
    const { seen, on, ...change } = parse(previewParameters, query);
    const command = parse(previewed, { ...change, organisation });
    const question = { command, on: on ?? todayOf(this.clock.now()) };
    return positioned(await this.bus.execute(new ChangePreviewQuery(question, seenOf(seen))));
  }

  @Get('audit-trail')
  async auditTrail(@Parameters() query: unknown) {
    const { seen, ...question } = parse(auditParameters, query);
    return positioned(await this.bus.execute(new AuditTrailQuery(question, seenOf(seen))));
  }
}
