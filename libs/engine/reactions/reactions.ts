import { passedUnnoted } from '@dossier/domain';
import type { Actor } from '@dossier/kernel';
import { dueOf } from '@dossier/procedure';
import { worklist, type WorkRow } from '@dossier/views';
import { CommandBus } from '@nestjs/cqrs';
import { dispatch } from '../dispatch';
import type { Reading } from '../queries/reading';
import type { RegulationSource } from '../regulation';

/** What one run recorded: how many deadlines had passed, and of which dossiers. */
export interface Reacted {
  readonly noted: number;
  readonly dossiers: readonly string[];
}

/**
 * Records what has lapsed and what is overdue. What there is to record follows from events alone, and each has a command
 * id made of what it records, so that a run that was broken off, or two at once, record nothing twice and miss nothing:
 * the next run finds what is left. Nothing is remembered here.
 */
export class Reactions {
  private running: Promise<Reacted> | undefined;
  private timer: ReturnType<typeof setInterval> | undefined;

  constructor(
    private readonly bus: CommandBus,
    private readonly reading: Reading,
    private readonly regulation: RegulationSource,
    private readonly actor: Actor,
  ) {}

  /** Looks at every dossier whose clocks run and records what passed by today. A second call while one runs joins it. */
  run(): Promise<Reacted> {
    this.running ??= this.react().finally(() => (this.running = undefined));
    return this.running;
  }

  /** Runs now and then again and again, until `stop`. A run that fails is reported and tried again at the next turn. */
  start(everyMs: number, onFault: (error: unknown) => void): void {
    const turn = (): void => void this.run().catch(onFault);
    turn();
    this.timer = setInterval(turn, everyMs);
    this.timer.unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.running?.catch(() => undefined);
  }

  private async react(): Promise<Reacted> {
    const today = this.reading.today();
    const { calendar } = await this.regulation.current();
    const dossiers = new Set<string>();
    let noted = 0;
    for (const row of await this.reading.rows(worklist)) {
      if (row.kind !== 'dossier') continue;
      for (const deadline of passedUnnoted(row as WorkRow, { today, calendar })) {
        const { id, subject, start } = deadline;
        const place = subject === undefined ? {} : { place: subject };
        const outcome = await dispatch(this.bus, 'dossier', {
          command: { type: 'NoteDeadline', dossier: row.dossier, deadline: id, start, ...place },
          // An extended deadline has another last day, and may pass that one too.
          commandId: `note:${row.dossier}:${id}:${subject ?? '-'}:${start}:${dueOf(deadline, calendar) ?? '-'}`,
          on: today,
          actor: this.actor,
        });
        if (outcome.kind === 'accepted' && !outcome.repeated) {
          noted += 1;
          dossiers.add(row.dossier);
        }
      }
    }
    return { noted, dossiers: [...dossiers] };
  }
}
