import type { DossierCommand } from '@dossier/contract';
import type { Outcome, Recorded } from '@dossier/kernel';
import { engineInMemory, type EngineInMemory } from '../engine-in-memory';
import { chooseMove, type Move } from './choosing';
import { same } from './invariants';
import { make } from './making';
import { begin, known, type Start, type Walk } from './walk';

// The same walk through the engine itself, with its stores in memory. What the walk models of it must be what it does.

function differs(came: string, outcome: Outcome): boolean {
  if (outcome.kind === 'refused') return came !== `refused: ${outcome.refusal.code}`;
  // What is written beside a dossier is not in its answer.
  return !came.startsWith(outcome.events.join(', '));
}

/** Goes a walk and the engine beside it; answers the first difference, how many commands were asked, and what was refused. */
export async function walkBeside(
  start: Start,
  seeds: readonly number[],
): Promise<{ readonly asked: number; readonly refused: readonly string[]; readonly difference: string | undefined }> {
  const walk = await begin(start);
  const engine = engineInMemory({ today: () => walk.today, regulation: () => walk.world.regulation });
  await engine.write(walk.world.log);
  const refused: string[] = [];
  let asked = 0;
  for (const seed of seeds) {
    const move = chooseMove(known(walk), seed);
    const from = walk.world.log.length;
    await make(walk, move);
    const request = requestOf(move);
    await engine.write(beforeOwn(walk.world.log.slice(from), request));
    if (request === undefined) continue;
    asked += 1;
    const { command, id, on, account } = request;
    const outcome = await engine.ask(command, id, on, account);
    if (outcome.kind === 'refused') refused.push(outcome.refusal.code);
    if (differs(walk.came, outcome)) {
      const difference = `${JSON.stringify(command)} on ${on}: ${walk.came} against ${JSON.stringify(outcome)}`;
      return { asked, refused, difference };
    }
  }
  return { asked, refused, difference: await logsDiffer(walk, engine) };
}

type Request = {
  readonly command: DossierCommand;
  readonly id: string;
  readonly on: string;
  readonly account?: string;
};

function requestOf(move: Move): Request | undefined {
  if (move.kind !== 'ask' || !('dossier' in move.step.command)) return undefined;
  const { command, on, account } = move.step;
  return { command: command as DossierCommand, id: move.id, on, ...(account === undefined ? {} : { account }) };
}

/** What happened by itself before the command's own events, which the engine writes. */
function beforeOwn(happened: readonly Recorded[], request: Request | undefined): readonly Recorded[] {
  const own = happened.findIndex(({ stream }) => stream === `dossier-${request?.command.dossier ?? ''}`);
  return own < 0 ? happened : happened.slice(0, own);
}

/** Where the engine's log holds another event than the walk's; the random id of a person apart. */
async function logsDiffer({ world }: Walk, { kit }: EngineInMemory): Promise<string | undefined> {
  const bare = ({ stream, revision, type, data, meta }: Recorded): unknown => {
    const told = { stream, revision, type, data, on: meta.on, procedure: meta.procedure, overlay: meta.overlay };
    return JSON.parse(JSON.stringify(told).replaceAll(/"person":"p-[^"]+"/g, '"person":"p"'));
  };
  for (const event of world.log) {
    const [stored] = await kit.store.readStream(event.stream, event.revision);
    const found = stored && (await kit.codec.decode(stored));
    if (found === undefined || !same(bare(event), bare(found)))
      return `${JSON.stringify(bare(event))} against ${found === undefined ? 'nothing' : JSON.stringify(bare(found))}`;
  }
  return undefined;
}
