import type { DossierCommand, Identity } from '@dossier/contract';
import { dossier, isLiving, readmissionOwed, type DossierEvent, type DossierState } from '@dossier/domain';
import {
  fold,
  StoreUnavailable,
  type KeyStore,
  type Kit,
  type Outcome,
  type Recorded,
  type Refusal,
} from '@dossier/kernel';
import { dossierStream } from './judges/dossier';
import { blindIndex, newPersonId } from './sealing/persons';

type Listing = Extract<DossierCommand, { type: 'ListCandidate' }>;

/**
 * One living dossier for each person (ADR 0007). The first to claim a blind index holds it, atomically in the key store
 * and durable before the first event. A later dossier takes the claim over only when the holder's dossier has ended, by
 * compare and set on the holder: of two that try, one wins. The listings of one person go one after the other, in whatever
 * process (`KeyStore.inTurn`), so that nothing comes between a claim, its listing, and giving it back. What a crash leaves
 * behind is swept at the next start.
 */
export class PersonClaims {
  constructor(
    private readonly kit: Kit,
    private readonly keys: KeyStore,
  ) {}

  /** Runs a listing; `list` may call `claim` as often as it is tried, and a listing that came to nothing gives its claim back. */
  async listing(command: Listing, list: (claim: () => Promise<Claimed>) => Promise<Outcome>): Promise<Outcome> {
    const blind = await blindIndex(this.keys, command.identity);
    return this.keys.inTurn(blind, () => this.listed(command, blind, list));
  }

  /**
   * Runs a command that takes hold of a person once more. A correction of who a dossier is about does: the person keeps the
   * id, and the claim of the corrected identity is taken beside the old one, so that neither can be listed again while this
   * dossier lives. So does what takes up an ended dossier again: in the meantime the person may have been listed elsewhere.
   */
  async taking(
    command: { readonly dossier: string },
    whom: Taken,
    run: (claim: () => Promise<Claimed>) => Promise<Outcome>,
  ): Promise<Outcome> {
    const blind = await blindIndex(this.keys, whom.identity);
    return this.keys.inTurn(blind, () => this.taken(command, whom, blind, run));
  }

  private async taken(
    command: { readonly dossier: string },
    { restated }: Taken,
    blind: Uint8Array,
    run: (claim: () => Promise<Claimed>) => Promise<Outcome>,
  ): Promise<Outcome> {
    const stream = dossierStream(command);
    let undo: (() => Promise<unknown>) | undefined;
    const claim = async (): Promise<Claimed> => {
      const { person = newPersonId() } = await this.state(stream);
      const held = await this.keys.findClaim(blind);
      if (held?.dossier === stream) return { person };
      const { dossier: holder } = await this.keys.claim(blind, stream, person);
      if (holder === stream) {
        undo = () => this.keys.releaseClaim(blind, stream);
        return { person };
      }
      const before = await this.state(holder);
      if (isLiving(before)) return heldBy(holder);
      // A correction says what is true, and what breaks a rule by it is exposed: but to say it is a re-admission it has to.
      const owed =
        restated && restated.readmission === undefined ? readmissionOwed(restated, idOf(holder), before) : undefined;
      if (owed) return owed;
      if (!(await this.keys.moveClaim(blind, holder, stream))) return heldBy(holder);
      undo = () => this.keys.moveClaim(blind, stream, holder);
      return { person };
    };
    try {
      const outcome = await run(claim);
      if (outcome.kind === 'refused') await undo?.();
      return outcome;
    } catch (error) {
      // Where it is not known what became of the command the claim stays: it bars a second listing, and no more.
      if (!(error instanceof StoreUnavailable)) await undo?.();
      throw error;
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
      const before = await this.state(holder);
      if (isLiving(before)) return heldBy(holder);
      const owed = readmissionOwed(command, idOf(holder), before);
      if (owed) return owed;
      if (await this.keys.moveClaim(blind, holder, stream)) {
        undo = () => this.keys.moveClaim(blind, stream, holder);
        return { person };
      }
      return heldBy(holder);
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
    const events: Recorded[] = [];
    for (const stored of await this.kit.store.readStream(stream)) events.push(await this.kit.codec.decode(stored));
    return fold(dossier, events as unknown as readonly Recorded<DossierEvent>[]);
  }
}

function heldBy(holder: string): Claimed {
  const have = idOf(holder);
  return { refused: { code: 'person-has-dossier', condition: 'identity', have, need: null, who: 'cell' } };
}

function idOf(stream: string): string {
  return stream.slice('dossier-'.length);
}

/** Whom a command takes hold of once more; with what it restates of the listing, where it does. */
export interface Taken {
  readonly identity: Identity;
  readonly restated?: Pick<Listing, 'readmission'>;
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
