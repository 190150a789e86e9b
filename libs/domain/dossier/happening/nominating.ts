import { because } from '../../asked';
import { noted, type Part } from './happens';

/** Nomination, mentor assignment and training. */
export const nominating: Part<
  | 'ListCandidate'
  | 'AssignMentor'
  | 'ReplaceMentor'
  | 'ReportMentor'
  | 'ProposeTraining'
  | 'CertifyTraining'
  | 'PermitPaperwork'
> = {
  ListCandidate(command, _state, context, { on }) {
    const { dossier, cell, proposedBy, declared, identity, assignment, readmission } = command;
    if (identity.birth > on) return because('day-in-future', 'birth', null, on, 'nobody');
    if (readmission && readmission.leftOn > on)
      return because('day-in-future', 'leftOn', readmission.leftOn, on, 'nobody');
    if (context.person === undefined) throw new TypeError('a candidate is listed under a person id');
    return {
      type: 'CandidateListed',
      data: {
        dossier,
        cell,
        proposedBy,
        declared,
        person: context.person,
        identity,
        ...(assignment === undefined ? {} : { assignment }),
        ...(readmission === undefined ? {} : { readmission }),
        ...noted(command),
      },
    };
  },

  AssignMentor({ dossier, member }) {
    return { type: 'MentorAssigned', data: { dossier, member } };
  },

  ReplaceMentor({ dossier, member, reason }, { mentor }) {
    const before = mentor?.member ?? '';
    if (before === member) return because('nothing-changed', 'member', member);
    return { type: 'MentorReplaced', data: { dossier, member, before, reason } };
  },

  ReportMentor(command) {
    const { dossier, opinion } = command;
    return { type: 'MentorReported', data: { dossier, opinion, ...noted(command) } };
  },

  ProposeTraining({ dossier, class: name }, _state, context) {
    if (!context.class?.planned) return because('class-unknown', 'class', name);
    return { type: 'TrainingProposed', data: { dossier, class: name } };
  },

  CertifyTraining({ dossier, class: name, number, issuedOn }, { training }, context, { on }) {
    const to = context.class?.planned?.to;
    if (to !== undefined && training?.class !== name)
      return because('class-not-proposed', 'class', name, training?.class ?? null);
    if (to === undefined) return because('class-unknown', 'class', name);
    if (issuedOn > on) return because('day-in-future', 'issuedOn', issuedOn, on, 'nobody');
    if (issuedOn < to) return because('class-not-over', 'issuedOn', issuedOn, to, 'nobody');
    return { type: 'TrainingCertified', data: { dossier, class: name, number, issuedOn } };
  },

  PermitPaperwork({ dossier, number }) {
    return { type: 'PaperworkPermitted', data: { dossier, number } };
  },
};
