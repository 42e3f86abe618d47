import { Global, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import type { ClientConfig } from 'pg';
import type { Logger } from 'pino';
import { DataSource } from 'typeorm';
import { PostgresPersonalKeys, Refusals } from '#access';
import { SimulatedComputeProvider } from '#compute';
import { PersonalDataSeal, WritePath, type EventStore } from '#event-sourcing';
import {
  FamilyRevocationProcess,
  ImageAdoptionProcess,
  ImageCascadeProcess,
  ImageCreation,
  ImageDeregistrationProcess,
  ImagePublicationProcess,
  ImageRegistrationProcess,
  ImageRestorationProcess,
  ImageRevocation,
  InstanceActionProcess,
  InstanceLaunchProcess,
  ResourceAdoption,
  RootVolumeReplacementProcess,
  SnapshotStorageProcess,
  VolumeAttachmentProcess,
  VolumeStorageProcess,
  type ComputeProvider,
} from '#machine-images';
import { AsOf, ViewPositions } from '#projections';
import {
  AllowedImagesView,
  AuditTrail,
  Drifts,
  Families,
  FamiliesOfImageView,
  ImageLineageView,
  Images,
  Instances,
  LaunchPermissions,
  Lineage,
  Living,
  Organizations,
  ResourceHistory,
  RevocationSurveyView,
  RootVolumeReplacements,
  ServiceTokens,
  Snapshots,
  Volumes,
} from '#views';
import { ActiveLock } from './active-lock';
import { BackgroundWork } from './background-work';
import type { Configuration } from './configuration-keys';
import { makeDataSource, migrate } from './database';
import { openEventStore } from './event-store';
import { MeteredEventStore } from './metered-event-store';
import { LogReaders } from './log-readers';
import { Metrics } from './metrics';
import { Settings } from './settings';
import { COMPUTE_PROVIDER, EVENT_STORE, LOGGER } from './tokens';

/** What one process is made of. */
export interface LedgerParts {
  readonly configuration: Configuration;
  readonly connection: ClientConfig;
  readonly logger: Logger;
}

/**
 * The parts that every process has: database, event store, write path, views. Plain classes, put together here and
 * nowhere else; none of them knows the framework.
 */
@Global()
@Module({})
export class LedgerModule implements OnApplicationShutdown {
  constructor(private readonly parts: ModuleRef) {}

  static of({ configuration, connection, logger }: LedgerParts): DynamicModule {
    const providers = [
      { provide: Settings, useValue: configuration },
      { provide: LOGGER, useValue: logger },
      Metrics,
      BackgroundWork,
      {
        provide: LogReaders,
        useFactory: (metrics: Metrics) => new LogReaders(new ActiveLock(connection), logger, metrics),
        inject: [Metrics],
      },
      {
        provide: DataSource,
        useFactory: async () => {
          const database = await makeDataSource(connection, configuration.databaseConnections).initialize();
          await migrate(database);
          return database;
        },
      },
      {
        provide: EVENT_STORE,
        // Only once the tables are there.
        useFactory: async (_: DataSource, metrics: Metrics) => {
          const store = new MeteredEventStore(openEventStore(configuration, connection), metrics);
          // What cannot be reached stops the start. From here on the id is known, also while the store is away.
          await store
            .logId()
            .catch((error: unknown) => store.close().then(() => Promise.reject(error as Error)));
          return store;
        },
        inject: [DataSource, Metrics],
      },
      { provide: WritePath, useFactory: (store: EventStore) => new WritePath(store), inject: [EVENT_STORE] },
      {
        provide: PersonalDataSeal,
        useFactory: (database: DataSource) => new PersonalDataSeal(new PostgresPersonalKeys(database)),
        inject: [DataSource],
      },
      { provide: Refusals, useFactory: (store: EventStore) => new Refusals(store), inject: [EVENT_STORE] },
      ...[ImageDeregistrationProcess, ImagePublicationProcess].map((Process) => ({
        provide: Process,
        useFactory: (writePath: WritePath) => new Process(writePath),
        inject: [WritePath],
      })),
      {
        provide: ImageRegistrationProcess,
        useFactory: (
          writePath: WritePath,
          deregistration: ImageDeregistrationProcess,
          provider: ComputeProvider,
        ) => new ImageRegistrationProcess(writePath, deregistration, provider),
        inject: [WritePath, ImageDeregistrationProcess, COMPUTE_PROVIDER],
      },
      {
        provide: ImageCreation,
        useFactory: (writePath: WritePath, registrations: ImageRegistrationProcess) =>
          new ImageCreation(writePath, registrations),
        inject: [WritePath, ImageRegistrationProcess],
      },
      {
        provide: ImageRestorationProcess,
        useFactory: (writePath: WritePath, deregistration: ImageDeregistrationProcess) =>
          new ImageRestorationProcess(writePath, deregistration),
        inject: [WritePath, ImageDeregistrationProcess],
      },
      {
        provide: ImageAdoptionProcess,
        useFactory: (writePath: WritePath, deregistration: ImageDeregistrationProcess) =>
          new ImageAdoptionProcess(writePath, deregistration),
        inject: [WritePath, ImageDeregistrationProcess],
      },
      {
        provide: ResourceAdoption,
        useFactory: (writePath: WritePath, claims: ImageAdoptionProcess) =>
          new ResourceAdoption(writePath, claims),
        inject: [WritePath, ImageAdoptionProcess],
      },
      { provide: COMPUTE_PROVIDER, useFactory: () => new SimulatedComputeProvider() },
      ...[
        InstanceActionProcess,
        RootVolumeReplacementProcess,
        SnapshotStorageProcess,
        VolumeAttachmentProcess,
        VolumeStorageProcess,
      ].map((Process) => ({
        provide: Process,
        useFactory: (writePath: WritePath, provider: ComputeProvider) => new Process(writePath, provider),
        inject: [WritePath, COMPUTE_PROVIDER],
      })),
      ...[
        AllowedImagesView,
        AuditTrail,
        Drifts,
        Families,
        Images,
        Instances,
        LaunchPermissions,
        Lineage,
        Living,
        Organizations,
        ResourceHistory,
        RootVolumeReplacements,
        ServiceTokens,
        Snapshots,
        Volumes,
      ].map((View) => ({
        provide: View,
        useFactory: (database: DataSource) => new View(database),
        inject: [DataSource],
      })),
      {
        provide: FamiliesOfImageView,
        useFactory: (database: DataSource, positions: ViewPositions) =>
          new FamiliesOfImageView(database, positions),
        inject: [DataSource, ViewPositions],
      },
      {
        provide: InstanceLaunchProcess,
        useFactory: (writePath: WritePath, provider: ComputeProvider, families: FamiliesOfImageView) =>
          new InstanceLaunchProcess(writePath, provider, families),
        inject: [WritePath, COMPUTE_PROVIDER, FamiliesOfImageView],
      },
      {
        provide: ViewPositions,
        useFactory: (database: DataSource, store: EventStore) => new ViewPositions(database, store),
        inject: [DataSource, EVENT_STORE],
      },
      {
        provide: FamilyRevocationProcess,
        useFactory: (writePath: WritePath, families: FamiliesOfImageView) =>
          new FamilyRevocationProcess(writePath, families),
        inject: [WritePath, FamiliesOfImageView],
      },
      {
        provide: ImageCascadeProcess,
        useFactory: (writePath: WritePath, database: DataSource, positions: ViewPositions) =>
          new ImageCascadeProcess(writePath, new ImageLineageView(database, positions)),
        inject: [WritePath, DataSource, ViewPositions],
      },
      {
        provide: ImageRevocation,
        useFactory: (
          writePath: WritePath,
          database: DataSource,
          store: EventStore,
          positions: ViewPositions,
        ) =>
          new ImageRevocation(
            writePath,
            new RevocationSurveyView(database, store, positions, configuration.readWait),
          ),
        inject: [WritePath, DataSource, EVENT_STORE, ViewPositions],
      },
      {
        provide: AsOf,
        useFactory: (store: EventStore, positions: ViewPositions) => new AsOf(store, positions),
        inject: [EVENT_STORE, ViewPositions],
      },
    ];
    return {
      module: LedgerModule,
      providers,
      exports: providers.map((part) => ('provide' in part ? part.provide : part)),
    };
  }

  /** Requests are over by then. What still reads stops before what it reads from. */
  async onApplicationShutdown(): Promise<void> {
    await this.parts.get(LogReaders, { strict: false }).stop();
    await this.parts.get(BackgroundWork, { strict: false }).finished();
    await this.parts.get<EventStore>(EVENT_STORE, { strict: false }).close();
    await this.parts.get(DataSource, { strict: false }).destroy();
  }
}
