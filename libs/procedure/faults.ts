import type { ProcedureVersion } from './schema';

/** Something wrong with procedure data: what kind, where in the document, and in words. */
export interface Fault {
  readonly code: FaultCode;
  readonly where: string;
  readonly says: string;
}

export type FaultCode =
  | 'rule-unknown'
  | 'value-missing'
  | 'value-of-wrong-kind'
  | 'value-unread'
  | 'word-unknown'
  | 'values-disagree'
  | 'action-unknown'
  | 'action-unguarded'
  | 'event-undeclared'
  | 'step-unreachable'
  | 'step-before-its-ground'
  | 'step-doubled'
  | 'way-round'
  | 'no-way-back'
  | 'deadline-unknown'
  | 'deadline-endless'
  | 'deadline-doubled'
  | 'extension-unused'
  | 'basis-missing'
  | 'assumption-unsaid'
  | 'decider-missing'
  | 'threshold-missing'
  | 'threshold-out-of-range'
  | 'in-force-backwards'
  | 'versions-overlap'
  | 'versions-gap'
  | 'loosens';

/** Which command brings an event about, for every event there is. The domain knows it; the data is held against it. */
export type ActionOf = Readonly<Record<string, string>>;

export function fault(code: FaultCode, where: string, says: string): Fault {
  return { code, where, says };
}

/** Whether some action of the version brings an event about. */
export function brings({ actions }: ProcedureVersion, event: string, actionOf: ActionOf): boolean {
  const action = Object.hasOwn(actionOf, event) ? actionOf[event] : undefined;
  return action !== undefined && actions[action] !== undefined;
}
