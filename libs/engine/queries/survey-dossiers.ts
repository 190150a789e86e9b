import type { AdoptionReport, AdoptionRow, TrialReport } from '@dossier/contract';
import {
  dossier,
  knowing,
  regulation,
  surroundings,
  trialOf,
  trialReport,
  type DossierEventOf,
  type Regulation,
  type Tried,
} from '@dossier/domain';
import { readingOf, type Day, type Loader, type Position } from '@dossier/kernel';
import type { ProcedureVersion } from '@dossier/procedure';
import { organisationTree, TreeAt, worklist, type UnitRow } from '@dossier/views';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { LOCAL_ACTOR } from '../config';
import { judgeDossier } from '../judges/dossier';
import { answered } from '../judges/looking';
import { PROCEDURE_STREAM, type RegulationSource } from '../regulation';
import type { Transactor } from '../transactor';
import type { Answered } from './messages';
import { NotFound, type Reading } from './reading';

/** Told as a survey goes on: how many of how many dossiers were looked at. */
export type Progress = (done: number, of: number) => void;

/** What a version would change for every open dossier. A name of a version that is published or proposed, or one itself. */
export class TrialQuery extends Query<Answered<TrialReport>> {
  constructor(
    readonly question: {
      readonly version: string | ProcedureVersion;
      readonly on?: Day;
      readonly organisation?: string;
    },
    readonly seen?: Position,
    readonly progress?: Progress,
  ) {
    super();
  }
}

/** What moving the open dossiers to a version would come to, dossier by dossier. */
export class AdoptionQuery extends Query<Answered<AdoptionReport>> {
  constructor(
    readonly question: { readonly to: string; readonly on?: Day; readonly organisation?: string },
    readonly seen?: Position,
    readonly progress?: Progress,
  ) {
    super();
  }
}

/** Streams are read together for so many dossiers, then forgotten, so that a survey of any size stays as small. */
const TOGETHER = 200;

/** Goes through the open dossiers: which there are the views say, how each stands the log itself. Nothing is written. */
export class DossierSurvey {
  constructor(
    private readonly transactor: Transactor,
    private readonly reading: Reading,
    private readonly regulation: RegulationSource,
  ) {}

  /** The day to judge by, and today: a change is planned before its day, and that the day is to come is in nobody's way. */
  days(on: Day | undefined): { readonly on: Day; readonly today: Day } {
    const today = this.reading.today();
    return { on: on ?? today, today: on !== undefined && on > today ? on : today };
  }

  /** A version by name, published or only proposed, and the regulation with it among the versions known. */
  async with(version: string | ProcedureVersion): Promise<{
    readonly version: ProcedureVersion;
    readonly regulation: Regulation;
  }> {
    const known = await this.regulation.current();
    const found = typeof version === 'string' ? await this.find(version, known) : version;
    return { version: found, regulation: known };
  }

  private async find(name: string, { versions }: Regulation): Promise<ProcedureVersion> {
    const published = versions.find(({ version }) => version === name);
    if (published) return published;
    const { state } = await readingOf(this.transactor.kit).load(PROCEDURE_STREAM, regulation);
    const proposed = state.proposals.find(({ document }) => document.version === name);
    if (!proposed) throw new NotFound('version', name);
    return proposed.document;
  }

  /** Looks at each open dossier of a unit, or of all, in the order of their ids. */
  async each<T>(
    { organisation, on, seen }: { organisation?: string | undefined; on: Day; seen?: Position | undefined },
    look: (dossier: string, load: Loader) => Promise<T>,
    progress: Progress | undefined,
  ): Promise<Answered<readonly T[]>> {
    const { answer: ids, position } = await this.reading.answer(worklist, seen, () => this.open(organisation, on));
    const found: T[] = [];
    let load = readingOf(this.transactor.kit);
    for (const [index, id] of ids.entries()) {
      if (index % TOGETHER === 0) load = readingOf(this.transactor.kit);
      found.push(await look(id, load));
      progress?.(index + 1, ids.length);
      // Reading and deciphering hold the thread: whoever else asks is let in between.
      await new Promise(setImmediate);
    }
    return { answer: found, position };
  }

  private async open(organisation: string | undefined, on: Day): Promise<readonly string[]> {
    const units: readonly UnitRow[] = await this.reading.rows(organisationTree);
    const tree = new TreeAt(units, { on, knownAt: this.reading.today() });
    if (organisation !== undefined && !tree.has(organisation)) throw new NotFound('organisation', organisation);
    const ids: string[] = [];
    for (const { organisation: cell, kind } of units) {
      if (kind !== 'cell' || (organisation !== undefined && !tree.isUnder(cell, organisation))) continue;
      for (const row of await this.reading.rows(worklist, cell)) {
        if (row.kind === 'dossier' && row.outcome === null) ids.push(row.dossier);
      }
    }
    return ids.sort();
  }
}

@QueryHandler(TrialQuery)
export class TrialHandler implements IQueryHandler<TrialQuery> {
  constructor(private readonly survey: DossierSurvey) {}

  async execute({ question, seen, progress }: TrialQuery): Promise<Answered<TrialReport>> {
    const days = this.survey.days(question.on);
    const { version, regulation: known } = await this.survey.with(question.version);
    const look = async (id: string, load: Loader): Promise<Tried> => {
      const { state } = await load.load(`dossier-${id}`, dossier);
      const context = await answered(surroundings(id, state, days.on), load);
      const changes = trialOf(state, context, known, version, days);
      return { dossier: id, pinned: state.procedure !== undefined, changes };
    };
    const asked = { organisation: question.organisation, on: days.on, seen };
    const { answer, position } = await this.survey.each(asked, look, progress);
    return { answer: trialReport(version, days.on, answer, known), position };
  }
}

@QueryHandler(AdoptionQuery)
export class AdoptionHandler implements IQueryHandler<AdoptionQuery> {
  constructor(private readonly survey: DossierSurvey) {}

  async execute({ question, seen, progress }: AdoptionQuery): Promise<Answered<AdoptionReport>> {
    const { to, organisation } = question;
    const days = this.survey.days(question.on);
    const { version, regulation: known } = await this.survey.with(to);
    const look = async (id: string, load: Loader): Promise<AdoptionRow | 'already' | 'not-opened'> => {
      const { state } = await load.load(`dossier-${id}`, dossier);
      if (state.procedure === undefined) return 'not-opened';
      if (state.procedure === to) return 'already';
      const row = { dossier: id, cell: state.cell ?? '', from: state.procedure };
      return { ...row, ...(await judged(id, load, knowing(known, version), { to, ...days })) };
    };
    const asked = { organisation, on: days.on, seen };
    const { answer, position } = await this.survey.each(asked, look, progress);
    const rows = answer.filter((row) => typeof row !== 'string');
    const count = (kind: AdoptionRow['kind']): number => rows.filter((row) => row.kind === kind).length;
    return {
      answer: {
        to,
        on: days.on,
        organisation: organisation ?? null,
        counts: { maps: count('maps'), mapsWithRedo: count('maps-with-redo'), cannot: count('cannot') },
        already: answer.filter((row) => row === 'already').length,
        notOpened: answer.filter((row) => row === 'not-opened').length,
        rows,
      },
      position,
    };
  }
}

/** What the command itself would come to: the same judge decides, and nothing is written. */
async function judged(
  id: string,
  load: Loader,
  known: Regulation,
  { to, on, today }: { readonly to: string; readonly on: Day; readonly today: Day },
): Promise<Pick<AdoptionRow, 'kind' | 'redo' | 'refusal'>> {
  const command = { type: 'AdoptProcedure' as const, dossier: id, version: to };
  const request = { command, commandId: 'survey', on, today, actor: LOCAL_ACTOR };
  const verdict = await judgeDossier(load, request, known);
  if ('refused' in verdict) return { kind: 'cannot', redo: [], refusal: verdict.refused };
  const [adopted] = verdict.writes.flatMap(({ events }) => events) as readonly DossierEventOf<'ProcedureAdopted'>[];
  const redo = adopted?.data.redo ?? [];
  return { kind: redo.length === 0 ? 'maps' : 'maps-with-redo', redo, refusal: null };
}
