export * from './age';
export * from './certainty';
export * from './day';
export * from './period';
export * from './running-period';
export * from './working-days';
export * from './year';
