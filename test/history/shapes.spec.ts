import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decisionNumbers, dossier, member, organisation, quota, regulation, training } from '@dossier/domain';
import type { Envelope, Evolution } from '@dossier/kernel';
import { VIEWS, type Seen } from '@dossier/views';

// One stored envelope of every event type of each release that shipped, exactly as its store held it. A release adds a file
// and never touches an older one: what was written once must fold for ever, in every aggregate and every view.

const FOLDS: Readonly<Record<string, Evolution<unknown, never>>> = {
  dossier: dossier as never,
  organisation: organisation as never,
  member: member as never,
  quota: quota as never,
  training: training as never,
  procedure: regulation as never,
  calendar: regulation as never,
  decisions: decisionNumbers as never,
};

/** Shapes that change no state here: the member that leaves the roll is another than the one that joined it. */
const UNSEEN: readonly string[] = ['MemberLeftRoll'];

const releases = readdirSync(__dirname).filter((name) => name.endsWith('.json'));

it('has the shapes of a release', () => expect(releases).toContain('0.1.0.json'));

describe.each(releases)('the shapes of %s', (file) => {
  const envelopes = JSON.parse(readFileSync(join(__dirname, file), 'utf8')) as Envelope[];

  it.each(envelopes.map((envelope) => [envelope.type, envelope] as const))(
    '%s still folds and still shows',
    (_, envelope) => {
      const fold = FOLDS[envelope.stream.split('-')[0] ?? ''];
      if (!fold) throw new Error(`no aggregate folds ${envelope.stream}`);
      const event = { ...envelope, order: 1 };
      // The shapes before it are folded first: an adjustment means nothing to a quota that was never assigned.
      const before = envelopes
        .slice(0, envelopes.indexOf(envelope))
        .filter((e) => e.stream.split('-')[0] === envelope.stream.split('-')[0]);
      const state = before.reduce<unknown>((s, e) => fold.evolve(s, { ...e, order: 1 } as never), fold.initial);
      const after = fold.evolve(state, event as never);
      expect(after).toEqual(expect.any(Object));
      if (!UNSEEN.includes(envelope.type)) expect(after).not.toEqual(state);
      for (const view of VIEWS) {
        for (const key of view.touches(event as Seen))
          expect(() => view.apply(undefined, event as Seen, key)).not.toThrow();
      }
    },
  );

  it('holds no two of one type', () => {
    const types = envelopes.map((envelope) => envelope.type);
    expect(new Set(types).size).toBe(types.length);
  });
});

it('has every event type that is written today', () => {
  const aggregates = ['dossier', 'member', 'organisation', 'quota', 'training', 'regulation'];
  const files = [...aggregates.map((aggregate) => `${aggregate}/events.ts`), 'dossier/numbers.ts'];
  const written = files.flatMap((file) => {
    const source = readFileSync(join(__dirname, '..', '..', 'libs', 'domain', file), 'utf8');
    return [...source.matchAll(/(?:DomainEvent|Step_)<\s*'([A-Z][A-Za-z]+)'/g)].map((match) => match[1]);
  });
  // A release need not repeat the shapes of those before it: whatever shipped once is folded from the file it shipped in.
  const shapes = releases.flatMap((file) => JSON.parse(readFileSync(join(__dirname, file), 'utf8')) as Envelope[]);
  expect([...new Set(shapes.map((envelope) => envelope.type as string))].sort()).toEqual(written.sort());
});
