// The walks as tests ask for them.

export { walkAboutBeside } from './about';
export { breakingNothing } from './breaking-nothing';
