import type { OnModuleDestroy } from '@nestjs/common';
import type { Projections } from '../projections/projections';
import { kindOf } from './fault';
import type { Vitals, ViewLag } from './vitals';

/** Why a process should be sent nothing for now. */
export type Unready =
  | 'shutting-down'
  | 'events-unavailable'
  | 'rows-unavailable'
  | 'keys-unavailable'
  | 'rows-of-another-log'
  | 'views-failing'
  | 'views-behind';

export interface Ready {
  readonly ready: boolean;
  readonly reasons: readonly Unready[];
  readonly views: readonly ViewLag[];
}

/** Views that have not applied an event this old are too far behind to be shown to people. */
export const MOST_BEHIND_SECONDS = 30;

/**
 * Whether work should be sent to this process, and why not. An end comes in two steps: first the process says that it is
 * leaving, while it still takes what is sent; then it takes nothing new. Whoever distributes the work can turn away between.
 */
export class Readiness implements OnModuleDestroy {
  private phase: 'open' | 'leaving' | 'closed' = 'open';
  private readonly onClose = new Set<() => void>();

  constructor(
    private readonly vitals: Vitals,
    private readonly projections: Pick<Projections, 'fault'>,
    private readonly mostBehindSeconds = MOST_BEHIND_SECONDS,
  ) {}

  /** From here on the process is not ready, and never again: it is about to end. */
  leave(): void {
    if (this.phase === 'open') this.phase = 'leaving';
  }

  /** From here on nothing new is taken. */
  close(): void {
    if (this.closed) return;
    this.phase = 'closed';
    for (const tell of this.onClose) tell();
  }

  get closed(): boolean {
    return this.phase === 'closed';
  }

  /** Calls when nothing new is taken any more, at once where it is so. Answers how to be told no more. */
  whenClosed(tell: () => void): () => void {
    if (this.closed) tell();
    else this.onClose.add(tell);
    return () => void this.onClose.delete(tell);
  }

  onModuleDestroy(): void {
    this.close();
  }

  async check(): Promise<Ready> {
    const reasons: Unready[] = this.phase === 'open' ? [] : ['shutting-down'];
    const { events, rows, keys } = await this.vitals.stores();
    if (!events) reasons.push('events-unavailable');
    if (!rows) reasons.push('rows-unavailable');
    if (!keys) reasons.push('keys-unavailable');
    if (this.projections.fault() !== undefined) reasons.push('views-failing');
    const views = events && rows ? await this.viewsOf(reasons) : [];
    return { ready: reasons.length === 0, reasons, views };
  }

  private async viewsOf(reasons: Unready[]): Promise<readonly ViewLag[]> {
    try {
      if (await this.vitals.foreignRows()) reasons.push('rows-of-another-log');
      const { views } = await this.vitals.lags();
      if (views.some(({ seconds }) => seconds > this.mostBehindSeconds)) reasons.push('views-behind');
      return views;
    } catch (error) {
      // A store went between the first question and this one, or what it says cannot be read.
      reasons.push(kindOf(error) === 'StoreRefused' ? 'views-failing' : 'rows-unavailable');
      return [];
    }
  }
}
