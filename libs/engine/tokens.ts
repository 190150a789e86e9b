/** What the module provides under a name, because its type is an interface and leaves no trace at run time. */
export const STORES = Symbol('stores');
export const EVENTS = Symbol('events');
export const READS = Symbol('reads');
export const KEYS = Symbol('keys');
export const REGULATION = Symbol('regulation');
export const CONFIG = Symbol('config');
export const CLOCK = Symbol('clock');
