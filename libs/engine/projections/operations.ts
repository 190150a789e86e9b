import { StoreUnavailable, type Edition, type EventStore, type Held, type ReadStore } from '@dossier/kernel';
import type { View } from '@dossier/views';
import { compareViews, type Comparison, type Difference } from './completeness';
import type { Projections } from './projections';
import type { Released } from './projector';
import type { Rebuild, RebuildProgress } from './rebuild';

/** How one view of one edition stands. */
export interface ViewStatus {
  readonly edition: number;
  readonly view: string;
  readonly version: number;
  readonly position: number;
  readonly lag: number;
  readonly held: number;
  readonly missing: number;
}

export interface ViewsStatus {
  readonly head: number;
  readonly live: number;
  readonly editions: readonly (Edition & { readonly fault: string | null })[];
  readonly views: readonly ViewStatus[];
  readonly rebuild: RebuildProgress | null;
}

/** A stream that a view of the live edition holds. */
export interface HeldStream extends Held {
  readonly view: string;
}

/** A difference without what the rows say: where to look, and how it differs. */
export type Pointer =
  | Exclude<Difference, { kind: 'row' }>
  | {
      readonly kind: 'row';
      readonly view: string;
      readonly key: string;
      readonly is: 'absent' | 'extra' | 'different';
    };

export interface Compared extends Omit<Comparison, 'differences'> {
  readonly different: number;
  readonly differences: readonly Pointer[];
  /** Orders from where the views stand to where the log ended when the comparison began: what lies there was not compared. */
  readonly behind: number;
}

/** Asks whoever moves the views to try a stream, or all that are held, again. */
export type ReleaseElsewhere = (stream: string | undefined) => Promise<void>;

const RELEASE_WITHIN_MS = 15_000;
const LOOK_EVERY_MS = 100;
/** So often a release is put into the queue again: it drops what it has already, and may have lost it. */
const ASK_EVERY_MS = 2000;

/** What an operator asks of the views, and does to them. Nothing it answers holds what a row or an event says. */
export class Operations {
  private comparing: Promise<Compared> | undefined;

  constructor(
    private readonly events: EventStore,
    private readonly reads: ReadStore,
    private readonly views: readonly View[],
    private readonly projections: Projections,
    readonly rebuild: Rebuild,
    private readonly releaseElsewhere: ReleaseElsewhere,
  ) {}

  async status(): Promise<ViewsStatus> {
    const { live, all } = await this.reads.editions();
    const head = await this.events.head();
    const views: ViewStatus[] = [];
    for (const { edition } of all) {
      for (const { name, version } of this.views) views.push(await this.statusOf(edition, name, version, head));
    }
    const editions = all.map((each) => ({ ...each, fault: this.projections.fault(each.edition) ?? null }));
    return { head, live, editions, views, rebuild: (await this.rebuild.progress()) ?? null };
  }

  /** The streams that views of the live edition hold, by view and stream. */
  async held(): Promise<readonly HeldStream[]> {
    const held: HeldStream[] = [];
    for (const { name, version } of this.views) {
      for (const one of await this.reads.held(name, version)) held.push({ view: name, ...one });
    }
    return held;
  }

  /**
   * Tries streams that are held again. Where others move the views they are asked to; what came of it is seen in the store.
   * Throws StoreUnavailable where nobody has done it within a while: it is done later, unless the queue loses it.
   */
  async release(stream?: string): Promise<Released> {
    if (!this.projections.looksOnly) return this.projections.release(stream);
    const before = (await this.held()).filter((held) => stream === undefined || held.stream === stream);
    // What nobody holds is not named in the queue, where it would lie in clear.
    if (before.length === 0 && !(await this.heldAnywhere(stream))) return { released: 0, held: 0 };
    await this.releaseElsewhere(stream);
    for (let waited = 0; waited < RELEASE_WITHIN_MS; waited += LOOK_EVERY_MS) {
      const now = new Map((await this.held()).map((held) => [keyOf(held), held]));
      const still = before.flatMap((held) => now.get(keyOf(held)) ?? []);
      const tried = before.every((held) => (now.get(keyOf(held))?.tries ?? Number.POSITIVE_INFINITY) > held.tries);
      if (tried) return { released: before.length - still.length, held: still.length };
      if (waited > 0 && waited % ASK_EVERY_MS === 0) await this.releaseElsewhere(stream);
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
    throw new StoreUnavailable('the release is asked for, but no worker has done it yet');
  }

  /** Whether an edition holds the stream, or any where none is named: one beside the live one is tried as well. */
  private async heldAnywhere(stream: string | undefined): Promise<boolean> {
    for (const { edition } of (await this.reads.editions()).all) {
      for (const { name, version } of this.views) {
        const held = await this.reads.edition(edition).held(name, version);
        if (held.some((one) => stream === undefined || one.stream === stream)) return true;
      }
    }
    return false;
  }

  /** Compares the live edition with a clean rebuild in memory: one for all who ask at once, for each takes room for a view. */
  compare(onProgress?: (order: number, of: number) => void): Promise<Compared> {
    this.comparing ??= this.compareLive(onProgress).finally(() => (this.comparing = undefined));
    return this.comparing;
  }

  private async compareLive(onProgress?: (order: number, of: number) => void): Promise<Compared> {
    const { live } = await this.reads.editions();
    const head = await this.events.head();
    const found = await compareViews(this.events, this.reads.edition(live), this.views, onProgress);
    return pointersOf(found, Math.max(0, head - (await this.projections.position())));
  }

  /** Compares what is being built with the live edition. */
  async compareRebuild(): Promise<Compared> {
    return pointersOf(await this.rebuild.compare());
  }

  private async statusOf(edition: number, view: string, version: number, head: number): Promise<ViewStatus> {
    const reads = this.reads.edition(edition);
    const position = await reads.position(view, version);
    const [held, missing] = [await reads.held(view, version), await reads.missing(view, version)];
    const lag = Math.max(0, head - position);
    return { edition, view, version, position, lag, held: held.length, missing: missing.length };
  }
}

const keyOf = ({ view, stream }: HeldStream): string => `${view} ${stream}`;

function pointersOf({ differences, ...rest }: Comparison, behind = 0): Compared {
  return { ...rest, behind, different: differences.length, differences: differences.map(pointerOf) };
}

function pointerOf(difference: Difference): Pointer {
  if (difference.kind !== 'row') return difference;
  const { kind, view, key, stored, clean } = difference;
  return { kind, view, key, is: stored === null ? 'absent' : clean === null ? 'extra' : 'different' };
}
