import { WritePath } from '#event-sourcing';
import { InMemoryEventStore } from '../../../test/support/in-memory-event-store';
import { FamilyRevocationProcess } from './family-revocation';
import { upTo } from './family-revocation.testing';
import { ImageAdoptionProcess } from './image-adoption';
import { ImageCascadeProcess } from './image-cascade';
import { ImagePublicationProcess } from './image-publication';
import { LineageInLog } from './lineage-in-log.testing';
import { Service } from './processes.testing';

const store = new InMemoryEventStore();
const writePath = new WritePath(store);
const { deregistration, restoration } = new Service();

/** Its position is kept under its name: under another it would read the log from the beginning. */
it.each([
  ['family-revocation', new FamilyRevocationProcess(writePath, upTo(store))],
  ['image-adoption', new ImageAdoptionProcess(writePath, deregistration)],
  ['image-cascade', new ImageCascadeProcess(writePath, new LineageInLog(store))],
  ['image-publication', new ImagePublicationProcess(writePath)],
  ['image-restoration', restoration],
])('The process manager %s has a name that never changes', (name, manager) => {
  expect(manager.name).toBe(name);
});
