import type { DossierCommand } from '@dossier/contract';
import {
  dossier,
  everything,
  identityOfDossier,
  isLiving,
  livesAfter,
  quotaStream,
  type DossierEvent,
} from '@dossier/domain';
import {
  ABSENT,
  readingOf,
  type Day,
  type Loader,
  type Outcome,
  type Recorded,
  type Refusal,
  type Verdict,
} from '@dossier/kernel';
import { Inject } from '@nestjs/common';
import { CommandHandler, EventsHandler, QueryBus, type ICommandHandler, type IEventHandler } from '@nestjs/cqrs';
import { PersonClaims, type Taken } from './claims';
import { dossierStream, judgeDossier } from './judges/dossier';
import { judgeMember, judgeOrganisation, judgeQuota, judgeTraining } from './judges/units';
import {
  Committed,
  DossierMessage,
  MemberMessage,
  OrganisationMessage,
  ProcedureMessage,
  QuotaMessage,
  TrainingMessage,
} from './messages';
import { Projections } from './projections/projections';
import { judgeProcedure } from './judges/procedure';
import { PROCEDURE_STREAM, type RegulationSource } from './regulation';
import { QuotaBoardQuery } from './queries/messages';
import { ViewSurvey } from './queries/survey';
import { REGULATION } from './tokens';
import { Transactor } from './transactor';

// Each handler names the stream a command belongs to and the judge that decides it; everything else is the transactor's.

@CommandHandler(DossierMessage)
export class DossierHandler implements ICommandHandler<DossierMessage> {
  constructor(
    private readonly transactor: Transactor,
    private readonly claims: PersonClaims,
    @Inject(REGULATION) private readonly regulation: RegulationSource,
  ) {}

  async execute({ request }: DossierMessage): Promise<Outcome> {
    const { command } = request;
    const stream = dossierStream(command);
    const current = () => this.regulation.current();
    if (command.type === 'ListCandidate') {
      return this.claims.listing(command, (claim) =>
        this.transactor.run(stream, request, async (load, asked) => {
          const claimed = await claim();
          return 'refused' in claimed ? claimed : judgeDossier(load, asked, await current(), claimed.person);
        }),
      );
    }
    const corrected = await this.listingCorrected(command);
    const whom = corrected ?? (await this.letGo(stream));
    if (whom === undefined)
      return this.transactor.run(stream, request, async (load, asked) => judgeDossier(load, asked, await current()));
    return this.claims.taking(command, whom, (claim) =>
      this.transactor.run(stream, request, async (load, asked) => {
        const verdict = await judgeDossier(load, asked, await current());
        if ('refused' in verdict) return verdict;
        if (!(await mustHold(load, stream, verdict, asked.on, corrected !== undefined))) return verdict;
        const claimed = await claim();
        return 'refused' in claimed ? claimed : verdict;
      }),
    );
  }

  /** The identity of a dossier that has ended and let go of its person; undefined of one that holds it, or where it was erased. */
  private async letGo(stream: string): Promise<Taken | undefined> {
    const load = readingOf(this.transactor.kit);
    const { state, revision } = await load.load(stream, dossier);
    if (revision === ABSENT || isLiving(state)) return undefined;
    const { identity } = (await load.load(stream, identityOfDossier)).state;
    return identity && { identity };
  }

  /** The listing a command restates for good: one that is only proposed waits for its approval. */
  private async listingCorrected(command: DossierCommand): Promise<Taken | undefined> {
    if (command.type === 'CorrectEntry' && command.replacement.type === 'ListCandidate')
      return { identity: command.replacement.identity, restated: command.replacement };
    if (command.type !== 'ApproveCorrection') return undefined;
    const { kit } = this.transactor;
    let proposed: Taken | undefined;
    for (const stored of await kit.store.readStream(dossierStream(command))) {
      const event = (await kit.codec.decode(stored)) as unknown as Recorded<DossierEvent>;
      if (event.type !== 'CorrectionProposed' || event.data.corrects !== command.corrects) continue;
      const { identity, replacement } = event.data;
      proposed = identity && { identity, restated: replacement as NonNullable<Taken['restated']> };
    }
    return proposed;
  }
}

/** Whether a dossier must hold its person by what was judged: it takes another identity, or is taken up again, and lives. */
async function mustHold(
  load: Loader,
  stream: string,
  { writes }: Exclude<Verdict, { refused: Refusal }>,
  on: Day,
  corrected: boolean,
): Promise<boolean> {
  if (!corrected && isLiving((await load.load(stream, dossier)).state)) return false;
  const { state: history } = await load.load(stream, everything);
  const own = writes.find((write) => write.stream === stream)?.events ?? [];
  return livesAfter(history, own as readonly DossierEvent[], on);
}

@CommandHandler(ProcedureMessage)
export class ProcedureHandler implements ICommandHandler<ProcedureMessage> {
  constructor(private readonly transactor: Transactor) {}

  execute({ request }: ProcedureMessage): Promise<Outcome> {
    return this.transactor.run(PROCEDURE_STREAM, request, judgeProcedure);
  }
}

@CommandHandler(OrganisationMessage)
export class OrganisationHandler implements ICommandHandler<OrganisationMessage> {
  constructor(
    private readonly transactor: Transactor,
    private readonly survey: ViewSurvey,
  ) {}

  execute({ request }: OrganisationMessage): Promise<Outcome> {
    return this.transactor.run(`organisation-${request.command.organisation}`, request, (load, asked) =>
      judgeOrganisation(load, asked, this.survey),
    );
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

/** Something was committed: the projections are told, and pull what there is. */
@EventsHandler(Committed)
export class CommittedHandler implements IEventHandler<Committed> {
  constructor(private readonly projections: Projections) {}

  handle(): void {
    this.projections.wake();
  }
}
