import { because } from '../../asked';
import { isWaived } from '../facts';
import { noted, type Part } from './happens';
import { doesNotAddUp } from './votes';

/** The papers of a dossier: opening, filing, introducing, verifying, opinions, consents. */
export const papers: Part<
  | 'OpenDossier'
  | 'FileDocument'
  | 'NameIntroducer'
  | 'EndorseByUnion'
  | 'StampBiography'
  | 'RequestVerification'
  | 'AnswerVerification'
  | 'RecordRemark'
  | 'CollectOpinion'
  | 'NoteTemporaryActivity'
  | 'RequestConsent'
  | 'GrantConsent'
  | 'DenyConsent'
> = {
  OpenDossier({ dossier }, _state, _context, { procedure }) {
    return { type: 'DossierOpened', data: { dossier, procedure: procedure.version } };
  },

  FileDocument({ dossier, form, writtenOn, pages }, _state, _context, { on }) {
    if (writtenOn > on) return because('day-in-future', 'writtenOn', writtenOn, on, 'nobody');
    return { type: 'DocumentFiled', data: { dossier, form, writtenOn, ...(pages === undefined ? {} : { pages }) } };
  },

  NameIntroducer({ dossier, member, togetherSince }, state) {
    if (state.introducers.some((introducer) => introducer.member === member))
      return because('already-done', 'member', member, null, 'nobody');
    return { type: 'IntroducerNamed', data: { dossier, member, togetherSince, waived: isWaived(member, state) } };
  },

  EndorseByUnion(command) {
    const { dossier, union, number, yes, no, convened } = command;
    return doesNotAddUp(command) ?? { type: 'UnionEndorsed', data: { dossier, union, number, yes, no, convened } };
  },

  StampBiography({ dossier }) {
    return { type: 'BiographyStamped', data: { dossier } };
  },

  RequestVerification({ dossier, place, abroad, sent }, _state, context) {
    if (sent && context.members[sent.member]?.state.registered === undefined)
      return because('member-unknown', 'sent', sent.member);
    return {
      type: 'VerificationRequested',
      data: {
        dossier,
        place,
        ...(abroad === undefined ? {} : { abroad }),
        ...(sent === undefined ? {} : { sent }),
      },
    };
  },

  AnswerVerification(command, { verifications }) {
    const { dossier, place, clear } = command;
    if (verifications[place] === undefined) return because('verification-not-asked', 'place', place);
    return { type: 'VerificationAnswered', data: { dossier, place, clear, ...noted(command) } };
  },

  RecordRemark(command) {
    return { type: 'RemarkRecorded', data: { dossier: command.dossier, by: command.by, ...noted(command) } };
  },

  CollectOpinion(command) {
    return { type: 'OpinionCollected', data: { dossier: command.dossier, from: command.from, ...noted(command) } };
  },

  NoteTemporaryActivity({ dossier, place, until }, _state, _context, { on }) {
    if (until !== undefined && until < on) return because('ends-before-it-begins', 'until', until, on);
    return { type: 'TemporaryActivityNoted', data: { dossier, place, ...(until === undefined ? {} : { until }) } };
  },

  RequestConsent({ dossier, matter, number }, { consents }) {
    const known = consents[matter];
    if (known?.granted !== undefined) return because('already-done', 'matter', known.granted, null, 'nobody');
    return { type: 'ConsentRequested', data: { dossier, matter, ...(number === undefined ? {} : { number }) } };
  },

  GrantConsent({ dossier, matter, number }, { consents }) {
    const known = consents[matter];
    if (known?.requested === undefined) return because('consent-not-requested', 'matter', matter, null, 'cell');
    if (known.granted !== undefined) return because('already-done', 'matter', known.granted, null, 'nobody');
    return { type: 'ConsentGranted', data: { dossier, matter, number } };
  },

  DenyConsent({ dossier, matter, number }, { consents }) {
    const known = consents[matter];
    if (known?.requested === undefined) return because('consent-not-requested', 'matter', matter, null, 'cell');
    if (known.granted !== undefined) return because('already-done', 'matter', known.granted, null, 'nobody');
    return { type: 'ConsentDenied', data: { dossier, matter, number } };
  },
};
