import { clusterSwitchesContract } from '../torture/cluster-switches.contract';

clusterSwitchesContract({ turns: 3, callers: 3 });
