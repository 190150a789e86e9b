import { commune, upTo2025, vote } from '../../../test/support/commune';
import { asks, given, type Step } from '../../../test/support/scenario';
import { readmissionOwed } from './readmission';

const after = (...steps: readonly Step[]) => given(commune)(...steps).state;
const erases = [
  asks('HoldErasureVote', '2025-11-03', { body: 'cell', ...vote('7', 7, 7) }),
  asks('EraseProbationer', '2025-11-04', vote('9', 6, 9)),
];
const erased = after(...upTo2025('celebrated'), ...erases);
const says = (leftOn: string, readmittedBefore = false) => ({
  readmission: { leftOn, ground: 'erased' as const, readmittedBefore },
});

it.each([
  ['erased', erased, '2025-11-04'],
  ['left', after(...upTo2025('celebrated'), asks('LetLeave', '2025-11-06', { number: '1-CV' })), '2025-11-06'],
])('R1 one whom a dossier made a member and who was %s is listed again as a re-admission', (_, before, leftOn) => {
  expect(readmissionOwed({}, 'hs-1', before)).toEqual({
    refused: { code: 'readmission-missing', condition: 'readmission', have: 'hs-1', need: leftOn, who: 'cell' },
  });
  expect(readmissionOwed(says(leftOn), 'hs-1', before)).toBeUndefined();
  expect(readmissionOwed(says('2020-01-01'), 'hs-1', before)).toEqual({
    refused: { code: 'before-earlier-step', condition: 'leftOn', have: '2020-01-01', need: leftOn, who: 'cell' },
  });
});

it('R1 who comes back twice does not say it is the first time, and a return that came to nothing changes nothing', () => {
  const again = {
    ...erased,
    readmission: { leftOn: '2019-05-05', ground: 'erased' as const, readmittedBefore: false },
  };
  expect(readmissionOwed(says('2025-11-04'), 'hs-2', again)).toEqual({
    refused: {
      code: 'readmitted-before',
      condition: 'readmittedBefore',
      have: '2025-11-04',
      need: null,
      who: 'nobody',
    },
  });
  expect(readmissionOwed(says('2025-11-04', true), 'hs-2', again)).toBeUndefined();
  const withdrawn = { ...after(...upTo2025('listed'), asks('WithdrawCandidate', '2025-07-03', {})) };
  const inVain = { ...withdrawn, readmission: again.readmission };
  expect(readmissionOwed({}, 'hs-2', inVain)).toMatchObject({ refused: { need: '2019-05-05' } });
  expect(readmissionOwed(says('2019-05-05'), 'hs-2', inVain)).toBeUndefined();
});

it('R1 who was never a member is listed as any other: withdrawn, taken off the list, or the decision annulled', () => {
  for (const steps of [
    [...upTo2025('listed'), asks('WithdrawCandidate', '2025-07-03', {})],
    [...upTo2025('opened'), asks('DelistCandidate', '2025-07-20', {})],
    [...upTo2025('celebrated'), asks('AnnulDecision', '2025-10-03', { number: '1', ground: 'political' })],
  ])
    expect(readmissionOwed({}, 'hs-1', after(...steps))).toBeUndefined();
});
