export * from './decide';
export * from './events';
export * from './facets';
export * from './facts';
export * from './state';
