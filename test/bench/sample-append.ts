import { randomUUID } from 'node:crypto';
import type { EventToAppend } from '#event-sourcing';

export const TYPE = 'LaunchPermissionGranted';

const DATA = {
  grantId: 'b6d0f7f0-6f0e-5b1e-9a53-0d5f3c0f8f11',
  imageId: 'ami-0abcdef1234567890',
  principal: { kind: 'account', userId: '123456789012' },
  note: 'x'.repeat(130),
};
const METADATA = {
  actor: { account: '123456789012', interface: 'rest', personal: 'k1.'.padEnd(90, 'y'), roles: ['member'] },
  causationId: '0d0f4a5e-32f4-5d4c-8a0b-7f8a4a4b2c10',
  commandId: '0d0f4a5e-32f4-5d4c-8a0b-7f8a4a4b2c10',
  correlationId: '6a1c2b6e-6f3c-4c53-9d0e-1d3b5c7f9a21',
  occurredAt: '2026-01-01T00:00:00.000Z',
  schema: 1,
};

/** As large as the events of the ledger are: about 290 bytes of data and 360 of metadata. */
export const data = JSON.stringify(DATA);
export const metadata = JSON.stringify(METADATA);

export const newStream = (): string => `image-${randomUUID()}`;

export const newEvent = (): EventToAppend => ({ id: randomUUID(), type: TYPE, data, metadata });
