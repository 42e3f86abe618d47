import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { SettingsId } from '#machine-images';
import { SettingsOfAccounts } from '../reading/settings-of-accounts';
import type { FoldedSettings } from '../resources/settings';

/** EC2: GetAllowedImagesSettings. */
export class GetAllowedImages extends Query<FoldedSettings> {
  constructor(
    readonly id: SettingsId,
    readonly asOf: Date | undefined,
  ) {
    super();
  }
}

@QueryHandler(GetAllowedImages)
export class GetAllowedImagesHandler implements IQueryHandler<GetAllowedImages> {
  constructor(private readonly settings: SettingsOfAccounts) {}

  execute({ id, asOf }: GetAllowedImages): Promise<FoldedSettings> {
    return this.settings.of(id, asOf);
  }
}
