import type {
  DossierCommand,
  MemberCommand,
  OrganisationCommand,
  ProcedureCommand,
  QuotaCommand,
  TrainingCommand,
} from '@dossier/contract';
import type { Outcome, Position } from '@dossier/kernel';
import { Command, type IEvent } from '@nestjs/cqrs';
import type { Request } from './request';

// One message class for each decider. What is asked is the plain union inside; the class only tells the bus where to go.

export class DossierMessage extends Command<Outcome> {
  constructor(readonly request: Request<DossierCommand>) {
    super();
  }
}

export class OrganisationMessage extends Command<Outcome> {
  constructor(readonly request: Request<OrganisationCommand>) {
    super();
  }
}

export class MemberMessage extends Command<Outcome> {
  constructor(readonly request: Request<MemberCommand>) {
    super();
  }
}

export class ProcedureMessage extends Command<Outcome> {
  constructor(readonly request: Request<ProcedureCommand>) {
    super();
  }
}

export class QuotaMessage extends Command<Outcome> {
  constructor(readonly request: Request<QuotaCommand>) {
    super();
  }
}

export class TrainingMessage extends Command<Outcome> {
  constructor(readonly request: Request<TrainingCommand>) {
    super();
  }
}

/** Something was committed up to this position. It only wakes; whoever is woken pulls from the log what there is. */
export class Committed implements IEvent {
  constructor(readonly position: Position) {}
}
