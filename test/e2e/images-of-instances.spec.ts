import type { SimulatedComputeProvider } from '../../libs/compute';
import { ComputeFailure } from '../../libs/machine-images';
import { COMPUTE_PROVIDER } from '../../libs/runtime';
import { after, type Answer, type Caller } from '../support/caller';
import { testDatabase, type TestDatabase } from '../support/database';
import { eventually } from '../support/eventually';
import { FRIEND, OWNER, registration, startService, STRANGER, type Service } from '../support/service';

