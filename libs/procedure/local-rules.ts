import type { DeadlineRule, LocalRules, ProcedureVersion, Threshold } from './schema';

/** Whether one majority asks at least as much as another, whatever the number of voters. */
function asksAsMuch(one: Threshold, other: Threshold): boolean {
  const left = one.numerator * other.denominator;
  const right = other.numerator * one.denominator;
  return left > right || (left === right && (one.strict || !other.strict));
}

/**
 * A version with local rules laid over it. They add guards behind those of the version, and deadlines. An action that the
 * version does not know comes in with them only where they describe it whole and say whose it is: guards that were meant
 * to be added to others would otherwise stand alone and open a way that the version does not have. A majority or a deadline of theirs holds only where it asks more. So they may tighten, and cannot loosen.
 */
export function withLocalRules(version: ProcedureVersion, local: LocalRules | undefined): ProcedureVersion {
  if (local === undefined) return version;
  const actions = { ...version.actions };
  for (const [name, added] of Object.entries(local.actions)) {
    const known = actions[name];
    if (known) actions[name] = { ...known, guards: [...known.guards, ...added.guards] };
    else if (added.by !== undefined) actions[name] = added;
  }
  const thresholds = { ...version.thresholds };
  for (const [body, threshold] of Object.entries(local.thresholds)) {
    const known = thresholds[body];
    if (known === undefined || asksAsMuch(threshold, known)) thresholds[body] = threshold;
  }
  const deadlines = [
    ...version.deadlines.map((rule) => {
      const shorter = local.deadlines.find((own) => isSame(own, rule));
      return shorter && shorter.unit === rule.unit && shorter.amount < rule.amount ? shorter : rule;
    }),
    ...local.deadlines.filter((own) => !version.deadlines.some((rule) => isSame(own, rule))),
  ];
  const assumptions = [...(version.assumptions ?? []), ...(local.assumptions ?? [])];
  return { ...version, actions, thresholds, deadlines, assumptions };
}

/** The same clock, started by the same event. With another start it is the same clock started anew. */
function isSame(one: DeadlineRule, other: DeadlineRule): boolean {
  return one.id === other.id && one.from === other.from;
}

/** Where local rules would ask less than the version they are laid over; empty when they only add and tighten. */
export function loosened(version: ProcedureVersion, local: LocalRules): readonly string[] {
  const majorities = Object.entries(local.thresholds).flatMap(([body, threshold]) => {
    const known = version.thresholds[body];
    return known && !asksAsMuch(threshold, known) ? [`threshold ${body}`] : [];
  });
  const deadlines = local.deadlines.flatMap((rule) => {
    const known = version.deadlines.find(({ id }) => id === rule.id);
    return known && (known.unit !== rule.unit || rule.amount > known.amount) ? [`deadline ${rule.id}`] : [];
  });
  return [...majorities, ...deadlines];
}
