import { CreateSnapshotHandler } from '../create-snapshot/create-snapshot';
import { CreateSnapshotController } from '../create-snapshot/create-snapshot.controller';
import { DeleteSnapshotHandler } from '../delete-snapshot/delete-snapshot';
import { DeleteSnapshotController } from '../delete-snapshot/delete-snapshot.controller';
import { GetSnapshotHistoryHandler } from '../get-snapshot-history/get-snapshot-history';
import { GetSnapshotHistoryController } from '../get-snapshot-history/get-snapshot-history.controller';
import { GetSnapshotHandler } from '../get-snapshot/get-snapshot';
import { GetSnapshotController } from '../get-snapshot/get-snapshot.controller';
import { ListSnapshotsHandler } from '../list-snapshots/list-snapshots';
import { ListSnapshotsController } from '../list-snapshots/list-snapshots.controller';
import { ReplaceSnapshotTagsHandler } from '../replace-snapshot-tags/replace-snapshot-tags';
import { ReplaceSnapshotTagsController } from '../replace-snapshot-tags/replace-snapshot-tags.controller';
import type { UseCase } from './use-case';

export const snapshotUseCases: readonly UseCase[] = [
  { controller: CreateSnapshotController, handler: CreateSnapshotHandler },
  { controller: DeleteSnapshotController, handler: DeleteSnapshotHandler },
  { controller: ReplaceSnapshotTagsController, handler: ReplaceSnapshotTagsHandler },
  { controller: GetSnapshotController, handler: GetSnapshotHandler },
  { controller: ListSnapshotsController, handler: ListSnapshotsHandler },
  { controller: GetSnapshotHistoryController, handler: GetSnapshotHistoryHandler },
];
