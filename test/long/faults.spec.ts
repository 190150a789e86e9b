import { faultSuite } from '../support/faulting/suite';

faultSuite({ onDoubles: 200, onServers: 20 });
