import { memoryEvents, memoryKeys } from '@dossier/adapters';
import type { DossierCommand } from '@dossier/contract';
import { DossierMessage, SealingCodec, Transactor } from '@dossier/engine';
import type { Kit, Outcome, Recorded, Remembered } from '@dossier/kernel';
import { PersonClaims } from '../../../libs/engine/claims';
import { DossierHandler } from '../../../libs/engine/handlers';
import { chooseMove, type Move } from './choosing';
import { same } from './invariants';
import { begin, known, make, type Start, type Walk } from './walk';

// The same walk through the engine itself, with its stores in memory: the handler that Nest calls, sealing, the claims on
// persons in the key store. What the walk models of them must be what they do.

interface Engine {
  readonly kit: Kit;
  readonly handler: DossierHandler;
}

function engineBeside(walk: Walk): Engine {
  const keys = memoryKeys();
  const remembered = new Map<string, Remembered>();
  const kit: Kit = {
    store: memoryEvents(),
    codec: new SealingCodec(keys),
    clock: { now: () => `${walk.today}T03:00:00.000Z` },
    memory: { get: (stream) => remembered.get(stream), set: (stream, what) => void remembered.set(stream, what) },
  };
  const transactor = new Transactor(kit, { publish: () => undefined } as never, keys, false);
  const regulation = { now: () => walk.world.regulation, refresh: () => Promise.resolve() };
  return { kit, handler: new DossierHandler(transactor, new PersonClaims(kit, keys), regulation as never) };
}

/** Writes what happened beside dossiers, as it is: to units, members and classes. */
async function write({ kit }: Engine, events: readonly Recorded[]): Promise<void> {
  for (const { stream, revision, meta, type, data } of events) {
    const encoded = await kit.codec.encode({ type, data }, { stream, revision, meta });
    await kit.store.append([{ stream, expected: revision - 1, events: [encoded] }]);
  }
}

function differs(came: string, outcome: Outcome): boolean {
  if (outcome.kind === 'refused') return came !== `refused: ${outcome.refusal.code}`;
  // What is written beside a dossier is not in its answer.
  return !came.startsWith(outcome.events.join(', '));
}

/** Goes a walk and the engine beside it; answers the first difference, and how many commands were asked. */
export async function walkBeside(
  start: Start,
  seeds: readonly number[],
): Promise<{ readonly asked: number; readonly refused: readonly string[]; readonly difference: string | undefined }> {
  const walk = await begin(start);
  const engine = engineBeside(walk);
  await write(engine, walk.world.log);
  const refused: string[] = [];
  let asked = 0;
  for (const seed of seeds) {
    const move = chooseMove(known(walk), seed);
    const from = walk.world.log.length;
    await make(walk, move);
    const happened = walk.world.log.slice(from);
    const request = requestOf(move);
    const own =
      request === undefined ? -1 : happened.findIndex(({ stream }) => stream === `dossier-${request.command.dossier}`);
    await write(engine, request === undefined || own < 0 ? happened : happened.slice(0, own));
    if (request === undefined) continue;
    asked += 1;
    const outcome = await engine.handler.execute(new DossierMessage(request as never));
    if (outcome.kind === 'refused') refused.push(outcome.refusal.code);
    if (differs(walk.came, outcome)) {
      const difference = `${JSON.stringify(request.command)} on ${request.on}: ${walk.came} against ${JSON.stringify(outcome)}`;
      return { asked, refused, difference };
    }
  }
  return { asked, refused, difference: await logsDiffer(walk, engine) };
}

function requestOf(move: Move) {
  if (move.kind !== 'ask' || !('dossier' in move.step.command)) return undefined;
  const { command, on, account = 'officer-one' } = move.step;
  const actor = { account, role: 'secretary', unit: 'a-unit', policy: '1' };
  return { command: command as DossierCommand, commandId: move.id, on, actor };
}

/** Where the engine's log holds another event than the walk's; the random id of a person apart. */
async function logsDiffer({ world }: Walk, { kit }: Engine): Promise<string | undefined> {
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
