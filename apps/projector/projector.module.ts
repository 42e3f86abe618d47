import { Inject, Module, type OnApplicationBootstrap } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { WritePath, type EventStore } from '#event-sourcing';
import {
  dueTimeEvents,
  dueTimes,
  familyEvents,
  FamilyRevocationProcess,
  ImageAdoptionProcess,
  ImageCascadeProcess,
  ImageDeregistrationProcess,
  imageEvents,
  imageNameEvents,
  ImagePublicationProcess,
  ImageRegistrationProcess,
  ImageRestorationProcess,
  InstanceActionProcess,
  instanceEvents,
  InstanceLaunchProcess,
  launchEvents,
  RootVolumeReplacementProcess,
  snapshotEvents,
  SnapshotStorageProcess,
  volumeEvents,
  VolumeAttachmentProcess,
  VolumeStorageProcess,
} from '#machine-images';
import { DueTimesRunner, ProcessManagerRunner, ProjectorRunner } from '#projections';
import { EVENT_STORE, LogReaders } from '#runtime';
import { ledgerEvents, projectors, views } from '#views';

/** Follows the log: keeps the views, and finishes what requests began. */
@Module({})
export class ProjectorModule implements OnApplicationBootstrap {
  constructor(
    protected readonly readers: LogReaders,
    database: DataSource,
    @Inject(EVENT_STORE) store: EventStore,
    writePath: WritePath,
    registration: ImageRegistrationProcess,
    deregistration: ImageDeregistrationProcess,
    restoration: ImageRestorationProcess,
    snapshots: SnapshotStorageProcess,
    volumes: VolumeStorageProcess,
    launches: InstanceLaunchProcess,
    actions: InstanceActionProcess,
    attachments: VolumeAttachmentProcess,
    replacements: RootVolumeReplacementProcess,
    revocations: FamilyRevocationProcess,
    adoptions: ImageAdoptionProcess,
    cascades: ImageCascadeProcess,
    publications: ImagePublicationProcess,
  ) {
    readers.follow(() => [
      new ProjectorRunner(projectors, ledgerEvents, database, store),
      new ProcessManagerRunner(registration, imageNameEvents, database, store),
      new ProcessManagerRunner(deregistration, imageEvents, database, store),
      new ProcessManagerRunner(restoration, imageNameEvents, database, store),
      new ProcessManagerRunner(adoptions, imageEvents, database, store),
      new ProcessManagerRunner(snapshots, snapshotEvents, database, store),
      new ProcessManagerRunner(volumes, volumeEvents, database, store),
      new ProcessManagerRunner(launches, launchEvents, database, store),
      new ProcessManagerRunner(actions, instanceEvents, database, store),
      new ProcessManagerRunner(attachments, instanceEvents.and(volumeEvents), database, store),
      new ProcessManagerRunner(replacements, instanceEvents.and(volumeEvents), database, store),
      // No request does this work itself: there is nobody to leave it to for a while.
      new ProcessManagerRunner(publications, imageEvents, database, store, { grace: 0 }),
      new ProcessManagerRunner(revocations, imageEvents.and(familyEvents), database, store, { grace: 0 }),
      new ProcessManagerRunner(
        cascades,
        imageEvents.and(instanceEvents).and(snapshotEvents).and(volumeEvents),
        database,
        store,
        { grace: 0 },
      ),
      new DueTimesRunner({
        kinds: dueTimes,
        types: dueTimeEvents,
        view: views.dueTimes,
        database,
        store,
        writePath,
      }),
    ]);
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.readers.start();
  }
}
