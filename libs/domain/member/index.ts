export * from './decide';
export * from './events';
export * from './going-along';
export * from './state';
