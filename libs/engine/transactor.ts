import type { Command } from '@dossier/contract';
import { canonicalJson } from '@dossier/ledger';
import {
  StoreRefused,
  transact,
  type KeyStore,
  type Kit,
  type Loader,
  type Outcome,
  type Verdict,
} from '@dossier/kernel';
import { EventBus } from '@nestjs/cqrs';
import { Committed } from './messages';
import type { BackPressure } from './projections/back-pressure';
import { keyedDigest } from './sealing/persons';
import { todayOf, type Request, type Today } from './request';

/** Runs one command as a transaction and tells those who listen when something was committed. */
export class Transactor {
  private inFlight = 0;
  private drained: (() => void) | undefined;
  private closed = false;
  /** Stops commands while the views are too far behind; set by whoever has views. */
  backPressure: Pick<BackPressure, 'admit'> | undefined;

  constructor(
    readonly kit: Kit,
    private readonly bus: Pick<EventBus, 'publish'>,
    private readonly keys: KeyStore,
    private readonly readOnly: boolean,
  ) {}

  /** Throws ViewsOverloaded, with nothing written, while the views are too far behind. `judge` decides with what it loads; it may be called again when another command was faster. */
  async run<C extends Command>(
    stream: string,
    request: Request<C>,
    judge: (load: Loader, request: Request<C> & Today) => Promise<Verdict>,
  ): Promise<Outcome> {
    if (this.closed || this.readOnly) throw new StoreRefused('held', 'this process takes no commands');
    this.inFlight += 1;
    try {
      await this.backPressure?.admit();
      const today = todayOf(this.kit.clock.now());
      const { command, commandId, actor, on, entered, correlation } = request;
      const digest = await keyedDigest(this.keys, 'command', canonicalJson({ command, on }));
      const asked = { stream, command: { id: commandId, type: command.type, digest }, actor, on };
      const extra = {
        ...(entered === undefined ? {} : { entered }),
        ...(correlation === undefined ? {} : { correlation }),
      };
      const outcome = await transact(this.kit, { ...asked, ...extra }, (load) => judge(load, { ...request, today }));
      if (outcome.kind === 'accepted' && !outcome.repeated) this.bus.publish(new Committed(outcome.position));
      return outcome;
    } finally {
      this.inFlight -= 1;
      if (this.inFlight === 0) this.drained?.();
    }
  }

  /** Takes no more commands and waits for those under way. */
  async drain(): Promise<void> {
    this.closed = true;
    if (this.inFlight > 0) await new Promise<void>((resolve) => (this.drained = resolve));
  }
}
