import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { RevocationCause } from '#machine-images';

/** Where the channels of a family point now. */
@Entity({ schema: 'views', name: 'family_leads_4', synchronize: false })
export class FamilyLeadRow {
  @PrimaryColumn({ name: 'owner_id', type: 'text' })
  ownerId!: string;

  @PrimaryColumn({ type: 'text' })
  name!: string;

  /** How many. */
  @Column({ type: 'integer' })
  versions!: number;

  @Column({ type: 'jsonb' })
  revoked!: readonly number[];

  /** By channel, `latest` among them: null where it points at none. */
  @Column({ type: 'jsonb' })
  channels!: Readonly<Record<string, number | null>>;
}

/** Which image a version is. */
@Entity({ schema: 'views', name: 'version_leads_4', synchronize: false })
export class VersionLeadRow {
  @PrimaryColumn({ name: 'owner_id', type: 'text' })
  ownerId!: string;

  @PrimaryColumn({ type: 'text' })
  name!: string;

  @PrimaryColumn({ type: 'integer' })
  version!: number;

  @Column({ name: 'image_id', type: 'text' })
  imageId!: string;
}

/** An image that is revoked, or will be by itself when its time has come. */
@Entity({ schema: 'views', name: 'revoked_images_4', synchronize: false })
export class RevokedImageRow {
  @PrimaryColumn({ name: 'image_id', type: 'text' })
  imageId!: string;

  @Column({ type: 'jsonb' })
  revocations!: readonly { readonly cause: RevocationCause }[];

  @Column({ name: 'revoke_at', type: 'timestamptz', nullable: true })
  revokeAt!: Date | null;
}

/** Text is compared as instances have it: an index of another collation would be of no use. */
export const familyLeadsDdl = (table: string): readonly string[] => [
  `CREATE TABLE ${table} (
    owner_id text COLLATE "C" NOT NULL,
    name text COLLATE "C" NOT NULL,
    versions integer NOT NULL,
    revoked jsonb NOT NULL,
    channels jsonb NOT NULL,
    PRIMARY KEY (owner_id, name)
  )`,
];

export const versionLeadsDdl = (table: string): readonly string[] => [
  `CREATE TABLE ${table} (
    owner_id text COLLATE "C" NOT NULL,
    name text COLLATE "C" NOT NULL,
    version integer NOT NULL,
    image_id text COLLATE "C" NOT NULL,
    PRIMARY KEY (owner_id, name, version)
  )`,
  `CREATE INDEX ON ${table} (image_id, owner_id, name)`,
];

export const revokedImagesDdl = (table: string): readonly string[] => [
  `CREATE TABLE ${table} (
    image_id text COLLATE "C" PRIMARY KEY,
    revocations jsonb NOT NULL,
    revoke_at timestamptz
  )`,
];
