import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ByHand } from './by-hand';
import { atOnce, type Asked, type Contestant } from './contestant';
import { kindOf } from './corpus';
import { Emmett } from './emmett';
import { interleaved, rateOf, type Row } from './figures';
import { openOurs } from './ours';
import { supplyOfEvents } from './supply';

/** Commands each dossier gets in a round: the first finds it cold, the others as the first left it. */
const EACH = 4;
const WIDE = 64;

export interface CommandFigures {
  readonly serial: readonly Row[];
  readonly wide: readonly Row[];
  readonly reads: readonly Row[];
  /** What became of commands that were asked of Emmett at once without care. */
  readonly probed: undefined | { readonly asked: number; readonly failed: number; readonly early: number };
}

export const OURS = 'ours';
const UNREMEMBERED = 'ours, nothing remembered';
const WITH_VIEWS = 'ours, views behind it';
export const BY_HAND = 'by hand';
export const EMMETT = 'Emmett, one at a time';
export const EMMETT_GATHERED = 'Emmett, gathered';

export interface Size {
  readonly rounds: number;
  /** Commands a round, one after another and 64 at once. */
  readonly serial: number;
  readonly wide: number;
  /** Dossiers read a round. */
  readonly reads: number;
}

const idsOf = (word: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, i) => `${word}-${i}`);

export async function measureCommands(
  folder: string,
  size: Size,
  only: (name: string) => boolean,
): Promise<CommandFigures> {
  const contestants = await openAll(folder, only);
  let n = 0;
  const asks = (word: string, count: number): { readonly ids: readonly string[]; readonly asked: readonly Asked[] } => {
    const ids = idsOf(word, Math.ceil(count / EACH));
    const asked = Array.from({ length: count }, (_, i) => {
      const kind = kindOf(i);
      n += 1;
      return { n, kind, id: kind === 'ListCandidate' ? `${word}-new-${i}` : (ids[i % ids.length] ?? '') };
    });
    return { ids, asked };
  };
  const commands = (width: number, count: number) => (contestant: Contestant) => ({
    name: contestant.name,
    async measure(round: number): Promise<number> {
      const { ids, asked } = asks(`w${width}r${round}`, count);
      await contestant.seed(ids);
      const before = await contestant.count();
      const rate = await rateOf(count, () => atOnce(width, asked, (one) => contestant.ask(one)));
      const written = (await contestant.count()) - before;
      if (written !== count)
        throw new Error(`${contestant.name} answered ${count} commands and wrote ${written} events`);
      return rate;
    },
  });
  const reading = (contestant: Contestant) => ({
    name: contestant.name,
    async measure(round: number): Promise<number> {
      const ids = idsOf(`read${round}`, size.reads);
      await contestant.seed(ids);
      return rateOf(ids.length, () => atOnce(1, ids, (id) => contestant.readAndFold(id)));
    },
  });
  try {
    const serial = await interleaved(size.rounds, contestants.map(commands(1, size.serial)));
    const wide = await interleaved(size.rounds, contestants.map(commands(WIDE, size.wide)));
    const readers = contestants.filter(({ name }) => [OURS, BY_HAND, EMMETT].includes(name));
    const reads = await interleaved(size.rounds, readers.map(reading));
    const careless = asks('probe', WIDE * EACH);
    const probed = only(EMMETT) ? await probe(folder, careless.ids, careless.asked) : undefined;
    return { serial, wide, reads, probed };
  } finally {
    for (const contestant of contestants) await contestant.close();
  }
}

/** In a database of its own, for its connection is of no more use afterwards. */
async function probe(
  folder: string,
  ids: readonly string[],
  asked: readonly Asked[],
): Promise<NonNullable<CommandFigures['probed']>> {
  const at = join(folder, 'probe');
  mkdirSync(at);
  const emmett = await Emmett.open(at, 'Emmett, as it comes', await supplyOfEvents(), 'as it comes');
  await emmett.seed(ids);
  const once = asked.filter(({ kind }) => kind !== 'ListCandidate').slice(0, WIDE);
  const found = await emmett.probe(once);
  await emmett.close();
  return { asked: once.length, ...found };
}

async function openAll(folder: string, only: (name: string) => boolean): Promise<readonly Contestant[]> {
  const supply = await supplyOfEvents();
  const makers: readonly { name: string; open(at: string): Promise<Contestant> }[] = [
    { name: OURS, open: (at) => openOurs(at, OURS, { remembers: true, views: false }) },
    { name: UNREMEMBERED, open: (at) => openOurs(at, UNREMEMBERED, { remembers: false, views: false }) },
    { name: WITH_VIEWS, open: (at) => openOurs(at, WITH_VIEWS, { remembers: true, views: true }) },
    { name: BY_HAND, open: async (at) => new ByHand(at, supply) },
    { name: EMMETT, open: (at) => Emmett.open(at, EMMETT, supply, 'one at a time') },
    { name: EMMETT_GATHERED, open: (at) => Emmett.open(at, EMMETT_GATHERED, supply, 'gathered') },
  ];
  const opened: Contestant[] = [];
  for (const [index, { name, open }] of makers.entries()) {
    if (!only(name)) continue;
    const at = join(folder, `commands-${index}`);
    mkdirSync(at);
    opened.push(await open(at));
  }
  return opened;
}
