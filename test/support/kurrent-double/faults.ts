/** What can be done to a call. Hooks are asked at every call, with how many of that kind came before. */
export interface Faults {
  /** After the commit: answer nothing at all, or break the call off. */
  loseAnswer: (n: number) => false | 'silence' | 'break';
  /** Before the commit: the call fails and nothing is written. */
  unavailable: (n: number) => boolean;
  /** Before the commit: the call fails with this status of gRPC, and nothing is written. */
  fails: (n: number) => false | number;
  /** Another node leads; the trailers of the answer name its address, where it has one. */
  notLeader: (n: number) => false | { readonly host: string; readonly port: number } | 'elsewhere';
  /** The port of the node that gossip says is leading; left out, this one. */
  leads: () => number | undefined;
  /** A conflict is told with a wrong revision. */
  lie: () => boolean;
  /** Reads of a stream come without positions, as from servers before 22.6. */
  hidePositions: () => boolean;
  /** Milliseconds to wait: before a write is looked at, and before it is answered. */
  delayBefore: (n: number) => number;
  delayAfter: (n: number) => number;
  /** A read breaks after that many events. */
  cutRead: (n: number) => false | number;
  /** Milliseconds before a read says anything; Infinity never does. */
  delayRead: (n: number) => number;
  /** A subscription breaks at its nth event, ends there without an error, or has the event sent twice. */
  subscription: (n: number) => false | 'kill' | 'end' | 'duplicate';
  /** Calls without credentials, or with credentials, are turned away. */
  deny: () => false | 'unauthenticated' | 'forbidden';
}

export function noFaults(): Faults {
  return {
    loseAnswer: () => false,
    unavailable: () => false,
    fails: () => false,
    notLeader: () => false,
    leads: () => undefined,
    lie: () => false,
    hidePositions: () => false,
    delayBefore: () => 0,
    delayAfter: () => 0,
    cutRead: () => false,
    delayRead: () => 0,
    subscription: () => false,
    deny: () => false,
  };
}

/** How many calls of each kind were answered or not, since the double began. */
export interface Counts {
  appends: number;
  reads: number;
  subscriptions: number;
  subscribed: number;
  events: number;
}
