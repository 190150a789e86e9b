export * from './clocks';
export * from './diagram';
export * from './facts';
export * from './lint';
export * from './local-rules';
export * from './rulebook';
export { judgesArguments, OF_BIRTH, RULES } from './rules';
export * from './schema';
