import { OWNER } from '../../service';
import type { RouteExamples } from '../route-example';

export const adoptionExamples: RouteExamples = {
  'POST /v1/adoptions': () => ({
    query: `account=${OWNER}`,
    body: { Images: [{ ImageId: 'ami-0123456789abcdef0', OwnerId: OWNER, State: 'available' }] },
    mayBeAbsent: { ImageId: 'who may launch what nobody knows is reported, and the others are taken' },
  }),
};
