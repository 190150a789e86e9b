export * from './commands';
export * from './parts';
export * from './answers';
export * from './queries';
export * from './words';
