import { clusterKillsContract } from '../support/cluster/kills-spec';

clusterKillsContract({ seconds: 120, everyMs: 5000, callers: 6 });
