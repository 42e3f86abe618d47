import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { SettingsId } from '#machine-images';
import { SettingsOfAccounts } from '../reading/settings-of-accounts';
import type { FoldedSettings } from '../resources/settings';

/** EC2: GetImageBlockPublicAccessState. */
export class GetImageBlockPublicAccess extends Query<FoldedSettings> {
  constructor(
    readonly id: SettingsId,
    readonly asOf: Date | undefined,
  ) {
    super();
  }
}

@QueryHandler(GetImageBlockPublicAccess)
export class GetImageBlockPublicAccessHandler implements IQueryHandler<GetImageBlockPublicAccess> {
  constructor(private readonly settings: SettingsOfAccounts) {}

  execute({ id, asOf }: GetImageBlockPublicAccess): Promise<FoldedSettings> {
    return this.settings.of(id, asOf);
  }
}
