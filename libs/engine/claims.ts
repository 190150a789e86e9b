import type { DossierCommand } from '@dossier/contract';
import { dossier } from '@dossier/domain';
import type { Evolution, KeyStore, Kit, Refusal } from '@dossier/kernel';
import { dossierStream } from './judges/dossier';
import { blindIndex, newPersonId } from './sealing/persons';

type Listing = Extract<DossierCommand, { type: 'ListCandidate' }>;

/** A person claimed for a dossier; `undo` gives the claim back when the listing is refused after all. */
export type Claimed =
  { readonly person: string; undo(): Promise<void> } | { readonly refused: Refusal };

/**
 * One living dossier for each person. The first to claim a blind index holds it, atomically in the key store and durable
 * before the first event. A later dossier takes the claim over only when the holder's dossier has ended, by compare and
 * set on the holder: of two that try, one wins. A claim whose dossier never came to be is given back by whoever made it,
 * or, after a crash, by the sweep at the next start (ADR 0007).
 */
export async function claimPerson(kit: Kit, keys: KeyStore, listing: Listing, fresh = newPersonId()): Promise<Claimed> {
  const stream = dossierStream(listing);
  const blind = await blindIndex(keys, listing.identity);
  // The key comes first, so that a claim that is left behind always stands under a stream the sweep looks at.
  await keys.ensureKey(stream);
  const claim = await keys.claim(blind, stream, fresh);
  const { person } = claim;
  if (claim.dossier === stream) {
    return { person, undo: async () => void (person === fresh && (await keys.releaseClaim(blind, stream))) };
  }
  if ((await hasEnded(kit, claim.dossier)) && (await keys.moveClaim(blind, claim.dossier, stream))) {
    return { person, undo: async () => void (await keys.moveClaim(blind, stream, claim.dossier)) };
  }
  const holder = claim.dossier.slice('dossier-'.length);
  return { refused: { code: 'person-has-dossier', condition: 'identity', have: holder, need: null, who: 'cell' } };
}

async function hasEnded(kit: Kit, stream: string): Promise<boolean> {
  const { outcome } = await foldStream(kit, stream, dossier);
  return outcome !== undefined && outcome !== 'admitted';
}

async function foldStream<S>(kit: Kit, stream: string, { initial, evolve }: Evolution<S, never>): Promise<S> {
  let state = initial;
  for (const stored of await kit.store.readStream(stream)) state = evolve(state, (await kit.codec.decode(stored)) as never);
  return state;
}

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
