import type { DossierEvent } from '@dossier/domain';
import type { Recorded } from '@dossier/kernel';
import { asks, but, DOSSIER, type Given, type Step } from './scenario';

// How an entry of the dossier is restated: by one, or by one who proposes it and another who approves.

/** What happened to the dossier, in the order it was recorded. */
export function eventsOf({ world }: Given): readonly Recorded<DossierEvent>[] {
  return world.log.filter(
    ({ stream }) => stream === `dossier-${DOSSIER}`,
  ) as unknown as readonly Recorded<DossierEvent>[];
}

/** Restates the first entry of a type. */
export function corrects(now: Given, type: string, replacement: Step, on: string, more: object = {}): Step {
  return asks('CorrectEntry', on, {
    corrects: revisionOf(now, type),
    replacement: replacement.command as never,
    reason: 'ghi nhầm khi vào sổ',
    ground: '15-CV/CB',
    ...more,
  });
}

/** The same as a proposal of officer-one. */
export function proposes(now: Given, type: string, replacement: Step, on: string, more: object = {}): Step {
  return { ...but(corrects(now, type, replacement, on, more), { type: 'ProposeCorrection' }), account: 'officer-one' };
}

/** What was proposed for the first entry of a type is approved. */
export function approves(now: Given, type: string, on: string, account = 'officer-two'): Step {
  return { ...asks('ApproveCorrection', on, { corrects: revisionOf(now, type), number: '9-CV/HU' }), account };
}

function revisionOf(now: Given, type: string): number {
  const found = eventsOf(now).find((event) => event.type === type);
  if (found === undefined) throw new Error(`there is no ${type}`);
  return found.revision;
}
