import type { EventStore } from '@dossier/kernel';
import { organisationTree, worklist } from '@dossier/views';
import type { Survey } from '../judges/reorganisation';
import { Reading } from './reading';

/**
 * Looks into the views, brought up to the head of the log first, for what no single stream says. A unit founded between
 * this look and the append is not seen; it is then read under whoever took over, as is everything beneath an ended unit.
 */
export class ViewSurvey implements Survey {
  constructor(
    private readonly reading: Reading,
    private readonly events: EventStore,
  ) {}

  async everBeneath(organisation: string): Promise<readonly string[]> {
    const { answer } = await this.reading.answer(organisationTree, await this.head(), () =>
      this.reading.rows(organisationTree),
    );
    return answer
      .filter(({ parents }) => parents.some(({ value }) => value === organisation))
      .map((row) => row.organisation)
      .sort();
  }

  async openDossiers(cell: string): Promise<readonly string[]> {
    const { answer } = await this.reading.answer(worklist, await this.head(), () => this.reading.rows(worklist, cell));
    return answer.flatMap((row) => (row.kind === 'dossier' && row.outcome === null ? [row.dossier] : [])).sort();
  }

  private async head() {
    return { store: this.events.id, order: await this.events.head() };
  }
}
