export * from './decide';
export * from './events';
export * from './period';
export * from './state';
