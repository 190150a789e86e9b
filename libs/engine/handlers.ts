import type { Regulation } from '@dossier/domain';
import { quotaStream } from '@dossier/domain';
import type { Outcome } from '@dossier/kernel';
import { Inject } from '@nestjs/common';
import { CommandHandler, EventsHandler, QueryBus, type ICommandHandler, type IEventHandler } from '@nestjs/cqrs';
import { PersonClaims } from './claims';
import { dossierStream, judgeDossier } from './judges/dossier';
import { judgeMember, judgeOrganisation, judgeQuota, judgeTraining } from './judges/units';
import {
  Committed,
  DossierMessage,
  MemberMessage,
  OrganisationMessage,
  QuotaMessage,
  TrainingMessage,
} from './messages';
import { Projector } from './projections/projector';
import { QuotaBoardQuery } from './queries/messages';
import { REGULATION } from './tokens';
import { Transactor } from './transactor';

// Each handler names the stream a command belongs to and the judge that decides it; everything else is the transactor's.

@CommandHandler(DossierMessage)
export class DossierHandler implements ICommandHandler<DossierMessage> {
  constructor(
    private readonly transactor: Transactor,
    private readonly claims: PersonClaims,
    @Inject(REGULATION) private readonly regulation: Regulation,
  ) {}

  execute({ request }: DossierMessage): Promise<Outcome> {
    const { command } = request;
    const stream = dossierStream(command);
    if (command.type !== 'ListCandidate') {
      return this.transactor.run(stream, request, (load, asked) => judgeDossier(load, asked, this.regulation));
    }
    return this.claims.listing(command, (claim) =>
      this.transactor.run(stream, request, async (load, asked) => {
        const claimed = await claim();
        return 'refused' in claimed ? claimed : judgeDossier(load, asked, this.regulation, claimed.person);
      }),
    );
  }
}

@CommandHandler(OrganisationMessage)
export class OrganisationHandler implements ICommandHandler<OrganisationMessage> {
  constructor(private readonly transactor: Transactor) {}

  execute({ request }: OrganisationMessage): Promise<Outcome> {
    return this.transactor.run(`organisation-${request.command.organisation}`, request, judgeOrganisation);
  }
}

@CommandHandler(MemberMessage)
export class MemberHandler implements ICommandHandler<MemberMessage> {
  constructor(private readonly transactor: Transactor) {}

  execute({ request }: MemberMessage): Promise<Outcome> {
    return this.transactor.run(`member-${request.command.member}`, request, judgeMember);
  }
}

@CommandHandler(TrainingMessage)
export class TrainingHandler implements ICommandHandler<TrainingMessage> {
  constructor(private readonly transactor: Transactor) {}

  execute({ request }: TrainingMessage): Promise<Outcome> {
    return this.transactor.run(`training-${request.command.class}`, request, judgeTraining);
  }
}

@CommandHandler(QuotaMessage)
export class QuotaHandler implements ICommandHandler<QuotaMessage> {
  constructor(
    private readonly transactor: Transactor,
    private readonly queries: QueryBus,
  ) {}

  execute({ request }: QuotaMessage): Promise<Outcome> {
    const { organisation, period } = request.command;
    return this.transactor.run(quotaStream(organisation, period), request, (load, asked) =>
      judgeQuota(load, asked, ({ due }) => this.admittedBy(organisation, period, due)),
    );
  }

  /** A promise is judged by the same board everyone reads, brought up to the head of the log first. */
  private async admittedBy(organisation: string, period: QuotaMessage['request']['command']['period'], due: string) {
    const seen = { store: this.transactor.kit.store.id, order: await this.transactor.kit.store.head() };
    const year = 'year' in period ? period.year : Number(due.slice(0, 4));
    const answer = await this.queries.execute(new QuotaBoardQuery({ organisation, year, on: due }, seen));
    const { total } = answer.answer;
    return 'year' in period ? total.year.admitted : total.term?.admitted;
  }
}

/** Something was committed: the projector is told, and pulls what there is. */
@EventsHandler(Committed)
export class CommittedHandler implements IEventHandler<Committed> {
  constructor(private readonly projector: Projector) {}

  handle(): void {
    this.projector.wake();
  }
}
