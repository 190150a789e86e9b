import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { calendarOf, calendarYear } from '@dossier/calendar';
import {
  decidePublication,
  regulation,
  type Publication,
  type Regulation,
  type RegulationState,
} from '@dossier/domain';
import { ABSENT, transact, verdictOn, type Actor, type Kit } from '@dossier/kernel';
import { localRules, procedureVersion } from '@dossier/procedure';
import { todayOf } from './request';

/** The stream in which versions, local rules and proposals of the admission procedure stand. */
export const PROCEDURE_STREAM = 'procedure-admission';
const CALENDAR_STREAM = 'calendar-vn';

/** A seed that cannot be published: a published version was changed, or a file is not what its schema says. */
export class SeedRefused extends Error {
  override readonly name = 'SeedRefused';
}

function filesOf(folder: string): readonly { file: string; bytes: Buffer; digest: string }[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => {
      const file = join(folder, name);
      const bytes = readFileSync(file);
      return { file, bytes, digest: createHash('sha256').update(bytes).digest('hex') };
    });
}

function jsonOf(file: string, bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    throw new SeedRefused(`${basename(file)} is not JSON`);
  }
}

type Schema<T> = {
  safeParse(
    value: unknown,
  ):
    | { success: true; data: T }
    | { success: false; error: { issues: readonly { path: PropertyKey[]; message: string }[] } };
};

function parsed<T>(schema: Schema<T>, what: string, file: string, bytes: Buffer): T {
  const result = schema.safeParse(jsonOf(file, bytes));
  if (result.success) return result.data;
  const issues = result.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`).join('; ');
  throw new SeedRefused(`${basename(file)} is not ${what}: ${issues}`);
}

function seedsIn(folder: string): readonly Publication[] {
  const procedures = filesOf(join(folder, 'procedures', 'admission')).map(({ file, bytes, digest }) => {
    return {
      kind: 'procedure' as const,
      digest,
      document: parsed(procedureVersion, 'a procedure version', file, bytes),
    };
  });
  const locals = filesOf(join(folder, 'procedures', 'local')).map(({ file, bytes, digest }) => ({
    kind: 'local' as const,
    digest,
    document: parsed(localRules, 'a set of local rules', file, bytes),
  }));
  const calendars = filesOf(join(folder, 'calendars', 'vn')).map(({ file, bytes, digest }) => ({
    kind: 'calendar' as const,
    calendar: 'vn',
    digest,
    document: parsed(calendarYear, 'a year of the calendar', file, bytes),
  }));
  return [...procedures, ...locals, ...calendars];
}

/** Publishes the files that are not in the streams yet. Files seed; from then on the streams alone are read. */
export async function publishSeeds(kit: Kit, folder: string, actor: Actor): Promise<void> {
  const on = todayOf(kit.clock.now());
  for (const publication of seedsIn(folder)) {
    const stream = publication.kind === 'calendar' ? CALENDAR_STREAM : PROCEDURE_STREAM;
    const command = { id: `publish:${publication.digest.slice(0, 32)}`, type: 'Publish' };
    const outcome = await transact(kit, { stream, command, actor, on }, async (load) => {
      const { state } = await load.load(stream, regulation);
      return verdictOn(stream, decidePublication(publication, state));
    });
    if (outcome.kind === 'refused' && outcome.refusal.code === 'published-version-changed') {
      throw new SeedRefused(
        `procedure ${nameOf(publication)} is published already and its file has changed since: publish a new version instead`,
      );
    }
  }
}

function nameOf(publication: Publication): string {
  if (publication.kind === 'procedure') return publication.document.version;
  return publication.kind === 'local' ? publication.document.overlay : String(publication.document.year);
}

/** What is known of one of the two streams: it is read on from there. */
interface Known {
  state: RegulationState;
  revision: number;
}

/**
 * The regulation as it is when it is asked for. Another process may have published since, so the ends of its two streams
 * are read each time; what was read before is not read again.
 */
export class RegulationSource {
  private readonly procedures: Known = { state: regulation.initial, revision: ABSENT };
  private readonly calendars: Known = { state: regulation.initial, revision: ABSENT };
  private last: { readonly of: readonly unknown[]; readonly regulation: Regulation } | undefined;

  constructor(private readonly kit: Kit) {}

  async current(): Promise<Regulation> {
    await Promise.all([this.readOn(PROCEDURE_STREAM, this.procedures), this.readOn(CALENDAR_STREAM, this.calendars)]);
    const { versions, locals } = this.procedures.state;
    const { years } = this.calendars.state;
    // The same object as long as nothing was published: what is worked out from it can be kept beside it.
    const of = [versions, locals, years];
    if (this.last && this.last.of.every((part, index) => part === of[index])) return this.last.regulation;
    const known = {
      versions: versions.map(({ document }) => document),
      locals: locals.map(({ document }) => document),
      calendar: calendarOf(years.map(({ document }) => document)),
    };
    this.last = { of, regulation: known };
    return known;
  }

  private async readOn(stream: string, known: Known): Promise<void> {
    for (const stored of await this.kit.store.readStream(stream, known.revision + 1)) {
      const event = (await this.kit.codec.decode(stored)) as Parameters<typeof regulation.evolve>[1];
      // Two may read on at once; each event counts once, in its turn.
      if (event.revision !== known.revision + 1) continue;
      known.state = regulation.evolve(known.state, event);
      known.revision = event.revision;
    }
  }
}
