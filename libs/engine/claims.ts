import type { DossierCommand } from '@dossier/contract';
import { dossier, type DossierState } from '@dossier/domain';
import type { KeyStore, Kit, Outcome, Recorded, Refusal } from '@dossier/kernel';
import { dossierStream } from './judges/dossier';
import { blindIndex, newPersonId } from './sealing/persons';

type Listing = Extract<DossierCommand, { type: 'ListCandidate' }>;

/**
 * One living dossier for each person (ADR 0007). The first to claim a blind index holds it, atomically in the key store
 * and durable before the first event. A later dossier takes the claim over only when the holder's dossier has ended, by
 * compare and set on the holder: of two that try, one wins. In one process the listings of one person go one after the
 * other, so that nothing comes between a claim, its listing, and giving it back. What a crash leaves behind is swept at
 * the next start.
 */
export class PersonClaims {
  private readonly queues = new Map<string, Promise<unknown>>();

  constructor(
    private readonly kit: Kit,
    private readonly keys: KeyStore,
  ) {}

  /** Runs a listing; `list` may call `claim` as often as it is tried, and a listing that came to nothing gives its claim back. */
  async listing(command: Listing, list: (claim: () => Promise<Claimed>) => Promise<Outcome>): Promise<Outcome> {
    const blind = await blindIndex(this.keys, command.identity);
    const turn = Buffer.from(blind).toString('base64');
    const before = this.queues.get(turn) ?? Promise.resolve();
    const task = before.then(() => this.listed(command, blind, list));
    const settled = task.catch(() => undefined);
    this.queues.set(turn, settled);
    try {
      return await task;
    } finally {
      if (this.queues.get(turn) === settled) this.queues.delete(turn);
    }
  }

  private async listed(
    command: Listing,
    blind: Uint8Array,
    list: (claim: () => Promise<Claimed>) => Promise<Outcome>,
  ): Promise<Outcome> {
    const stream = dossierStream(command);
    const fresh = newPersonId();
    let undo: (() => Promise<unknown>) | undefined;
    const claim = async (): Promise<Claimed> => {
      // A dossier that exists is refused as such, whoever it is about: no claim is made in its name.
      if ((await this.state(stream)).cell !== undefined) return { person: fresh };
      // The key comes first, so that a claim that is left behind always stands under a stream the sweep looks at.
      await this.keys.ensureKey(stream);
      const { person, dossier: holder } = await this.keys.claim(blind, stream, fresh);
      if (holder === stream) {
        undo ??= () => this.keys.releaseClaim(blind, stream);
        return { person };
      }
      const { outcome } = await this.state(holder);
      const ended = outcome !== undefined && outcome !== 'admitted';
      if (ended && (await this.keys.moveClaim(blind, holder, stream))) {
        undo = () => this.keys.moveClaim(blind, stream, holder);
        return { person };
      }
      return {
        refused: {
          code: 'person-has-dossier',
          condition: 'identity',
          have: holder.slice('dossier-'.length),
          need: null,
          who: 'cell',
        },
      };
    };
    try {
      return await list(claim);
    } finally {
      // Kept if this person's listing stands in the stream, whoever of several callers brought it there.
      const held = undo && (await this.keys.findClaim(blind));
      if (held && held.dossier === stream && (await this.state(stream)).person !== held.person) await undo?.();
    }
  }

  private async state(stream: string): Promise<DossierState> {
    let state = dossier.initial;
    for (const stored of await this.kit.store.readStream(stream)) {
      state = dossier.evolve(state, (await this.kit.codec.decode(stored)) as Recorded<never>);
    }
    return state;
  }
}

/** A person claimed for a dossier, or the dossier that holds the claim. */
export type Claimed = { readonly person: string } | { readonly refused: Refusal };

/** Gives back claims and keys whose first event never came: the process ended between the key store and the log. */
export async function sweepOrphans(kit: Kit, keys: KeyStore): Promise<number> {
  let swept = 0;
  for (const stream of await keys.streams()) {
    if ((await kit.store.readStream(stream)).length > 0) continue;
    await keys.destroy(stream);
    swept += 1;
  }
  return swept;
}
