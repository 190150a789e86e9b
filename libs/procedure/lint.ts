import { brings, fault, type ActionOf, type Fault } from './faults';
import { faultsOfActions, faultsOfHaving, faultsOfPath } from './lint-path';
import { loosened, withLocalRules } from './local-rules';
import { faultsOfValues } from './rule-values';
import { RULES } from './rules';
import type { DeadlineRule, Guard, LocalRules, ProcedureVersion, Threshold } from './schema';
import { DECIDER_KINDS, VOTE_MATTERS, VOTING_BODIES } from './words';

type Guarded = readonly (readonly [where: string, guard: Guard])[];

function guardsOf({ actions }: Pick<ProcedureVersion, 'actions'>): Guarded {
  return Object.entries(actions).flatMap(([action, { guards }]) =>
    guards.map((guard, index) => [`actions.${action}.guards[${index}]`, guard] as const),
  );
}

/** Everything wrong with one version of the procedure, in the order of the document; empty when it is whole. */
export function faultsIn(version: ProcedureVersion, actionOf: ActionOf): readonly Fault[] {
  return [
    ...faultsOfForce(version),
    ...faultsOfPath(version, actionOf),
    ...faultsOfActions(version, actionOf),
    ...guardsOf(version).flatMap(([where, guard]) => faultsOfGuard(where, guard, version, actionOf)),
    ...faultsOfDecider(version),
    ...faultsOfThresholds(version),
    ...faultsOfDeadlines(version, actionOf),
    ...faultsOfSources(version),
  ];
}

/** Everything wrong with local rules, laid over each version they can hold with. */
export function faultsInLocal(
  local: LocalRules,
  versions: readonly ProcedureVersion[],
  actionOf: ActionOf,
): readonly Fault[] {
  const { from, to } = local.inForce;
  const met = versions.filter(
    ({ inForce }) => (to === undefined || inForce.from <= to) && (inForce.to ?? from) >= from,
  );
  const over = met.flatMap((version) => [
    ...loosened(version, local).map((where) => fault('loosens', where, `asks less than ${version.version}`)),
    ...faultsIn(withLocalRules(version, local), actionOf).map((found) => ({
      ...found,
      where: `${version.version}: ${found.where}`,
    })),
  ]);
  return [...faultsOfForce(local), ...over];
}

function faultsOfForce({ inForce }: Pick<ProcedureVersion, 'inForce'>): readonly Fault[] {
  return inForce.to !== undefined && inForce.to < inForce.from
    ? [fault('in-force-backwards', 'inForce', `ends on ${inForce.to}, before it begins`)]
    : [];
}

function faultsOfGuard(where: string, guard: Guard, version: ProcedureVersion, actionOf: ActionOf): readonly Fault[] {
  const { rule, values } = guard;
  if (!Object.hasOwn(RULES, rule)) return [fault('rule-unknown', where, `there is no rule '${rule}'`)];
  const steps = values['steps'];
  const undeclared = (Array.isArray(steps) ? steps : []).filter((event) => !brings(version, event, actionOf));
  const deadline = values['deadline'];
  const unknown = typeof deadline === 'string' && !version.deadlines.some(({ id }) => id === deadline);
  return [
    ...faultsOfValues(guard).map(({ code, says }) => fault(code, where, says)),
    ...undeclared.map((event) => fault('event-undeclared', where, `no action of this version brings ${event} about`)),
    ...(unknown ? [fault('deadline-unknown', where, `there is no deadline ${deadline}`)] : []),
    ...grounded(where, guard),
  ];
}

/** A number that is said to have been read somewhere says where. */
function grounded(where: string, { basis, verified }: Pick<Guard, 'basis' | 'verified'>): readonly Fault[] {
  return verified !== 'assumed' && basis === undefined
    ? [fault('basis-missing', where, `${verified}, and no document is named`)]
    : [];
}

/** A version by which something is decided says who decides. The first ones written down left it to the units. */
function faultsOfDecider({ version, decider, actions }: ProcedureVersion): readonly Fault[] {
  if (decider === undefined) {
    const decides = actions['DecideAdmission'] !== undefined || actions['DecideRecognition'] !== undefined;
    return decides && !PUBLISHED_BEFORE.includes(version)
      ? [fault('decider-missing', 'decider', 'something is decided, and nothing says by whom')]
      : [];
  }
  return [
    ...decider.kinds
      .filter((kind) => !(DECIDER_KINDS as readonly string[]).includes(kind))
      .map((kind) => fault('word-unknown', 'decider.kinds', `no unit that decides is a '${kind}'`)),
    ...grounded('decider', decider),
  ];
}

/** Whose majorities a version may give; of a matter other than the admission they are named with it. */
const DECIDING = [...VOTING_BODIES, 'decider', 'empowered-committee'];
const MAJORITIES = [...DECIDING, ...VOTE_MATTERS.flatMap((matter) => DECIDING.map((body) => `${matter}/${body}`))];

function faultsOfThresholds({ thresholds, path, decider }: ProcedureVersion): readonly Fault[] {
  const needed = [
    ...['cell', 'decider'],
    ...(path.some((step) => step.onlyWithCommittee) ? ['grassroots-committee'] : []),
    ...(decider?.empowered ? ['empowered-committee'] : []),
  ];
  const outside = ({ numerator, denominator, strict }: Threshold): boolean =>
    numerator > denominator || (strict && numerator === denominator);
  return [
    ...needed
      .filter((body) => thresholds[body] === undefined)
      .map((body) => fault('threshold-missing', 'thresholds', `the ${body} has no majority`)),
    ...Object.entries(thresholds).flatMap(([body, threshold]) => [
      ...(outside(threshold) ? [fault('threshold-out-of-range', `thresholds.${body}`, 'no vote can reach it')] : []),
      ...(MAJORITIES.includes(body) ? [] : [fault('word-unknown', `thresholds.${body}`, 'no such body votes')]),
      ...grounded(`thresholds.${body}`, threshold),
    ]),
  ];
}

function faultsOfDeadlines(version: ProcedureVersion, actionOf: ActionOf): readonly Fault[] {
  return version.deadlines.flatMap((rule, index) => {
    const where = `deadlines[${index}] ${rule.id}`;
    const earlier = version.deadlines.slice(0, index);
    return [
      ...faultsOfClock(where, rule, earlier, version, actionOf),
      ...faultsOfHaving(where, rule.fromHaving),
      ...faultsOfHaving(where, rule.untilHaving),
      ...grounded(where, rule),
      ...(earlier.some((other) => isSameClock(other, rule))
        ? [fault('deadline-doubled', where, 'it stands twice')]
        : []),
      ...(rule.extension !== undefined && version.actions['ExtendDeadline'] === undefined
        ? [fault('extension-unused', where, 'it can be extended, and no action extends')]
        : []),
    ];
  });
}

/** The same id started by the same event. With another start it is the same clock started anew. */
function isSameClock(one: DeadlineRule, other: DeadlineRule): boolean {
  return (
    one.id === other.id &&
    one.from === other.from &&
    JSON.stringify(one.fromHaving) === JSON.stringify(other.fromHaving)
  );
}

function faultsOfClock(
  where: string,
  { from, until, after, unless }: DeadlineRule,
  earlier: readonly DeadlineRule[],
  version: ProcedureVersion,
  actionOf: ActionOf,
): readonly Fault[] {
  const started = earlier.some(({ id, from: other }) => id === after && other === from);
  const passedBy = unless === undefined || brings(version, unless, actionOf);
  return [
    ...(brings(version, from, actionOf)
      ? []
      : [fault('event-undeclared', where, `no action of this version brings ${from} about`)]),
    ...(passedBy ? [] : [fault('event-undeclared', where, `no action of this version brings ${unless} about`)]),
    ...(brings(version, until, actionOf)
      ? []
      : [fault('deadline-endless', where, `no action of this version brings ${until} about`)]),
    ...(after === undefined || started
      ? []
      : [fault('deadline-unknown', where, `${after} is not started before it by ${from}`)]),
  ];
}

/** What is only assumed is said in the version's own words, where people look who have to answer for it. */
function faultsOfSources(version: ProcedureVersion): readonly Fault[] {
  const marks = [
    ...guardsOf(version).map(([, guard]) => guard),
    ...Object.values(version.thresholds),
    ...version.deadlines,
  ];
  const assumed = marks.some(({ verified, basis }) => verified === 'assumed' && basis !== undefined);
  const firstEdition = version.assumptions === undefined && !version.version.includes('.');
  // The first versions were published before assumptions were written down beside the marks; they cannot change.
  if (firstEdition && PUBLISHED_BEFORE.includes(version.version)) return [];
  return assumed && (version.assumptions ?? []).length === 0
    ? [fault('assumption-unsaid', 'assumptions', 'numbers are marked as assumed, and nothing says so in words')]
    : [];
}

const PUBLISHED_BEFORE: readonly string[] = ['R2016', 'R2021'];
