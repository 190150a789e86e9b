import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { calendarOf, type CalendarYear } from '@dossier/calendar';
import { decidePublication, regulation, type Publication, type Regulation } from '@dossier/domain';
import { transact, verdictOn, type Actor, type Kit } from '@dossier/kernel';
import { procedureVersion } from '@dossier/procedure';
import { todayOf } from './request';

const PROCEDURE_STREAM = 'procedure-admission';
const CALENDAR_STREAM = 'calendar-vn';

/** A seed that cannot be published: a published version was changed, or its file is not what the schema says. */
export class SeedRefused extends Error {
  override readonly name = 'SeedRefused';
}

function filesOf(folder: string): readonly { file: string; bytes: Buffer; digest: string }[] {
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

function seedsIn(folder: string): readonly Publication[] {
  const procedures = filesOf(join(folder, 'procedures', 'admission')).map(({ file, bytes, digest }) => {
    const parsed = procedureVersion.safeParse(jsonOf(file, bytes));
    if (!parsed.success)
      throw new SeedRefused(
        `${basename(file)} is not a procedure version: ${parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`).join('; ')}`,
      );
    return { kind: 'procedure' as const, digest, document: parsed.data };
  });
  const calendars = filesOf(join(folder, 'calendars', 'vn')).map(({ file, bytes, digest }) => ({
    kind: 'calendar' as const,
    calendar: 'vn',
    digest,
    document: jsonOf(file, bytes) as CalendarYear,
  }));
  return [...procedures, ...calendars];
}

/** Publishes the files that are not in the streams yet. Files seed; from then on the streams alone are read. */
export async function publishSeeds(kit: Kit, folder: string, actor: Actor): Promise<void> {
  const on = todayOf(kit.clock.now());
  for (const publication of seedsIn(folder)) {
    const stream = publication.kind === 'procedure' ? PROCEDURE_STREAM : CALENDAR_STREAM;
    const command = { id: `publish:${publication.digest.slice(0, 32)}`, type: 'Publish' };
    const outcome = await transact(kit, { stream, command, actor, on }, async (load) => {
      const { state } = await load.load(stream, regulation);
      return verdictOn(stream, decidePublication(publication, state));
    });
    if (outcome.kind === 'refused' && outcome.refusal.code === 'published-version-changed') {
      const name = publication.kind === 'procedure' ? publication.document.version : String(publication.document.year);
      throw new SeedRefused(
        `procedure ${name} is published already and its file has changed since: publish a new version instead`,
      );
    }
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
    calendar: calendarOf(calendars.years.map((y) => y.document)),
  };
}
