import type { Day, Outcome } from '@dossier/kernel';
import { commune, upTo2025, vote } from '../support/commune';
import { engineInMemory } from '../support/engine-in-memory';
import { asks, but, given, type Step } from '../support/scenario';

// An ended dossier lets go of its person, who may be listed anew. What takes it up again must find the person free.

const [listed, ...rest] = upTo2025('celebrated') as [Step, ...Step[]];
const erased: readonly Step[] = [
  listed,
  ...rest,
  asks('HoldErasureVote', '2026-01-10', { body: 'cell', ...vote('9-NQ', 7, 7) }),
  asks('EraseProbationer', '2026-01-20', vote('12-QĐ', 9, 9)),
];
const readmission = { leftOn: '2026-01-20', ground: 'erased', readmittedBefore: false };
const listedAnew: Step = { ...but(listed, { dossier: 'hs-2', readmission }), on: '2026-01-25' };
const asNew: Step = { ...but(listed, { dossier: 'hs-2' }), on: '2026-01-25' };
const owed = { kind: 'refused', refusal: { code: 'readmission-missing', have: 'hs-1', need: '2026-01-20' } };
const appeal = asks('AppealErasure', '2026-01-28', {});
const heldBy = (dossier: string) => ({ kind: 'refused', refusal: { code: 'person-has-dossier', have: dossier } });

/** An engine that has lived through these steps, and is asked one after the other. */
async function engineAfter(steps: readonly Step[]): Promise<(step: Step) => Promise<Outcome>> {
  const { regulation, log } = given(commune)().world;
  let today: Day = '2025-01-01';
  let asked = 0;
  const engine = engineInMemory({ today: () => today, regulation: () => regulation });
  await engine.write(log);
  const ask = ({ command, on }: Step): Promise<Outcome> => {
    today = on;
    asked += 1;
    return engine.ask(command as never, `step-${String(asked).padStart(4, '0')}`, on);
  };
  for (const step of steps) expect(await ask(step)).toMatchObject({ kind: 'accepted' });
  return ask;
}

it('R1 whom a dossier made a member is not listed as somebody new once erased, and stays free to be listed as who they are', async () => {
  const ask = await engineAfter(erased);
  expect(await ask(asNew)).toMatchObject(owed);
  expect(await ask(listedAnew)).toMatchObject({ kind: 'accepted' });
  const [withdrawn, third] = [
    but(asks('WithdrawCandidate', '2026-01-26', {}), { dossier: 'hs-2' }),
    { ...but(listed, { dossier: 'hs-3' }), on: '2026-01-29' },
  ];
  expect(await ask(withdrawn)).toMatchObject({ kind: 'accepted' });
  expect(await ask(third)).toMatchObject({ ...owed, refusal: { code: 'readmission-missing', have: 'hs-2' } });
});

it('R1 nor by a correction of the name under which somebody new was listed', async () => {
  const { identity, ...rest } = listed.command as { identity: object; type: string };
  const other = { ...rest, dossier: 'hs-2', identity: { name: 'Sùng A Hai', birth: '1999-03-04' } };
  const ask = await engineAfter([...erased, { command: other as never, on: '2026-01-25' }]);
  const corrects = (more: object): Step => {
    const replacement = { ...other, identity, ...more };
    const about = { corrects: 0, replacement, reason: 'wrong name', ground: '1-BB' };
    return but(asks('CorrectEntry', '2026-01-26', about as never), { dossier: 'hs-2' });
  };
  expect(await ask(corrects({}))).toMatchObject(owed);
  expect(await ask(corrects({ readmission }))).toMatchObject({ kind: 'accepted' });
});

it('an appeal takes up an erased dossier again, and the person cannot be listed elsewhere then', async () => {
  const ask = await engineAfter([...erased, appeal]);
  expect(await ask({ ...listedAnew, on: '2026-01-29' })).toMatchObject(heldBy('hs-1'));
});

it('an appeal is refused where the person has been listed anew in the meantime, and the new dossier keeps the person', async () => {
  const ask = await engineAfter([...erased, listedAnew]);
  expect(await ask(appeal)).toMatchObject(heldBy('hs-2'));
  expect(await ask({ ...but(listed, { dossier: 'hs-3' }), on: '2026-01-29' })).toMatchObject(heldBy('hs-2'));
});

it('the appeal can be made once the other dossier has ended', async () => {
  const withdrawn: Step = { ...but(asks('WithdrawCandidate', '2026-01-26', {}), { dossier: 'hs-2' }) };
  const ask = await engineAfter([...erased, listedAnew, withdrawn]);
  expect(await ask(appeal)).toMatchObject({ kind: 'accepted', events: ['ErasureAppealed'] });
});

it('of an appeal and a new listing at the same time one wins', async () => {
  const ask = await engineAfter(erased);
  const answers = await Promise.all([ask({ ...listedAnew, on: '2026-01-28' }), ask(appeal)]);
  expect(answers.map(({ kind }) => kind).sort()).toEqual(['accepted', 'refused']);
});
