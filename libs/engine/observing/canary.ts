import { randomUUID } from 'node:crypto';
import type { Command } from '@dossier/contract';
import type { Actor, Clock, Outcome, ReadStore } from '@dossier/kernel';
import { auditTrail } from '@dossier/views';
import { CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Reading } from '../queries/reading';
import { todayOf, type Request } from '../request';
import { Transactor } from '../transactor';
import { kindOf } from './fault';
import { CanaryMessage } from './messages';

/** The streams of the canary, one a day for all processes: they stay short, and a store may forget old ones. */
export const CANARY_STREAM = 'canary-';

@CommandHandler(CanaryMessage)
export class CanaryHandler implements ICommandHandler<CanaryMessage> {
  constructor(private readonly transactor: Transactor) {}

  execute({ request }: CanaryMessage): Promise<Outcome> {
    const stream = `${CANARY_STREAM}${todayOf(this.transactor.kit.clock.now())}`;
    const writes = [{ stream, events: [{ type: 'CanarySounded', data: {} }] }];
    // It is no command that anybody may send, so the contract does not know it; the transactor treats it like any other.
    return this.transactor.run(stream, request as unknown as Request<Command>, () => Promise.resolve({ writes }));
  }
}

/** How the last canary came through: `failed` says how far it got. */
export interface Sounded {
  readonly through: boolean;
  readonly at: string;
  readonly ms: number;
  readonly failed?: 'command' | 'views' | 'rows';
  readonly kind?: string;
}

/** One event in so many milliseconds at most, however often it is asked and however it ends: the log keeps each for ever. */
const EVERY_MS = 60_000;

/**
 * A command that goes the whole way: decided, durable in the log, applied by the views, read back from the rows. Stores
 * that say they are connected and do nothing are found out by this alone. No view makes a row of it, so it touches no
 * figure and no auditor reads of it; that a view has applied it is kept beside the rows, as for every stream.
 */
export class Canary {
  private last: Sounded | undefined;
  private sent: { readonly commandId: string; readonly until: number } | undefined;
  private sounding: Promise<Sounded> | undefined;

  constructor(
    private readonly bus: CommandBus,
    private readonly reading: Reading,
    private readonly reads: ReadStore,
    private readonly clock: Clock,
    private readonly actor: Actor,
    private readonly everyMs = EVERY_MS,
  ) {}

  /** Goes the way, or answers how it went last where that is less than a minute ago. A failure is looked into at once. */
  async sound(): Promise<Sounded> {
    if (this.last?.through === true && this.sent && this.millis() < this.sent.until) return this.last;
    this.sounding ??= this.go().finally(() => (this.sounding = undefined));
    return this.sounding;
  }

  private async go(): Promise<Sounded> {
    const from = this.millis();
    let failed: Sounded['failed'] = 'command';
    const ended = (how: Pick<Sounded, 'through' | 'failed' | 'kind'>): Sounded => ({
      ...how,
      at: this.clock.now(),
      ms: this.millis() - from,
    });
    try {
      const { position, stream, revision } = await this.command();
      failed = 'views';
      await this.reading.answer(auditTrail, position, () => Promise.resolve());
      failed = 'rows';
      const { name, version } = auditTrail;
      const applied = (await this.reads.applied(name, version, [stream])).get(stream) ?? -1;
      this.last = ended(applied >= revision ? { through: true } : { through: false, failed });
    } catch (error) {
      this.last = ended({ through: false, failed, kind: kindOf(error) });
    }
    return this.last;
  }

  /** Within the minute it is the same command again, so that one whose outcome is unknown is not written twice. */
  private async command(): Promise<Extract<Outcome, { kind: 'accepted' }>> {
    const now = this.millis();
    if (!this.sent || now >= this.sent.until)
      this.sent = { commandId: `canary:${randomUUID()}`, until: now + this.everyMs };
    const request = {
      command: { type: 'SoundCanary' as const },
      commandId: this.sent.commandId,
      on: todayOf(this.clock.now()),
      actor: this.actor,
    };
    const outcome = await this.bus.execute(new CanaryMessage(request));
    if (outcome.kind !== 'accepted') throw new TypeError('nothing refuses a canary');
    return outcome;
  }

  private millis(): number {
    return Date.parse(this.clock.now());
  }
}
