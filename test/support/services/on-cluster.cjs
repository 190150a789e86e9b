process.env.TEST_SCALE = 'cluster';
