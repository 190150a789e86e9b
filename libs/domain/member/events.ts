import type { Identity } from '@dossier/contract';
import type { Day, DomainEvent } from '@dossier/kernel';

/** What happens to a member, as far as mentoring, introducing, voting and overseeing need to know. */
export type MemberEvent =
  | DomainEvent<
      'MemberRegistered',
      {
        member: string;
        cell: string;
        standing: 'official' | 'probationary';
        officialSince?: Day;
        sex?: 'female' | 'male';
        identity?: Identity;
        /** The dossier that made the member; one who was registered has none. */
        dossier?: string;
      }
    >
  /** With `since` where it holds from another day than the event's own: a hand-over that is written later. */
  | DomainEvent<'MemberMoved', { member: string; from: string; to: string; since?: Day }>
  | DomainEvent<'MemberDisciplined', { member: string; form: string }>
  | DomainEvent<'MemberBecameOfficial', { member: string; officialSince: Day }>
  | DomainEvent<'MemberReinstated', { member: string; cell: string }>
  | DomainEvent<'MemberDeparted', { member: string; cell: string; reason: string }>;
