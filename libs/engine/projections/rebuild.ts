import { randomUUID } from 'node:crypto';
import { ProjectionFenced, type Clock, type EventStore, type Instant, type ReadStore } from '@dossier/kernel';
import type { View } from '@dossier/views';
import { logOf } from '../observing/logs';
import { compareEditions, type Comparison } from './completeness';
import type { Projections } from './projections';

/** What a rebuild cannot do as things stand: a sentence for whoever asked, and a code. */
export class RebuildRefused extends Error {
  override readonly name = 'RebuildRefused';
  constructor(
    readonly code: 'under-way' | 'no-rebuild' | 'no-former' | 'no-edition' | 'live' | 'differs' | 'no-reason' | 'busy',
    message: string,
  ) {
    super(message);
  }
}

/** How far an edition that is being built has come. Orders of the log; on some logs they do not count events one by one. */
export interface RebuildProgress {
  readonly edition: number;
  readonly state: 'building' | 'paused';
  readonly since: Instant;
  readonly done: number;
  readonly of: number;
  /** Orders a second since this process first saw it move; null until it has. */
  readonly perSecond: number | null;
  readonly secondsLeft: number | null;
  /** What the last comparison with the live edition found; null until it has caught up and was compared. */
  readonly compared: { readonly differences: number; readonly held: number; readonly unsettled: number } | null;
}

export interface Switched {
  readonly from: number;
  readonly to: number;
  readonly forced: boolean;
}

const SWITCH_TRIES = 20;
/** Where others move both editions they are level only now and then, so it is tried for longer: fifteen seconds. */
const TRIES_BESIDE_OTHERS = 600;
const BETWEEN_TRIES_MS = 25;
/** What one of all processes does at a time; one that ends in the middle of it leaves it to others after so long. */
const BEGINNING = 'begin-rebuild';
const BEGIN_WITHIN_MS = 10_000;

/**
 * Builds the views anew beside those that are read, compares, switches and goes back. Its state lies in the store, so that
 * a process that ends in the middle is followed by another that goes on.
 */
export class Rebuild {
  private readonly paces = new Map<number, { readonly order: number; readonly atMs: number; last: number }>();
  private readonly comparisons = new Map<number, Comparison>();
  private readonly comparing = new Map<number, Promise<Comparison>>();

  constructor(
    private readonly events: EventStore,
    private readonly reads: ReadStore,
    private readonly views: readonly View[],
    private readonly projections: Projections,
    private readonly clock: Clock,
  ) {}

  /** Begins a new edition, empty; from then on it is built. Throws RebuildRefused while another one is being built. */
  async begin(): Promise<number> {
    const edition = await this.alone(async () => {
      const under = await this.building();
      if (under) throw new RebuildRefused('under-way', `edition ${under.edition} is ${under.state} already`);
      return this.reads.begin(this.clock.now());
    });
    await this.projections.look();
    return edition;
  }

  /** Of two that begin at once, in whatever process, each would find that nothing is being built. */
  private async alone(begin: () => Promise<number>): Promise<number> {
    const holder = randomUUID();
    if (!(await this.reads.lead(BEGINNING, holder, BEGIN_WITHIN_MS)))
      throw new RebuildRefused('under-way', 'another rebuild is being begun just now');
    try {
      return await begin();
    } finally {
      await this.reads.lead(BEGINNING, holder, 0).catch(() => undefined);
    }
  }

  /** Told by the projections how far an edition has come, for rate and estimate; compares it once it is level. */
  moved(edition: number, order: number): void {
    this.pace(edition, order);
    if (this.comparing.has(edition) || this.comparisons.has(edition)) return;
    this.compareOnceLevel(edition).catch(() => undefined);
  }

  private pace(edition: number, order: number): void {
    const pace = this.paces.get(edition);
    if (pace) pace.last = order;
    else this.paces.set(edition, { order, atMs: performance.now(), last: order });
  }

  async progress(): Promise<RebuildProgress | undefined> {
    const under = await this.building();
    if (!under) return undefined;
    const { edition, state, since } = under;
    const [done, of] = [await this.positionOf(edition), await this.events.head()];
    // Nobody tells a process that only looks how far it is, so its rate is that between two questions.
    if (this.projections.looksOnly && state === 'building') this.pace(edition, done);
    const pace = this.paces.get(edition);
    const seconds = pace === undefined ? 0 : (performance.now() - pace.atMs) / 1000;
    const perSecond = pace === undefined || pace.last === pace.order ? null : (pace.last - pace.order) / seconds;
    const secondsLeft = done >= of ? 0 : perSecond === null || state === 'paused' ? null : (of - done) / perSecond;
    const found = this.comparisons.get(edition);
    return { edition, state, since, done, of, perSecond, secondsLeft, compared: found ? countOf(found) : null };
  }

  async pause(): Promise<number> {
    const edition = await this.mark('paused');
    this.paces.delete(edition);
    return edition;
  }

  async resume(): Promise<number> {
    return this.mark('building');
  }

  private async mark(state: 'building' | 'paused'): Promise<number> {
    const { edition } = await this.underWay();
    if (!(await this.reads.mark(edition, state)))
      throw new RebuildRefused('no-rebuild', `edition ${edition} is being built no more`);
    await this.projections.look();
    return edition;
  }

  /** Gives up what is being built. */
  async cancel(): Promise<number> {
    const { edition } = await this.underWay();
    return this.discard(edition);
  }

  /** Forgets an edition that is not live, by default the one that was live before. */
  async discard(edition?: number): Promise<number> {
    const { live, all } = await this.reads.editions();
    const gone = edition ?? all.findLast(({ state }) => state === 'kept')?.edition;
    if (gone === undefined) throw new RebuildRefused('no-former', 'no former edition is kept');
    if (gone === live) throw new RebuildRefused('live', `edition ${gone} is live: switch first`);
    if (!(await this.reads.discard(gone))) throw new RebuildRefused('no-edition', `there is no edition ${gone}`);
    this.comparisons.delete(gone);
    this.paces.delete(gone);
    await this.projections.look();
    return gone;
  }

  /** Compares what is being built with what is read, at one position for each row, however busy it is. Two who ask at once share one. */
  async compare(): Promise<Comparison> {
    const { edition } = await this.underWay();
    const comparing =
      this.comparing.get(edition) ?? this.compareWith(edition).finally(() => this.comparing.delete(edition));
    this.comparing.set(edition, comparing);
    return comparing;
  }

  /**
   * Makes the new edition the one that is read. Refused while it differs from the live one or holds streams, unless it is
   * forced with a reason: a rebuild that mends rows must differ.
   */
  async switch(force?: { readonly reason: string }): Promise<Switched> {
    if (force?.reason.trim() === '') throw new RebuildRefused('no-reason', 'a forced switch needs a reason');
    const { edition, state } = await this.underWay();
    if (state === 'paused') throw new RebuildRefused('no-rebuild', `edition ${edition} is paused: resume it first`);
    if (!force) {
      const { differences, held, unsettled } = countOf(await this.compare());
      if (differences + held + unsettled > 0) {
        const message = `edition ${edition} differs from the live one: ${differences} differences, ${held} held, ${unsettled} unsettled`;
        throw new RebuildRefused('differs', message);
      }
    }
    const switched = await this.makeLive(edition);
    // The reason may hold anything, so no log holds it: it is asked for so that nobody does this in passing.
    if (force) logOf('views').warn('an edition was made live by force', { edition });
    return { ...switched, forced: force !== undefined };
  }

  /** Makes the edition that was live before live again; it was moved on all the time. */
  async rollback(): Promise<Switched> {
    const { all } = await this.reads.editions();
    const kept = all.findLast(({ state }) => state === 'kept');
    if (!kept) throw new RebuildRefused('no-former', 'no former edition is kept');
    return { ...(await this.makeLive(kept.edition)), forced: false };
  }

  private async makeLive(to: number): Promise<{ from: number; to: number }> {
    for (let tries = 1; ; tries += 1) {
      const { live: from, all } = await this.reads.editions();
      if (from === to) throw new RebuildRefused('live', `edition ${to} is live already`);
      if (!all.some((each) => each.edition === to)) throw goneOf(to);
      try {
        await this.projections.switchTo(to);
        return { from, to };
      } catch (error) {
        // Another process has moved the live edition in between: then once more from where it stands now.
        if (!(error instanceof ProjectionFenced)) throw error;
        if (tries === (this.projections.looksOnly ? TRIES_BESIDE_OTHERS : SWITCH_TRIES))
          throw new RebuildRefused('busy', `edition ${to} could not be brought level: try later`);
        await new Promise((resolve) => setTimeout(resolve, BETWEEN_TRIES_MS));
      }
    }
  }

  private async compareWith(edition: number): Promise<Comparison> {
    const { live } = await this.reads.editions();
    const order = await this.projections.position();
    if (!(await this.projections.reach(edition, order))) throw await this.whyNotReached(edition);
    const pair = { of: live, with: edition };
    const found = await compareEditions(this.events, this.reads, pair, this.views, () =>
      this.mustBeThere(live, edition),
    );
    this.comparisons.set(edition, found);
    return found;
  }

  private async whyNotReached(edition: number): Promise<RebuildRefused> {
    const found = (await this.reads.editions()).all.find((each) => each.edition === edition);
    if (found === undefined) return goneOf(edition);
    if (found.state === 'paused')
      return new RebuildRefused('no-rebuild', `edition ${edition} is paused: resume it first`);
    return new RebuildRefused('busy', `edition ${edition} is not level yet: try later`);
  }

  private async mustBeThere(...editions: readonly number[]): Promise<void> {
    const there = new Set((await this.reads.editions()).all.map(({ edition }) => edition));
    const gone = editions.find((edition) => !there.has(edition));
    if (gone !== undefined) throw goneOf(gone);
  }

  /** What fails here is compared again when it moves on, or at the switch. */
  private async compareOnceLevel(edition: number): Promise<void> {
    if ((await this.positionOf(edition)) >= (await this.projections.position())) await this.compare();
  }

  private async positionOf(edition: number): Promise<number> {
    const reads = this.reads.edition(edition);
    return Math.min(...(await Promise.all(this.views.map(({ name, version }) => reads.position(name, version)))));
  }

  private async underWay() {
    const under = await this.building();
    if (!under) throw new RebuildRefused('no-rebuild', 'nothing is being built');
    return under;
  }

  private async building() {
    const { all } = await this.reads.editions();
    for (const { edition, state, since } of all) {
      if (state === 'building' || state === 'paused') return { edition, state, since };
    }
    return undefined;
  }
}

function goneOf(edition: number): RebuildRefused {
  return new RebuildRefused('no-edition', `edition ${edition} was given up meanwhile`);
}

function countOf({ differences, unsettled }: Comparison): { differences: number; held: number; unsettled: number } {
  const held = differences.filter(({ kind }) => kind === 'held').length;
  return { differences: differences.length - held, held, unsettled };
}
