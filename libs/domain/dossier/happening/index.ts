import type { DossierCommand } from '@dossier/contract';
import type { RecordAction } from '../actions';
import { deciding } from './deciding';
import { ending } from './ending';
import type { Happens, Of } from './happens';
import { moving } from './moving';
import { nominating } from './nominating';
import { papers } from './papers';
import { probation } from './probation';
import { redoing } from './redoing';

export type { Answer, Beside, Happened, Happens, Of, Under } from './happens';
export { facetsOf, numberOfDecision, numbersStream, probationEnd } from './deciding';
export { thresholdOf } from './votes';

/** What each command that a regulation may know stands for. */
export const HAPPENING: {
  readonly [T in Exclude<DossierCommand['type'], RecordAction>]: Happens<T>;
} & Readonly<Partial<Record<RecordAction, never>>> = {
  ...nominating,
  ...papers,
  ...deciding,
  ...moving,
  ...probation,
  ...ending,
  ...redoing,
};

export type Command<T extends DossierCommand['type']> = Of<T>;
