// The kit that scenarios are told with, under one name for whoever tells them.

export { dossier, founds, plansClass, registers, SURROUNDINGS } from './district';
export { given, type Given } from './given';
export { perform } from './performing';
export { asSeen, keep, rowsOf, seen } from './rows';
export { asks, but, DOSSIER, onDay } from './steps';
export { before, DECLARED, IDENTITY, step, upTo, WAY, wayFrom, type Stage, type Way } from './way';
export { publishedRegulation, wantedIn, type Step, type World } from './world';
