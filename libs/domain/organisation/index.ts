export * from './decide';
export * from './events';
export * from './kinds';
export * from './standing';
export * from './state';
export * from './succession';
