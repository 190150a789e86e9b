// Property tests draw the same cases in every run, so that two runs over the same code report the same figure.
require('fast-check').configureGlobal({ seed: 20260101 });
