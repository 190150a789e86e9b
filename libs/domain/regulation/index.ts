export * from './decide';
export * from './events';
export * from './propose';
export * from './state';
