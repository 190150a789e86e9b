import type {
  Aggregate,
  Command,
  DossierCommand,
  MemberCommand,
  OrganisationCommand,
  ProcedureCommand,
  QuotaCommand,
  TrainingCommand,
} from '@dossier/contract';
import type { Outcome } from '@dossier/kernel';
import type { CommandBus } from '@nestjs/cqrs';
import {
  DossierMessage,
  MemberMessage,
  OrganisationMessage,
  ProcedureMessage,
  QuotaMessage,
  TrainingMessage,
} from './messages';
import type { Request } from './request';

const MESSAGES = {
  dossier: (request: Request<Command>) => new DossierMessage(request as Request<DossierCommand>),
  organisation: (request: Request<Command>) => new OrganisationMessage(request as Request<OrganisationCommand>),
  member: (request: Request<Command>) => new MemberMessage(request as Request<MemberCommand>),
  quota: (request: Request<Command>) => new QuotaMessage(request as Request<QuotaCommand>),
  training: (request: Request<Command>) => new TrainingMessage(request as Request<TrainingCommand>),
  procedure: (request: Request<Command>) => new ProcedureMessage(request as Request<ProcedureCommand>),
} as const;

/** Sends a command to its handler. Asynchronous in every case: the bus itself throws in the caller's face for some faults. */
export async function dispatch(bus: CommandBus, aggregate: Aggregate, request: Request<Command>): Promise<Outcome> {
  return bus.execute(MESSAGES[aggregate](request));
}
