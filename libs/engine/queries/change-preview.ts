import type { ChangePreview } from '@dossier/contract';
import type { EventStore, Evolution, Loader, DomainEvent, Recorded } from '@dossier/kernel';
import { changePreviewOf, organisationTree, quotaBoard, worklist } from '@dossier/views';
import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { judgeReorganisation } from '../judges/reorganisation';
import { parseStored } from '../sealing/codec';
import { EVENTS } from '../tokens';
import { ChangePreviewQuery, type Answered } from './messages';
import { NotFound, Reading } from './reading';
import { ViewSurvey } from './survey';

/** Streams as they stand, their personal parts closed: enough to judge a change of units that is not to be carried out. */
function looking(events: EventStore): Loader {
  return {
    async load<S, E extends DomainEvent>(stream: string, { initial, evolve }: Evolution<S, E>) {
      const stored = await events.readStream(stream);
      const state = stored.reduce((s, event) => evolve(s, parseStored(event) as unknown as Recorded<E>), initial);
      return { state, revision: stored.length - 1 };
    },
  };
}

@QueryHandler(ChangePreviewQuery)
export class ChangePreviewHandler implements IQueryHandler<ChangePreviewQuery> {
  constructor(
    private readonly reading: Reading,
    private readonly survey: ViewSurvey,
    @Inject(EVENTS) private readonly events: EventStore,
  ) {}

  execute({ question, seen }: ChangePreviewQuery): Promise<Answered<ChangePreview>> {
    const { command, on } = question;
    return this.reading.answer(organisationTree, seen, async () => {
      const units = await this.reading.rows(organisationTree);
      const { organisation } = command;
      if (!units.some((row) => row.organisation === organisation)) throw new NotFound('organisation', organisation);
      const today = this.reading.today();
      // A change is planned before its day: that the day is still to come stands in nobody's way here.
      const judged = { command, on, today: on > today ? on : today };
      const verdict = await judgeReorganisation(looking(this.events), judged, this.survey);
      const board = await this.reading.rows(quotaBoard, 'quota');
      const work = await this.reading.rows(worklist);
      const rows = {
        units,
        quotas: board.flatMap((row) => (row.kind === 'quota' ? [row] : [])),
        work: work.flatMap((row) => (row.kind === 'dossier' ? [row] : [])),
        on,
        knownAt: today,
      };
      return changePreviewOf(command, rows, 'refused' in verdict ? verdict.refused : null);
    });
  }
}
