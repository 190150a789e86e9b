import { AGGREGATES, commandBody, refusalSentence, type Aggregate, type CommandAnswer } from '@dossier/contract';
import { CLOCK, CONFIG, dispatch, todayOf, type EngineConfig } from '@dossier/engine';
import { formatPosition, type Actor, type Clock, type Outcome, type Refusal } from '@dossier/kernel';
import { Body, Controller, HttpCode, Inject, Param, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { Malformed, parse } from './http/parse';

/** Refusals that say 'there is no such thing': 404. The others say 'not as things stand': 409. */
const UNKNOWN = [
  'proposal-unknown',
  'dossier-unknown',
  'member-unknown',
  'unit-unknown',
  'class-unknown',
  'quota-unknown',
];

@Controller('commands')
export class CommandsController {
  constructor(
    private readonly bus: CommandBus,
    @Inject(CONFIG) private readonly config: EngineConfig,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Post(':aggregate')
  @HttpCode(200)
  async command(
    @Param('aggregate') aggregate: string,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<unknown> {
    const { command, commandId, on, as } = parse(commandBody[this.known(aggregate)], body);
    const actor = actorOf(this.config.actor, as);
    const request = { command, commandId, on: on ?? todayOf(this.clock.now()), actor };
    const outcome = await dispatch(this.bus, aggregate as Aggregate, request);
    return outcome.kind === 'accepted'
      ? answerOf(outcome)
      : refuse(reply, outcome.refusal, command.type === 'ListCandidate');
  }

  private known(aggregate: string): Aggregate {
    const found = AGGREGATES.find((name) => name === aggregate);
    if (!found) throw new Malformed([{ field: 'aggregate', reason: `one of ${AGGREGATES.join(', ')}` }]);
    return found;
  }
}

/** Who acts: whoever the caller says, until there are accounts that could say otherwise. */
function actorOf(
  actor: Actor,
  as: { readonly account: string; readonly role?: string | undefined } | undefined,
): Actor {
  return as ? { ...actor, account: as.account, role: as.role ?? actor.role } : actor;
}

function answerOf({
  position,
  stream,
  revision,
  events,
  repeated,
}: Extract<Outcome, { kind: 'accepted' }>): CommandAnswer {
  return { position: formatPosition(position), stream, revision, events, repeated };
}

function refuse(reply: FastifyReply, refusal: Refusal, creates: boolean): object {
  // A command that creates names other things; that one of them is unknown is a conflict with what is, not a wrong address.
  const status = UNKNOWN.includes(refusal.code) && !creates ? 404 : 409;
  void reply.status(status).header('content-type', 'application/problem+json');
  const text = { vi: refusalSentence(refusal, 'vi'), en: refusalSentence(refusal, 'en') };
  return { type: `urn:dossier:refused:${refusal.code}`, title: 'The rules refuse this', status, text, refusal };
}
