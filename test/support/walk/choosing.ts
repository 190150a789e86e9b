import { addDays } from '@dossier/calendar';
import type { Explanation, Identity, PlainDossierCommand } from '@dossier/contract';
import { ACTION_OF, ACTIONS, type DossierContext, type DossierEventType, type DossierState } from '@dossier/domain';
import type { Day, Refusal } from '@dossier/kernel';
import type { Step, World } from '../scenario';
import { commandOf, type Action, type Scene } from './arguments';
import { chanceOf, type Chance } from './chance';
import { CELL_IDS } from './province';
import { registers } from '../scenario';

/** One thing done on a walk: a command, a command sent again, or the software made new. */
export type Move =
  | { readonly kind: 'ask'; readonly id: string; readonly step: Step; readonly tries: readonly Step[] }
  | { readonly kind: 'again'; readonly id: string }
  | { readonly kind: 'upgrade' };

/** What whoever chooses the next move knows. */
export interface Known {
  readonly world: World;
  readonly today: Day;
  /** How many moves were made. */
  readonly moves: number;
  /** Dossiers in the order they were listed. */
  readonly dossiers: readonly string[];
  readonly last: string | undefined;
  /** Ids of commands that were accepted lately. */
  readonly accepted: readonly string[];
  readonly upgradable: boolean;
  state(dossier: string): DossierState;
  said(dossier: string): ReadonlyMap<number, PlainDossierCommand>;
  explain(dossier: string, on: Day): Explanation;
  context(dossier: string, on: Day): DossierContext;
}

/** How often each action is taken among those that are possible; one that is not named, ordinarily. */
const WEIGHTS: Readonly<Partial<Record<Action, number>>> = {
  RecordDeath: 0.04,
  DelistCandidate: 0.08,
  WithdrawCandidate: 0.08,
  LetLeave: 0.15,
  AnnulDecision: 0.5,
  RefuseAdmission: 4,
  MoveCandidate: 0.8,
  RequestConsent: 0.3,
  GrantConsent: 0.8,
  DenyConsent: 0.15,
  RedoStep: 2,
  AdoptProcedure: 0.6,
  ReturnDossier: 1.5,
  EraseProbationer: 15,
  HoldErasureVote: 4,
  AppealErasure: 4,
  ResolveAppeal: 4,
  ApproveCorrection: 4,
  AnswerReexamination: 4,
  AskReexamination: 1,
  GiveNotice: 1.5,
  RedirectDecision: 4,
  ForwardDossier: 4,
  ReceiveDossier: 4,
  ProlongProbation: 4,
  ExtendDeadline: 1.5,
};

const UNDOING: readonly Action[] = ['RedoStep', 'MoveCandidate', 'AdoptProcedure'];

/** What is seldom possible is done in so many of a hundred cases in which it is. */
const SELDOM: readonly (readonly [Action, number])[] = [
  ['ProlongProbation', 20],
  ['RedirectDecision', 40],
  ['ReturnDossier', 10],
  ['RefuseAdmission', 8],
  ['AppealErasure', 60],
  ['ResolveAppeal', 40],
  ['LetLeave', 1],
];

/** What mends a refusal, where an action of the dossier can; and what it asks for. */
function mending({ code, need }: Refusal): { readonly action: Action; readonly need?: string } | undefined {
  const asked = typeof need === 'string' ? { need } : {};
  switch (code) {
    case 'step-missing':
      return asked.need !== undefined && asked.need in ACTION_OF
        ? { action: ACTION_OF[asked.need as DossierEventType] }
        : undefined;
    case 'document-missing':
      return { action: 'FileDocument', ...asked };
    case 'supplement-missing':
    case 'paper-stale':
      return { action: mendingPaper(asked.need), ...asked };
    case 'opinion-missing':
      return { action: 'CollectOpinion', ...asked };
    case 'introducers-missing':
      return { action: 'NameIntroducer' };
    case 'verification-open':
    case 'verification-unclear':
      return { action: 'AnswerVerification' };
    case 'mentor-must-be-replaced':
      return { action: 'ReplaceMentor' };
    case 'certificate-stale':
      return { action: 'ProposeTraining' };
    case 'consent-missing':
      return { action: 'GrantConsent', ...asked };
    case 'too-old':
      return { action: 'RequestConsent', need: 'over-sixty' };
    case 'application-after-biography':
      return { action: 'FileDocument', need: '2-KNĐ' };
    case 'decider-missing':
    case 'not-in-procedure':
      return { action: 'AdoptProcedure' };
    case 'report-missing':
      return { action: 'ReportProbation' };
    case 'reexamination-open':
      return { action: 'AnswerReexamination' };
    case 'reexamination-rejected':
    case 'decision-after-move':
      return { action: 'AnnulDecision' };
    case 'late-without-consent':
      return { action: 'RequestConsent', need: 'late-ceremony' };
    default:
      return undefined;
  }
}

function mendingPaper(need: string | undefined): Action {
  if (need === 'VerificationAnswered' || need === 'que') return 'RequestVerification';
  if (need === 'residence' || need === 'union' || need === 'helping-cell') return 'CollectOpinion';
  return need === 'cell' ? 'RecordRemark' : 'FileDocument';
}

interface Chosen {
  readonly action: Action;
  readonly need?: string;
  /** Until when to wait first. */
  readonly wait?: Day;
}

/** What to do with a dossier: mostly what is next or mends what is in its way, sometimes something else, sometimes anything. */
function chosen(dossier: string, { actions, next }: Explanation, state: DossierState, chance: Chance): Chosen {
  const lines = new Map(actions.map((line) => [line.action, line]));
  const anything = (): Chosen => ({
    action: chance.weighed(
      actions.map(({ action, possible }) => [action as Action, possible ? (WEIGHTS[action as Action] ?? 0.6) : 0.01]),
    ),
  });
  if (chance.percent(6)) return { action: chance.one(ACTIONS) };
  if (goesBadly(dossier) && state.probation !== undefined && state.outcome === undefined && chance.percent(60)) {
    return { action: lines.get('EraseProbationer')?.possible ? 'EraseProbationer' : 'HoldErasureVote' };
  }
  for (const [action, share] of SELDOM) if (lines.get(action)?.possible && chance.percent(share)) return { action };
  if (next === null || chance.percent(state.outcome === undefined ? 17 : 80)) return anything();
  const line = lines.get(next.action);
  const endsOn = state.probation?.endsOn;
  if (next.action === 'ReportProbation' && endsOn !== undefined)
    return { action: 'ReportProbation', wait: addDays(endsOn, 1) };
  if (line === undefined || line.possible) return { action: next.action as Action };
  const { refusal } = line;
  if (refusal?.from !== undefined) return { action: next.action as Action, wait: refusal.from };
  return (refusal && mending(refusal)) ?? anything();
}

/** The next move of a walk, as a number chooses it. */
export function chooseMove(known: Known, seed: number): Move {
  const chance = chanceOf(seed);
  const id = `walk-${String(known.moves).padStart(6, '0')}`;
  if (known.upgradable && chance.percent(0.6)) return { kind: 'upgrade' };
  if (known.accepted.length > 0 && chance.percent(4)) return { kind: 'again', id: chance.one(known.accepted) };
  const passes = chance.weighed([
    [0, 40],
    [chance.from(1, 5), 35],
    [chance.from(6, 15), 20],
    [chance.from(16, 40), 6],
    [chance.from(60, 200), 0.4],
  ]);
  const today = addDays(known.today, passes);
  if (chance.percent(2)) return { kind: 'ask', id, step: ofMember(known, chance, today), tries: [] };
  return { kind: 'ask', id, ...ofDossier(known, chance, today) };
}

/** What becomes of members meanwhile: some go, some come. */
function ofMember(known: Known, chance: Chance, on: Day): Step {
  const ids = [...known.world.states.keys()]
    .filter((stream) => stream.startsWith('member-'))
    .map((stream) => stream.slice('member-'.length));
  const member = chance.one(ids);
  return chance.weighed<Step>([
    [registers(`dv-${known.moves}`, chance.one(CELL_IDS), '2010-05-19', on), 5],
    [{ command: { type: 'MoveMember', member, cell: chance.one(CELL_IDS) }, on }, 2],
    [{ command: { type: 'DisciplineMember', member, form: 'reprimand' }, on }, 1],
    [{ command: { type: 'DepartMember', member, reason: chance.one(['died', 'left']) }, on }, 1.5],
  ]);
}

/** So many dossiers are under way at once; more are listed as these end. */
const AT_ONCE = 4;

function whichDossier({ dossiers, last, state }: Known, chance: Chance): string {
  const fresh = `hs-${dossiers.length + 1}`;
  const open = dossiers.filter((id) => state(id).outcome === undefined);
  // What has just ended is gone on with for a while: appeals, notices, corrections, and what may not be done any more.
  const outcome = last === undefined ? undefined : state(last).outcome;
  if (last !== undefined && outcome !== undefined && chance.percent(outcome === 'recognised' ? 30 : 75)) return last;
  if (open.length === 0 || (open.length < AT_ONCE && chance.percent(25)) || chance.percent(1)) return fresh;
  if (last !== undefined && open.includes(last) && chance.percent(75)) return last;
  return chance.percent(7) ? chance.one(dossiers) : chance.one(open);
}

/** Whether things go badly for a candidate: in every fourth dossier bodies mostly vote against, and erase. */
function goesBadly(dossier: string): boolean {
  return Number(dossier.slice('hs-'.length)) % 4 === 0;
}

/** Identities that were listed before, those of ended dossiers among them: the same person is met again. */
function met({ dossiers, said }: Known): readonly Identity[] {
  return dossiers.flatMap((id) => {
    const listed = said(id).get(0);
    return listed?.type === 'ListCandidate' ? [listed.identity] : [];
  });
}

function ofDossier(known: Known, chance: Chance, from: Day): { readonly step: Step; readonly tries: readonly Step[] } {
  const dossier = whichDossier(known, chance);
  const state = known.state(dossier);
  const listed = state.revision >= 0;
  const today = chance.percent(3) && listed ? addDays(from, 1) : from;
  const plan = listed
    ? chosen(dossier, known.explain(dossier, today), state, chance)
    : { action: 'ListCandidate' as const };
  const waits = 'wait' in plan && plan.wait !== undefined && plan.wait > today && chance.percent(70);
  const then = waits && 'wait' in plan && plan.wait !== undefined ? plan.wait : today;
  // What undoes others is entered late more often than not: the order of the days is what it can break.
  const late = UNDOING.includes(plan.action) ? 60 : 9;
  const on = chance.weighed<Day>([
    [then, 88],
    [addDays(then, -chance.from(1, 60)), late],
    [addDays(then, chance.from(1, 30)), 2],
  ]);
  const context = known.context(dossier, on);
  const scene: Scene = {
    chance,
    world: known.world,
    dossier,
    state,
    context,
    on,
    today: then,
    said: known.said(dossier),
    met: met(known),
    against: goesBadly(dossier) && chance.percent(70),
    ...('need' in plan && plan.need !== undefined ? { need: plan.need } : {}),
  };
  const account = chance.one(['officer-one', 'officer-two']);
  const asks = (action: Action): Step => ({ command: commandOf(action, scene), on, today: then, account });
  const step = asks(plan.action);
  return { step, tries: listed ? [asks(chance.one(ACTIONS))] : [] };
}
