export * from './facts';
export * from './rulebook';
export { RULES } from './rules';
export * from './schema';
