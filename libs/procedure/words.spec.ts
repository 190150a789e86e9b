import {
  consentMatter,
  DOSSIER_ACTIONS,
  dossierCommand,
  organisationKind,
  redoable,
  SCHOOLING,
  voteMethod,
} from '@dossier/contract';
import { isRedoable } from '../domain/dossier/actions';
import { shipped } from '../../test/support/procedures';
import * as words from './words';

// Commands bring the words that rules look for: the two lists are the same, word by word, though neither lib knows the other.

/** The words a part of a command can say, wherever in it they stand. */
function wordsOf(action: (typeof DOSSIER_ACTIONS)[number], ...path: readonly string[]): readonly string[] {
  const command = dossierCommand.options[DOSSIER_ACTIONS.indexOf(action)];
  let part = command as unknown as { def: Record<string, never>; shape: Record<string, never>; options: string[] };
  for (const name of path) {
    while ('innerType' in part.def || 'element' in part.def)
      part = part.def['innerType'] ?? (part.def['element'] as never);
    part = part.shape[name] as never;
  }
  return part.options;
}

it.each([
  ['levels of schooling', words.LEVELS, SCHOOLING],
  ['matters of consents', words.CONSENT_MATTERS, consentMatter.options],
  ['methods of voting', words.VOTE_METHODS, voteMethod.options],
  ['grounds on which one is left out', words.EXCUSES, wordsOf('HoldCellVote', 'excused', 'ground')],
  ['grounds of leaving', words.LEAVING_GROUNDS, wordsOf('ListCandidate', 'readmission', 'ground')],
  ['sides that are heard', words.OPINION_SIDES, wordsOf('CollectOpinion', 'from')],
  ['who reports', words.REPORTERS, wordsOf('ReportProbation', 'by')],
  ['bodies that vote', words.VOTING_BODIES, wordsOf('HoldRecognitionVote', 'body')],
  ['steps that can be done again', words.REDOABLE, redoable.options],
  ['kinds of units that decide', [...words.DECIDER_KINDS, 'sub-committee', 'cell'], organisationKind.options],
])('%s are those of the commands', (_, known, said) => {
  expect(known).toEqual(said);
});

it('what can be done again is what the domain lets be done again', () => {
  expect(words.REDOABLE.every(isRedoable)).toBe(true);
});

it('every form of a paper is explained', () => {
  const pages = shipped('docs/GLOSSARY.md') + shipped('docs/PROCEDURE.md') + shipped('docs/IMPORT.md');
  expect(words.FORMS.filter((form) => !pages.includes(form))).toEqual([]);
});
