export * from './answers';
export * from './commands';
export * from './dossier-commands';
export * from './explanation';
export * from './parts';
export * from './queries';
export * from './trial';
export * from './words';
