import { clusterKillsContract } from '../support/cluster/kills-spec';

clusterKillsContract({ seconds: 15, everyMs: 4000, callers: 3 });
