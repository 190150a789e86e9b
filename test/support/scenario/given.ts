import assert from 'node:assert/strict';
import { whoWord } from '@dossier/contract';
import { dossier as dossierStream, phaseOf, type DossierEvent, type DossierState, type Phase } from '@dossier/domain';
import type { Day, Recorded, Refusal } from '@dossier/kernel';
import { perform, type Performed } from './performing';
import { DOSSIER } from './steps';
import { stateIn, type Step, type World } from './world';

// Scenarios are told as the regulation tells them: given what has happened, when this is asked, then it is accepted or
// refused. Everything runs through the deciders themselves; there is no store, no clock and nothing is replaced.

type Steps = Step | readonly Step[];

/** What a test expects of a refusal: any of its parts; of the basis, the document with its date. */
type Expected = Partial<Omit<Refusal, 'basis'>> & {
  readonly basis?: { readonly document: string; readonly date: Day };
};

/** A case as given: what holds in it, and what can be asked of it. */
export interface Given {
  readonly world: World;
  readonly state: DossierState;
  readonly phase: Phase;
  /** More of what has happened. */
  and(...steps: readonly Steps[]): Given;
  when(step: Step): When;
}

/** What came of asking. */
interface When {
  /** It was refused, and with these words. */
  refused(expected: Expected): Refusal;
  /** It was accepted and these events were recorded, in this order; answers the case that it leaves. */
  accepted(
    ...types: readonly string[]
  ): Given & { readonly events: readonly Recorded[]; readonly event: Recorded<DossierEvent> };
}

/** The case of one dossier in a world. A step that the deciders refuse cannot be given. */
export function given(world: World, id = DOSSIER): (...steps: readonly Steps[]) => Given {
  return (...steps) => {
    let now = world;
    for (const step of steps.flat() as readonly Step[]) {
      const performed = perform(now, step);
      if ('refused' in performed) {
        assert.fail(
          `cannot be given: ${step.command.type} on ${step.on} is refused: ${JSON.stringify(performed.refused)}`,
        );
      }
      now = performed.world;
    }
    return caseOf(now, id);
  };
}

function caseOf(world: World, id: string): Given {
  const state = stateIn(world, `dossier-${id}`, dossierStream);
  return {
    world,
    state,
    phase: phaseOf(state),
    and: (...steps) => given(world, id)(...steps),
    when: (step) => whenAsked(perform(world, step), step, id),
  };
}

function whenAsked(performed: Performed, step: Step, id: string): When {
  return {
    refused(expected) {
      if (!('refused' in performed)) assert.fail(`${step.command.type} on ${step.on} was accepted`);
      const { refused } = performed;
      assertTells(refused);
      const { basis, ...plain } = expected;
      const seen = Object.fromEntries(Object.keys(plain).map((part) => [part, refused[part as keyof Refusal]]));
      assert.deepStrictEqual(seen, plain);
      if (basis) assert.deepStrictEqual({ document: refused.basis?.document, date: refused.basis?.date }, basis);
      return refused;
    },
    accepted(...types) {
      if ('refused' in performed) {
        assert.fail(`${step.command.type} on ${step.on} is refused: ${JSON.stringify(performed.refused)}`);
      }
      const { world, events } = performed;
      if (types.length > 0) {
        // What a dossier's step writes beside it, on rolls and in members' streams, is looked at by those it concerns.
        const own = 'dossier' in step.command ? events.filter(({ stream }) => stream.startsWith('dossier-')) : events;
        const found = own.map(({ type }) => type);
        assert.deepStrictEqual(found, [...types]);
      }
      return { ...caseOf(world, id), events, event: events[0] as Recorded<DossierEvent> };
    },
  };
}

/** Every refusal names what stood in the way, and who can change it in a word that people are shown. */
function assertTells({ code, condition, who }: Refusal): void {
  assert.match(condition, /^[A-Za-z][A-Za-z0-9+-]*$/, `${code} names no condition`);
  assert.notEqual(whoWord(who, 'vi'), who, `${code} says '${who}' can change it: there are no words for that`);
}
