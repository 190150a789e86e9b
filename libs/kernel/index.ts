export * from './decider';
export * from './event';
export * from './ports';
export * from './position';
export * from './transact';
