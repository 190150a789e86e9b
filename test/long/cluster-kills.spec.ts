import { clusterKillsContract } from '../torture/cluster-kills.contract';

clusterKillsContract({ seconds: 120, everyMs: 5000, callers: 6 });
