import { faultSuite } from '../support/faulting/suite';

faultSuite({ onDoubles: 3, onServers: 2 });
