import type { PlainDossierCommand } from '@dossier/contract';
import type { Day, Recorded, Refusal } from '@dossier/kernel';
import { standInTheWay } from '@dossier/procedure';
import { because } from '../asked';
import { ACTION_OF, isRecordAction } from './actions';
import { notInForce } from './adoption';
import type { DossierContext } from './context';
import type { DossierEvent, Exposed } from './events';
import { askedFacts, factsOf } from './facts';
import type { Under } from './happening';
import { asKept } from './kept';
import { afterEnd } from './order';
import { contextOf, objection, stepsOf } from './replay';
import { rulesFor, type Regulation } from './standing';
import type { DossierState } from './state';

type Entry = Recorded<DossierEvent>;

/** What the rules of arguments have against the entry as it reads now: a member who was not official, a vote counted wrongly. */
export function objectionsTo(
  stated: DossierEvent,
  corrects: number,
  replacement: PlainDossierCommand,
  met: { readonly on: Day; readonly before: DossierState; readonly then: DossierContext; readonly at: Under },
): readonly Exposed[] {
  const { on, before, then, at } = met;
  const facts = factsOf(before, then, at.procedure, { on, calendar: at.calendar });
  const asked = askedFacts(replacement, on, before, then);
  const refusal = standInTheWay(at.procedure, replacement.type, { ...facts, ...asked }, 'arguments');
  const known = refusal && at.procedure.actions[replacement.type] ? [refusal] : [];
  // The version that was pinned stays, whatever the day: what was done under it since cannot be judged by another.
  const pinned = stated.type === 'DossierOpened' ? notInForce(at.procedure, on) : undefined;
  return [...known, ...(pinned ? [pinned] : [])].map((why) => ({
    revision: corrects,
    type: stated.type,
    refusal: asKept(why),
  }));
}

/** Why a step cannot stand behind an end. What is only said of the record is left as it is, adopting a version too. */
function behindAnEnd(event: Entry, before: DossierState): Refusal | undefined {
  return isRecordAction(ACTION_OF[event.type]) ? undefined : afterEnd(event, before);
}

/** Why an entry cannot be moved to a day: that would put a step behind an end that it did not stand behind before. */
export function wouldFollowEnd(
  before: readonly Entry[],
  after: readonly Entry[],
  corrects: number,
  on: Day,
): { readonly refused: Refusal } | undefined {
  const behind = (events: readonly Entry[]) =>
    stepsOf(events).flatMap(({ event, before: met }) => {
      const ended = behindAnEnd(event, met);
      return ended ? [{ event, ended }] : [];
    });
  const already = new Set(behind(before).map(({ event }) => event.revision));
  const now = behind(after).filter(({ event }) => !already.has(event.revision));
  const own = now.find(({ event }) => event.revision === corrects);
  if (own) return because('after-later-step', 'happenedOn', on, own.ended.need, 'cell');
  const last = now.at(-1)?.event.meta.on;
  return last === undefined ? undefined : because('before-earlier-step', 'happenedOn', on, last, 'cell');
}

/** The steps that stood by the rules before a correction and do not after it, each with the rule that now objects. */
export function exposedBy(
  before: readonly Entry[],
  after: readonly Entry[],
  corrects: number,
  context: DossierContext,
  under: Under,
  regulation: Regulation,
): readonly Exposed[] {
  const objections = (events: readonly Entry[]): Map<number, Refusal> => {
    const found = new Map<number, Refusal>();
    for (const { event, before: met } of stepsOf(events)) {
      const rules = rulesFor(met, event.meta.on, contextOf(event, met, context), regulation);
      const refusal = behindAnEnd(event, met) ?? (rules && objection(event, met, context, rules.procedure, under));
      if (refusal) found.set(event.revision, refusal);
    }
    return found;
  };
  const old = objections(before);
  return [...objections(after)]
    .filter(([revision]) => revision === corrects || !old.has(revision))
    .map(([revision, refusal]) => ({
      revision,
      type: after.find((event) => event.revision === revision)?.type ?? '',
      refusal: asKept(refusal),
    }));
}
