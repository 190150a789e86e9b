// Tests with real servers and processes wait for conditions; on a busy machine these come late, and that is no failure.
jest.setTimeout(30_000);
