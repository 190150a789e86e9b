import { ROLE_TURNS, type Explanation, type Role } from '@dossier/contract';
import { dossier, dossierOn, everything, explain, phaseOf, surroundings } from '@dossier/domain';
import { fold, readingOf, type Day, type EventStore, type Position } from '@dossier/kernel';
import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { answered } from '../judges/looking';
import type { RegulationSource } from '../regulation';
import { EVENTS, REGULATION } from '../tokens';
import { Transactor } from '../transactor';
import type { Answered } from './messages';
import { NotFound, Reading } from './reading';

/** Why a dossier stands where it stands, with its phase. */
export interface Why extends Explanation {
  readonly dossier: string;
  readonly phase: string;
}

/** What can be done with a dossier, what cannot, and why not. Read from the log itself, so it is never behind. */
export class ExplainQuery extends Query<Answered<Why>> {
  constructor(
    /** `then`: the dossier as it stood on that day. Left out, as it is now: so a command entered late is judged. */
    readonly question: {
      readonly dossier: string;
      readonly on?: Day;
      readonly then?: boolean;
      readonly role?: Role;
    },
    readonly seen?: Position,
  ) {
    super();
  }
}

@QueryHandler(ExplainQuery)
export class ExplainHandler implements IQueryHandler<ExplainQuery> {
  constructor(
    private readonly transactor: Transactor,
    private readonly reading: Reading,
    @Inject(EVENTS) private readonly events: EventStore,
    @Inject(REGULATION) private readonly regulation: RegulationSource,
  ) {}

  async execute({ question, seen }: ExplainQuery): Promise<Answered<Why>> {
    if (seen) await this.reading.believe(seen);
    const order = await this.events.head();
    const today = this.reading.today();
    const { dossier: id, on = today, role, then = false } = question;
    const load = readingOf(this.transactor.kit);
    // What is folded for one day is not remembered: there is no end of days.
    const state = then
      ? fold(dossierOn(on), (await load.load(`dossier-${id}`, everything)).state)
      : (await load.load(`dossier-${id}`, dossier)).state;
    if (state.done.CandidateListed === undefined) throw new NotFound('dossier', id);
    const context = await answered(surroundings(id, state, on), load);
    const asked = { on, today, ...(role === undefined ? {} : { turns: ROLE_TURNS[role] }) };
    const explanation = explain(asked, state, context, await this.regulation.current());
    return {
      answer: { dossier: id, phase: phaseOf(state), ...explanation },
      position: { store: this.events.id, order },
    };
  }
}
