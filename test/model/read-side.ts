import type { DataSource } from 'typeorm';
import { CheckAccess, CheckAccessHandler } from '../../apps/api/check-access/check-access';
import { GetFamily, GetFamilyHandler } from '../../apps/api/get-family/get-family';
import { GetImage, GetImageHandler } from '../../apps/api/get-image/get-image';
import {
  ListImageVersions,
  ListImageVersionsHandler,
} from '../../apps/api/list-image-versions/list-image-versions';
import { ListImages, ListImagesHandler } from '../../apps/api/list-images/list-images';
import {
  ListLaunchPermissions,
  ListLaunchPermissionsHandler,
} from '../../apps/api/list-launch-permissions/list-launch-permissions';
import { ImageAllowances } from '../../apps/api/reading/image-allowances';
import { OwnersFamilies } from '../../apps/api/reading/owners-families';
import { OwnersImages } from '../../apps/api/reading/owners-images';
import { familyOfRow, summaryOfRow } from '../../apps/api/resources/family';
import { imageOfRow } from '../../apps/api/resources/image';
import { accountOf } from '../../apps/api/resources/organization-account';
import { DomainError } from '../../libs/event-sourcing';
import {
  AllowedImagesView,
  Families,
  Images,
  LaunchPermissions,
  Organizations,
  type Page,
} from '../../libs/views';
import { refusal } from './expected';
import type { Looking, Question } from './questions';
import { REGION } from './requests';

interface Paged {
  readonly limit: number;
  readonly cursor?: string;
}

/** What a question comes to once it is known which image and which time it is about. */
export type Asking = Omit<Question, 'time'> & { readonly imageId: string; readonly asOf: Date | undefined };

/** The ledger's own read side, behind what HTTP makes of a request and before what it makes of an answer. */
export class ReadSide {
  private readonly images: Images;
  private readonly permissions: LaunchPermissions;
  private readonly families: Families;
  private readonly organizations: Organizations;
  private readonly owners: OwnersImages;
  private readonly allowances: ImageAllowances;

  constructor(database: DataSource) {
    this.images = new Images(database);
    this.permissions = new LaunchPermissions(database);
    this.families = new Families(database);
    this.organizations = new Organizations(database);
    this.owners = new OwnersImages(this.images);
    this.allowances = new ImageAllowances(new AllowedImagesView(database));
  }

  async answer(asking: Asking): Promise<unknown> {
    try {
      return await this.tell(asking);
    } catch (error) {
      if (error instanceof DomainError) return refusal((error as DomainError).code);
      throw error;
    }
  }

  private tell(asking: Asking): Promise<unknown> {
    const { subject, viewer, asOf, imageId } = asking;
    switch (subject.kind) {
      case 'image':
        return this.image(imageId, viewer, asOf);
      case 'access':
        return this.access(imageId, subject.account, viewer, asOf);
      case 'images':
        return this.list(asking, subject);
      case 'launch-permissions':
        return this.launchPermissions(imageId, viewer, asOf, subject.limit);
      case 'family':
        return this.family({ ownerId: subject.owner, name: subject.name }, viewer, asOf);
      case 'versions':
        return this.versions({ ownerId: subject.owner, name: subject.name }, viewer, asOf, subject.limit);
      case 'families':
        return this.listFamilies(viewer, asOf, subject.limit);
      case 'organization':
        return this.members(subject.organization, asOf, subject.limit);
    }
  }

  private async image(imageId: string, viewer: Looking, asOf: Date | undefined): Promise<unknown> {
    const handler = new GetImageHandler(this.images, this.allowances);
    const { image, allowance } = await handler.execute(new GetImage(imageId, viewer, asOf));
    return { ...imageOfRow(image, callerOf(viewer), asOf ?? new Date()), ...allowance.shownOf(image) };
  }

  private async access(imageId: string, account: string, viewer: Looking, asOf: Date | undefined) {
    const handler = new CheckAccessHandler(this.owners, this.images, this.permissions, this.allowances);
    const asked = new CheckAccess(imageId, account, viewer, asOf);
    const { access, showsWho } = await handler.execute(asked);
    return showsWho ? access : { ...access, grantedBy: undefined, reason: undefined };
  }

  private list(
    { viewer, asOf }: Asking,
    { filters, limit }: Extract<Question['subject'], { kind: 'images' }>,
  ) {
    const handler = new ListImagesHandler(this.images, this.allowances);
    const past = asOf === undefined ? {} : { asOf };
    return everyPage(limit, async (page) => {
      const wanted = { viewer, filters: { region: REGION, ...filters }, ...past, ...page };
      const listed = await handler.execute(new ListImages(wanted));
      return {
        ...listed.page,
        items: listed.page.items.map((row) => ({
          ...imageOfRow(row, callerOf(viewer), asOf ?? new Date()),
          ...listed.allowance.shownOf(row),
        })),
      };
    });
  }

  private launchPermissions(imageId: string, viewer: Looking, asOf: Date | undefined, limit: number) {
    const handler = new ListLaunchPermissionsHandler(this.owners, this.permissions);
    const past = asOf === undefined ? {} : { asOf };
    return everyPage(limit, async (page) => {
      const listed = await handler.execute(new ListLaunchPermissions(imageId, viewer, { ...past, ...page }));
      return {
        ...listed,
        items: listed.items.map(({ grantedTo, since, expiresAt, consent, grantedBy, reason }) => ({
          ...{ grantedTo, since, expiresAt: expiresAt ?? undefined, consent, grantedBy, reason },
        })),
      };
    });
  }

  private async family(id: { ownerId: string; name: string }, viewer: Looking, asOf: Date | undefined) {
    const handler = new GetFamilyHandler(new OwnersFamilies(this.families), this.families);
    const { family, versions, channels } = await handler.execute(new GetFamily(id, viewer, asOf));
    return familyOfRow(family, versions, channels, asOf);
  }

  private versions(
    id: { ownerId: string; name: string },
    viewer: Looking,
    asOf: Date | undefined,
    limit: number,
  ) {
    const handler = new ListImageVersionsHandler(new OwnersFamilies(this.families), this.families);
    const past = asOf === undefined ? {} : { asOf };
    return everyPage(limit, async (page) => {
      const listed = await handler.execute(new ListImageVersions(id, viewer, { ...past, ...page }));
      return {
        ...listed,
        items: listed.items.map(({ version, imageId, revoked, publicationDate }) => ({
          ...{ version, imageId, revoked, publicationDate },
        })),
      };
    });
  }

  private listFamilies(viewer: Looking, asOf: Date | undefined, limit: number) {
    const past = asOf === undefined ? {} : { asOf };
    return everyPage(limit, async (page) => {
      const listed = await this.families.list(viewer, { ...past, ...page });
      return { ...listed, items: listed.items.map(summaryOfRow) };
    });
  }

  private members(organization: string, asOf: Date | undefined, limit: number) {
    const past = asOf === undefined ? {} : { asOf };
    return everyPage(limit, async (page) => {
      const listed = await this.organizations.accounts(organization, { ...past, ...page });
      return { ...listed, items: listed.items.map(accountOf) };
    });
  }
}

const callerOf = ({ account, mayReadAll }: Looking) => ({
  account,
  mayReadAll,
  roles: [],
  administrator: false,
  actor: { account, roles: [], interface: 'rest' },
});

/** Every page is full but the last, and together they are the list. */
async function everyPage(
  limit: number,
  read: (page: Paged) => Promise<Page<unknown>>,
): Promise<readonly unknown[]> {
  const items: unknown[] = [];
  for (let cursor: string | undefined; ;) {
    const page = await read({ limit, ...(cursor === undefined ? {} : { cursor }) });
    items.push(...page.items);
    if (page.nextCursor === undefined) return items;
    if (page.items.length !== limit) throw new Error(`a page of ${page.items.length}, and more to come`);
    cursor = page.nextCursor;
  }
}
