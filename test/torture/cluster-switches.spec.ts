import { clusterSwitchesContract } from './cluster-switches.contract';

clusterSwitchesContract({ turns: 1, callers: 3 });
