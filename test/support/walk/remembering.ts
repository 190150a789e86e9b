import type { DossierCommand, PlainDossierCommand } from '@dossier/contract';
import { between, isHandedUp, rulesFor, type DossierState } from '@dossier/domain';
import type { Day, Recorded } from '@dossier/kernel';
import { pathFor } from '@dossier/procedure';
import { asSeen, keep, type Step } from '../scenario';
import { stated, taken, type Done } from './claims';
import type { Bodies } from './grounds';
import { contextOf, eventsOf, stateOf, type Walk } from './walk';

// What a walk keeps of an accepted command beside the events, for the moves and the invariants that come after.

/** Keeps what was accepted: the new world, rows, claims, what was said, which bodies a decision needed. */
export function remember(walk: Walk, { command, on }: Step, done: Done, before: DossierState | undefined): void {
  const { dossier } = command as DossierCommand;
  const { person = '' } = stateOf(done, dossier);
  for (const who of stated(done.events)) walk.persons.set(dossier, who);
  for (const who of taken(walk, dossier, done)) walk.claims.set(who, { dossier, person });
  if (before === undefined) walk.dossiers.push(dossier);
  const own = done.events.find(({ stream }) => stream === `dossier-${dossier}`);
  if (own !== undefined) {
    const said = walk.said.get(dossier) ?? new Map<number, PlainDossierCommand>();
    if (isPlain(command as DossierCommand)) said.set(own.revision, command as PlainDossierCommand);
    walk.said.set(dossier, said);
    const needed = walk.bodies.get(dossier) ?? new Map<number, Bodies>();
    if (before !== undefined && DECISIONS.includes(own.type))
      needed.set(own.revision, bodiesOf(walk, before, dossier, on));
    walk.bodies.set(dossier, needed);
  }
  walk.world = done.world;
  for (const event of done.events) {
    if (!event.stream.startsWith('dossier-')) continue;
    const seen = (): ReturnType<typeof asSeen>[] => eventsOf(walk, dossier).map((entry) => asSeen(entry as Recorded));
    for (const [view, rows] of walk.rows) keep(view, rows, asSeen(event), seen);
  }
}

const DECISIONS: readonly string[] = ['AdmissionDecided', 'MemberRecognised', 'ProbationerErased'];
const RECORD: readonly string[] = [
  'RedoStep',
  'CorrectEntry',
  'ProposeCorrection',
  'ApproveCorrection',
  'AdoptProcedure',
  'NoteDeadline',
];

function isPlain({ type }: DossierCommand): boolean {
  return !RECORD.includes(type);
}

function bodiesOf(walk: Walk, state: DossierState, dossier: string, on: Day): Bodies {
  const context = contextOf(walk, dossier, on);
  const rules = rulesFor(state, on, context, walk.world.regulation);
  if (rules === undefined) return { committee: false, subCommittee: false, most: 3, eitherWay: false };
  const path = pathFor(rules.procedure, between(context, rules.procedure)).map(({ event }) => event);
  // What a decider has in hand goes on with what the bodies agreed to over the cell that was left.
  const handedUp = isHandedUp(state);
  return {
    committee: path.includes('CommitteeVoted') && !handedUp,
    subCommittee: path.includes('SubCommitteeAppraised') && !handedUp,
    most: 3,
    eitherWay: rules.procedure.actions['EraseProbationer']?.guards.some(({ values }) => 'alsoAfter' in values) ?? false,
  };
}
