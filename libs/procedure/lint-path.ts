import { brings, fault, type ActionOf, type Fault } from './faults';
import type { ProcedureVersion, Step } from './schema';
import { FORMS, MOVE_STAGES, REDOABLE, REPORTERS, VOTING_BODIES } from './words';

// What the linter finds wrong with the way and with the actions of a version.

export function faultsOfPath(version: ProcedureVersion, actionOf: ActionOf): readonly Fault[] {
  const order = version.path.map(({ event }) => event);
  return version.path.flatMap((step, index) => {
    const { event, action, having } = step;
    const where = `path[${index}]`;
    const twice = version.path.slice(0, index).some((other) => !isToldApart(other, step));
    if (twice) return [fault('step-doubled', where, `${event} stands before it already, and nothing tells them apart`)];
    const [unknown] = faultsOfHaving(where, having);
    if (unknown) return [unknown];
    if (actionOf[event] !== action)
      return [fault('event-undeclared', where, `${event} is not what ${action} brings about`)];
    const known = version.actions[action];
    if (known === undefined) return [fault('step-unreachable', where, `${action} is no action of this version`)];
    // A ground that no step before it lays, and nothing beside the way either, can never be there.
    return groundsOf(version, action)
      .filter((ground) => order.indexOf(ground) > index)
      .map((ground) => fault('step-before-its-ground', where, `${event} rests on ${ground}, which comes later`));
  });
}

/** One event may stand for several steps, where its data says of which: the cell's vote on recognition, and the committee's. */
function isToldApart(one: Step, other: Step): boolean {
  const [having, others] = [one.having ?? {}, other.having ?? {}];
  return (
    one.event !== other.event ||
    Object.keys(having).some((name) => others[name] !== undefined && others[name] !== having[name])
  );
}

/** What an event's data can say that tells steps and clocks apart; 'flag' where it says yes or no. */
const HAVING: Readonly<Record<string, readonly string[] | 'flag'>> = {
  body: VOTING_BODIES,
  by: REPORTERS,
  stage: MOVE_STAGES,
  form: FORMS,
  across: 'flag',
  abroad: 'flag',
};

/** A part of an event's data that it never has, or a word it never says: the step is never taken, the clock never starts or ends. */
export function faultsOfHaving(where: string, having: Step['having'] = {}): readonly Fault[] {
  return Object.entries(having).flatMap(([name, value]) => {
    const known = Object.hasOwn(HAVING, name) ? HAVING[name] : undefined;
    if (known === undefined) return [fault('value-unread', where, `no event is told apart by '${name}'`)];
    if (known === 'flag' ? typeof value === 'boolean' : known.includes(String(value))) return [];
    return [fault('word-unknown', where, `'${name}' never says '${String(value)}'`)];
  });
}

/** The events an action's guards want to have happened. */
function groundsOf({ actions }: ProcedureVersion, action: string): readonly string[] {
  return (actions[action]?.guards ?? [])
    .filter(({ rule }) => rule === 'steps-taken')
    .flatMap(({ values }) => (Array.isArray(values['steps']) ? values['steps'] : []));
}

export function faultsOfActions(version: ProcedureVersion, actionOf: ActionOf): readonly Fault[] {
  const known = new Set(Object.values(actionOf));
  const onTheWay = new Set(version.path.map(({ action }) => action));
  return Object.entries(version.actions).flatMap(([action, { guards, undoes = [] }]) => [
    ...(known.has(action) ? [] : [fault('action-unknown', `actions.${action}`, 'no command has this name')]),
    ...(guards.length > 0 || onTheWay.has(action) || Object.hasOwn(UNCONDITIONAL, action)
      ? []
      : [fault('action-unguarded', `actions.${action}`, 'beside the way, and nothing has to hold for it')]),
    ...undoes
      .filter((event) => !brings(version, event, actionOf) || !(REDOABLE as readonly string[]).includes(event))
      .map((event) => fault('no-way-back', `actions.${action}.undoes`, `${event} could never be taken again`)),
    ...roundFrom(version, action, actionOf),
  ]);
}

/** What may happen at any time, and why no regulation makes it wait. */
const UNCONDITIONAL: Readonly<Record<string, string>> = { RecordDeath: 'death asks nobody' };

/** A step that rests on itself by way of others: a way round without an exit. */
function roundFrom(version: ProcedureVersion, action: string, actionOf: ActionOf): readonly Fault[] {
  const seen = new Set<string>();
  const wanted = [...groundsOf(version, action)];
  for (let event = wanted.pop(); event !== undefined; event = wanted.pop()) {
    const by = actionOf[event];
    if (by === action) return [fault('way-round', `actions.${action}`, `it rests on ${event}, which it brings about`)];
    if (by === undefined || seen.has(by)) continue;
    seen.add(by);
    wanted.push(...groundsOf(version, by));
  }
  return [];
}
