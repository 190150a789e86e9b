import { randomUUID } from 'node:crypto';
import type { EventStore, Hand, Job, KeyStore, Kit, ReadStore, Watch } from '@dossier/kernel';
import { worklist, wakeUpsOf, type View } from '@dossier/views';
import type { Subscription } from 'rxjs';
import { sweepOrphans } from './claims';
import type { EngineConfig } from './config';
import { handsOf, schedulesOf, type JobName, type Workforce } from './jobs/jobs';
import { keepTimers } from './jobs/timers';
import { logOf, type Observer } from './observing';
import type { Work } from './open-adapters';
import { compareViews } from './projections/completeness';
import { Following } from './projections/following';
import { Leading } from './projections/leading';
import type { LiveFeed } from './projections/live-feed';
import type { Projections } from './projections/projections';
import type { Reading } from './queries/reading';
import type { Reactions } from './reactions/reactions';
import type { RegulationSource } from './regulation';

/** What a process has at hand for its duties. */
export interface Means {
  readonly config: EngineConfig;
  readonly events: EventStore;
  readonly reads: ReadStore;
  readonly keys: KeyStore;
  readonly kit: Kit;
  readonly views: readonly View[];
  readonly projections: Projections;
  readonly feed: LiveFeed;
  readonly reading: Reading;
  readonly regulation: RegulationSource;
  readonly reactions: Reactions;
  readonly observer: Observer;
}

/** What a process tells others when views have moved. It carries nothing: whoever hears it looks. */
const MOVED = 'views';
/** Where no word came, an API looks this often whether views have moved. */
const LOOK_EVERY_MS = 1000;
/** Views that do not come level within this are told of elsewhere; what they show is noted all the same. */
const LEVEL_WITHIN_MS = 10_000;

/**
 * What a long-running process does beside answering, by the part it has: an API follows the views that others move; a
 * worker moves them while it leads, and does jobs; the one process of the embedded scale does all of it.
 */
export class Duties {
  private readonly log = logOf('duties');
  private readonly begun: { stop(): Promise<void> }[] = [];
  private telling: Subscription | undefined;
  private work: Work | undefined;

  constructor(
    private readonly means: Means,
    private readonly openWork: () => Promise<Work>,
  ) {}

  /** Throws StoreRefused where the queue's server cannot be used. */
  async start(): Promise<void> {
    const work = await this.openWork();
    this.work = work;
    this.begun.push({ stop: () => work.close() });
    if (this.means.config.part === 'asks') return this.follow(work);
    if (this.means.config.cluster) this.lead(work);
    await this.doJobs(work);
  }

  /** Puts a job into the queue that the workers share, also where this process has begun none of its duties. */
  async put(job: Job & { readonly name: JobName }): Promise<void> {
    if (this.work) return this.work.jobs.put(job);
    const work = await this.openWork();
    try {
      await work.jobs.put(job);
    } finally {
      await work.close();
    }
  }

  /** Ends them in the opposite order: nothing is begun that what it needs is gone for. */
  async stop(): Promise<void> {
    this.telling?.unsubscribe();
    this.work = undefined;
    for (const duty of this.begun.splice(0).reverse()) await duty.stop();
  }

  private follow({ shared }: Work): void {
    const { events, projections, feed } = this.means;
    const following = new Following(events, projections, (progress) => feed.publish(progress), this.fault('following'));
    following.start(LOOK_EVERY_MS);
    const heard = shared.listen(MOVED, () => void following.look());
    this.begun.push(following, heard);
  }

  private lead({ shared }: Work): void {
    const { events, reads, projections, feed } = this.means;
    const leading = new Leading(events, reads, projections, { holder: randomUUID(), onFault: this.fault('leading') });
    leading.start();
    this.telling = feed.progress.subscribe(() => void shared.announce(MOVED, ''));
    this.begun.push(leading);
  }

  private async doJobs({ jobs, shared }: Work): Promise<void> {
    const { observer } = this.means;
    const workforce = this.workforce();
    const hands = Object.entries(handsOf(workforce)).map(([name, hand]): [string, Hand] => [
      name,
      (data, signal) => observer.job(name, () => hand(data, signal)),
    ]);
    const working: Watch = jobs.work(Object.fromEntries(hands));
    const timers = keepTimers({
      jobs,
      shared,
      schedules: schedulesOf(workforce),
      wakeUps: () => this.wakeUps(),
      onFault: this.fault('timers'),
    });
    this.begun.push(working, timers);
    // What passed while nobody was at work is recorded now, not at the next full hour.
    await jobs.put({ name: 'note-deadlines' satisfies JobName, id: 'start', data: {} });
  }

  private workforce(): Workforce {
    const { events, reads, keys, kit, views, reactions, projections } = this.means;
    return {
      release: (stream) => projections.release(stream),
      noteDeadlines: async () => {
        // Rows that are behind do not show what has fallen due; at a start it would then wait for the next full hour.
        await projections.waitFor(await events.head(), LEVEL_WITHIN_MS);
        return reactions.run();
      },
      sweepKeys: () => sweepOrphans(kit, keys),
      checkViews: async () => {
        const { differences, unsettled } = await compareViews(events, reads, views);
        const count = differences.length + unsettled;
        if (count > 0)
          this.log.error('the nightly comparison found differences: `compare` names them', undefined, { count });
      },
    };
  }

  private async wakeUps() {
    const { reading, regulation } = this.means;
    const { calendar } = await regulation.current();
    const rows = await reading.rows(worklist);
    const dossiers = rows.filter((row) => row.kind === 'dossier');
    return wakeUpsOf(dossiers, { today: reading.today(), calendar });
  }

  private fault(of: string): (error: unknown) => void {
    return (error) => this.log.error(`${of} did not come through; it is tried again`, error);
  }
}
