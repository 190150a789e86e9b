export * from './clock';
export * from './config';
export * from './dispatch';
export * from './duties';
export * from './engine.module';
export * from './history';
export * from './jobs/jobs';
export * from './jobs/timers';
export * from './messages';
export * from './observing/index';
export { isUnwritten, openStores, type Stores } from './open-adapters';
export * from './projections/completeness';
export * from './projections/live-feed';
export * from './projections/back-pressure';
export * from './projections/operations';
export * from './projections/projections';
export * from './projections/projector';
export * from './projections/rebuild';
export { renewStore, type Renewed } from './projections/renew-store';
export * from './queries/explain';
export * from './queries/messages';
export { ProceduresQuery, ProcedureQuery } from './queries/procedures';
export * from './queries/reading';
export { AdoptionQuery, TrialQuery } from './queries/survey-dossiers';
export * from './reactions/reactions';
export * from './regulation';
export * from './request';
export * from './sealing/codec';
export * from './tokens';
export * from './transactor';
export * from './import/blank';
export * from './import/columns';
export * from './import/import';
export { NotAWorkbook, readRows, type BadRow } from './import/workbook';
export type { ImportResult, RefusedRow } from './import/run';
export {
  COPIED,
  copyDataFolder,
  holdDataFolder,
  loadMasterKey,
  placeCopy,
  tryCopy,
  type CopyFigures,
} from '@dossier/adapters';
export { diagramOf } from '@dossier/procedure';
export * from './shipped';
export { storesToLookAt } from './import/rehearse';
