import { clusterKillsContract } from './cluster-kills.contract';

clusterKillsContract({ seconds: 15, everyMs: 4000, callers: 3 });
