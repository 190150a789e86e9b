import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { calendarOf, calendarYear } from '@dossier/calendar';
import { decidePublication, regulation, type Publication, type Regulation } from '@dossier/domain';
import { transact, verdictOn, type Actor, type Kit } from '@dossier/kernel';
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

/** The regulation as this process knows it. It is read anew after a publication. */
export class RegulationSource {
  private constructor(
    private readonly kit: Kit,
    private known: Regulation,
  ) {}

  static async open(kit: Kit): Promise<RegulationSource> {
    return new RegulationSource(kit, await readRegulation(kit));
  }

  now(): Regulation {
    return this.known;
  }

  async refresh(): Promise<void> {
    this.known = await readRegulation(this.kit);
  }
}

/** The regulation as the streams have it now. */
export async function readRegulation(kit: Kit): Promise<Regulation> {
  const fold = async (stream: string) => {
    let state = regulation.initial;
    for (const stored of await kit.store.readStream(stream)) {
      state = regulation.evolve(state, (await kit.codec.decode(stored)) as Parameters<typeof regulation.evolve>[1]);
    }
    return state;
  };
  const [procedures, calendars] = [await fold(PROCEDURE_STREAM), await fold(CALENDAR_STREAM)];
  return {
    versions: procedures.versions.map((v) => v.document),
    locals: procedures.locals.map((l) => l.document),
    calendar: calendarOf(calendars.years.map((y) => y.document)),
  };
}
