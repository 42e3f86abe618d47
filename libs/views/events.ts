import { accessEvents, type RefusalEvent, type ServiceTokenEvent } from '#access';
import { machineImageEvents, type MachineImageEvent } from '#machine-images';

/** Everything that can stand in the log. What is not listed here stops a reader. */
export const ledgerEvents = machineImageEvents.and(accessEvents);
export type LedgerEvent = MachineImageEvent | ServiceTokenEvent | RefusalEvent;
