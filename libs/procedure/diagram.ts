import type { DeadlineRule, ProcedureVersion, Step } from './schema';

/** How a picture calls a thing: an event, an action, a body, a phase. The language is the caller's. */
export type Word = (code: string) => string;

/** Words of the picture itself. */
export interface DiagramWords {
  readonly word: Word;
  readonly workingDays: (days: number) => string;
  readonly months: (months: number) => string;
  readonly onlyWhere: (body: string) => string;
  readonly before: (step: string) => string;
}

/**
 * Where the ways off the usual one lead: to an ending (null), or back to a step; one that undoes steps leads from
 * the last of those to the first. Which of them a version knows, after which step each is open and until when is read from its guards.
 */
const IRREGULAR: Readonly<Record<string, string | null>> = {
  ReplaceMentor: 'MentorAssigned',
  DelistCandidate: null,
  WithdrawCandidate: null,
  RecordDeath: null,
  MoveCandidate: 'MentorAssigned',
  ReturnDossier: 'DocumentFiled',
  RefuseAdmission: null,
  RedoStep: 'BiographyStamped',
  AnnulDecision: null,
  EraseProbationer: null,
  LetLeave: null,
};

/** A label as Mermaid reads it: quotes and brackets would end it. */
function label(text: string): string {
  return `"${text.replaceAll('"', '”').replaceAll('[', '(').replaceAll(']', ')')}"`;
}

function nodeOf(step: Step, index: number): string {
  return `s${index}_${step.event}`;
}

/** A version as a Mermaid flowchart: the usual way by its phases, whose turn each step is, its deadlines, and the ways off it. */
export function diagramOf(version: ProcedureVersion, words: DiagramWords): string {
  const nodes = version.path.map((step, index) => ({ step, id: nodeOf(step, index) }));
  return [
    'flowchart TD',
    ...phasesOf(version, nodes, words),
    ...wayOf(nodes, words),
    ...irregular(version, nodes, words),
    '  classDef ending stroke-dasharray: 4 3',
    '',
  ].join('\n');
}

interface Node {
  readonly step: Step;
  readonly id: string;
}

function phasesOf(version: ProcedureVersion, nodes: readonly Node[], words: DiagramWords): readonly string[] {
  const phases = [...new Set(nodes.map(({ step }) => step.phase))];
  return phases.flatMap((phase) => [
    `  subgraph ${phase.replaceAll('-', '_')}[${label(words.word(phase))}]`,
    ...nodes
      .filter(({ step }) => step.phase === phase)
      .map(({ step, id }) => `    ${id}[${label(stepLabel(version, step, words))}]`),
    '  end',
  ]);
}

/** What a step is called, whose turn it is, and by when it is due on the usual way. */
function stepLabel({ deadlines, path }: ProcedureVersion, step: Step, words: DiagramWords): string {
  const due = deadlines
    .filter(({ until, untilHaving, kind }) => kind !== 'serves' && until === step.event && fits(step, untilHaving))
    .filter(({ from }) => path.some(({ event }) => event === from))
    .map((rule) => `${rule.id}: ${lengthOf(rule, words)}`);
  return [words.word(step.event), `(${words.word(step.by)})`, ...due].join('<br/>');
}

function fits({ having }: Step, wanted: DeadlineRule['untilHaving']): boolean {
  return Object.entries(wanted ?? {}).every(([name, value]) => having?.[name] === value);
}

function lengthOf({ amount, unit }: Pick<DeadlineRule, 'amount' | 'unit'>, words: DiagramWords): string {
  return unit === 'months' ? words.months(amount) : words.workingDays(amount);
}

/** Arrows of the way. A step that is left out where its body is not there can be passed by. */
function wayOf(nodes: readonly Node[], words: DiagramWords): readonly string[] {
  return nodes.flatMap(({ id }, index) => {
    const arrows: string[] = [];
    for (const next of nodes.slice(index + 1)) {
      arrows.push(`  ${id} -->${condition(next.step, words)} ${next.id}`);
      if (!isOptional(next.step)) break;
    }
    return arrows;
  });
}

function isOptional({ onlyWithCommittee, onlyWithSubCommittee }: Step): boolean {
  return onlyWithCommittee === true || onlyWithSubCommittee === true;
}

function condition(step: Step, { onlyWhere, word }: DiagramWords): string {
  if (step.onlyWithCommittee) return `|${label(onlyWhere(word('grassroots-committee')))}|`;
  return step.onlyWithSubCommittee ? `|${label(onlyWhere(word('sub-committee')))}|` : '';
}

function irregular(version: ProcedureVersion, nodes: readonly Node[], words: DiagramWords): readonly string[] {
  return Object.entries(IRREGULAR).flatMap(([action, leads]) => {
    const { undoes = [] } = version.actions[action] ?? {};
    const undone = nodes.filter(({ step }) => undoes.includes(step.event));
    const start = undone.at(-1) ?? openAfter(version, action, nodes);
    if (version.actions[action] === undefined || start === undefined) return [];
    const says = label(limited(version, action, words));
    if (leads === null) {
      const end = `e_${action}`;
      return [`  ${end}([${says}]):::ending`, `  ${start.id} -.-> ${end}`];
    }
    const target = undone[0] ?? nodes.find(({ step }) => step.event === leads);
    return target === undefined ? [] : [`  ${start.id} -.->|${says}| ${target.id}`];
  });
}

/** The steps a rule of an action names. */
function stepsOf({ actions }: ProcedureVersion, action: string, rule: string): readonly string[] {
  return (actions[action]?.guards ?? [])
    .filter((guard) => guard.rule === rule)
    .flatMap(({ values }) => (Array.isArray(values['steps']) ? values['steps'] : []));
}

/** The step after which an action is open: the last its guards want; the first of the way where they want none. */
function openAfter(version: ProcedureVersion, action: string, nodes: readonly Node[]): Node | undefined {
  const wanted = stepsOf(version, action, 'steps-taken');
  return nodes.filter(({ step }) => wanted.includes(step.event)).at(-1) ?? nodes[0];
}

/** What an action is called, and before which step it has to happen. */
function limited(version: ProcedureVersion, action: string, { word, before }: DiagramWords): string {
  const [until] = stepsOf(version, action, 'steps-not-taken');
  return until === undefined ? word(action) : `${word(action)}<br/>(${before(word(until))})`;
}
