import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { EventData, KurrentDBClient } from '@kurrent/kurrentdb-client';
import { ABSENT, RevisionConflict, StoreUnavailable } from '@dossier/kernel';
import type { Appended, StreamWrite } from '@dossier/kernel';
import type { Connection } from './connection';
import { kindOf, translated } from './errors';
import type { Names } from './names';
import type { Reading } from './read';

/** A write with the ids its events have in every attempt, by which we know them again. */
interface Planned {
  readonly stream: string;
  readonly name: string;
  readonly expected: number;
  readonly events: readonly EventData[];
}

/** 'there': all of it is written. 'free': none of it is, and every stream still stands where it should. */
type Standing = 'there' | 'free' | RevisionConflict;

const MOST_LOOKS = 5;
/** The first wait between two looks at an append that is half there; each is twice the one before. */
const FIRST_LOOK_MS = 25;

/**
 * Appends, each in a call of its own. The client would send an append to one stream over a call that all of them share:
 * that one has no deadline, and where it breaks off while several wait to be sent, the client leaves a rejection that
 * nobody can catch, which ends the process.
 */
export class Appending {
  constructor(
    private readonly connection: Connection,
    private readonly reading: Reading,
    private readonly names: Names,
    /** Whether the server checks streams that are not written to in the same step (26.1 and newer). */
    private readonly checksBeside: boolean,
  ) {}

  async append(writes: readonly StreamWrite[]): Promise<Appended> {
    const plan = writes.map((write) => this.planned(write));
    if (plan.some(({ events }) => events.length > 0)) await this.write(plan);
    else await this.check(plan);
    return this.appended(plan);
  }

  /**
   * Writes until it is known to be written, or known never to be. Each try has the same ids and expected revisions, so
   * that at most one of them can succeed. After anything but a plain yes the streams are asked, not the answer.
   */
  private async write(plan: readonly Planned[]): Promise<void> {
    const until = performance.now() + this.connection.times.patienceMs;
    for (let tries = 0; ; tries += 1) {
      const { client } = this.connection;
      try {
        return await this.connection.inTime(this.send(client, plan));
      } catch (error) {
        const kind = kindOf(error);
        if (error instanceof RevisionConflict) throw error;
        if (kind !== 'conflict' && kind !== 'again') throw translated(error);
        const standing = await this.standing(plan);
        if (standing === 'there') return;
        if (standing !== 'free') throw standing;
        if (!(await this.connection.mayTryAgain(client, error, tries, until))) throw translated(error);
      }
    }
  }

  private async send(client: KurrentDBClient, plan: readonly Planned[]): Promise<void> {
    const writing = plan.filter(({ events }) => events.length > 0);
    const checks = plan.filter(({ events }) => events.length === 0);
    if (checks.length > 0 && this.checksBeside) return this.sendChecked(client, plan);
    // Before 26.1 the protocol has no check beside a write: the stream is read first, and may move between the two.
    await this.check(checks);
    const requests = writing.map(({ name, expected, events }) => ({
      streamName: name,
      expectedState: stateOf(expected),
      events: [...events],
    }));
    await client.multiStreamAppend(requests);
  }

  private async sendChecked(client: KurrentDBClient, plan: readonly Planned[]): Promise<void> {
    const records = plan.flatMap(({ name, events }) => events.map((record) => ({ streamName: name, record })));
    const checks = plan.map(({ name, expected }) => ({
      type: 'stream_state' as const,
      streamName: name,
      expectedState: stateOf(expected),
    }));
    await client.appendRecords(records, checks);
  }

  private async check(plan: readonly Planned[]): Promise<void> {
    for (const { stream, expected } of plan) {
      const actual = await this.reading.lastRevision(stream);
      if (actual !== expected) throw new RevisionConflict(stream, expected, actual);
    }
  }

  /** Reads the streams as they are. Several reads are no snapshot: what looks half written was written in between. */
  private async standing(plan: readonly Planned[]): Promise<Standing> {
    for (let looks = 0; looks < MOST_LOOKS; looks += 1) {
      const writing = plan.filter(({ events }) => events.length > 0);
      const there = await Promise.all(writing.map((each) => this.holds(each)));
      if (there.every(Boolean)) return 'there';
      if (there.some(Boolean)) {
        // The rest of it comes; a server under load takes a while.
        await pause(FIRST_LOOK_MS * 2 ** looks);
        continue;
      }
      const conflict = await this.conflictOf(plan);
      if (conflict === undefined) return 'free';
      // The events may have come after the first look: a conflict counts if they are still not there.
      if (!(await Promise.all(writing.map((each) => this.holds(each)))).some(Boolean)) return conflict;
    }
    throw new StoreUnavailable('KurrentDB shows a part of an append and not the whole');
  }

  private async holds({ stream, expected, events }: Planned): Promise<boolean> {
    const found = await this.reading.stream(stream, expected + 1, events.length);
    return events.length === found.length && events.every(({ id }, index) => found[index]?.id === id);
  }

  private async conflictOf(plan: readonly Planned[]): Promise<RevisionConflict | undefined> {
    const actual = await Promise.all(plan.map(({ stream }) => this.reading.lastRevision(stream)));
    const index = plan.findIndex(({ expected }, at) => actual[at] !== expected);
    const moved = plan[index];
    return moved && new RevisionConflict(moved.stream, moved.expected, actual[index] ?? ABSENT);
  }

  /** Orders are read back: the position in the answer is the commit's, and an event is known by its prepare position. */
  private async appended(plan: readonly Planned[]): Promise<Appended> {
    const lasts = plan.map(({ stream, expected, events }) => ({ stream, revision: expected + events.length }));
    const writing = lasts.filter((_, index) => (plan[index]?.events.length ?? 0) > 0);
    const found = await Promise.all(writing.map(({ stream, revision }) => this.reading.stream(stream, revision, 1)));
    const orders = found.flat().map(({ order }) => order);
    const order = orders.length === 0 ? await this.reading.head() : Math.max(...orders);
    return { order, revisions: Object.fromEntries(lasts.map(({ stream, revision }) => [stream, revision])) };
  }

  private planned({ stream, expected, events }: StreamWrite): Planned {
    return {
      stream,
      name: this.names.inServer(stream),
      expected,
      events: events.map(({ bytes, leaf }) => ({
        // Made anew for each append and kept in each of its tries: two writers with the same bytes are still rivals.
        id: randomUUID(),
        contentType: 'application/octet-stream',
        type: typeOf(bytes),
        data: Uint8Array.from(bytes),
        metadata: { leaf: Buffer.from(leaf).toString('hex') },
      })),
    };
  }
}

function stateOf(expected: number): bigint | 'no_stream' {
  return expected === ABSENT ? 'no_stream' : BigInt(expected);
}

/** The envelope's own type, so that the server's tools show it; what is no envelope is called one all the same. */
function typeOf(bytes: Uint8Array): string {
  try {
    const { type } = JSON.parse(new TextDecoder().decode(bytes)) as { type?: unknown };
    return typeof type === 'string' && /^[A-Za-z][\w.-]{0,99}$/u.test(type) ? type : 'envelope';
  } catch {
    return 'envelope';
  }
}
