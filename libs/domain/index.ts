export * from './asked';
export * from './dated';
export * from './dossier';
export * from './member';
export * from './organisation';
export * from './quota';
export * from './regulation';
export * from './training';
