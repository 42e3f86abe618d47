import type { DataSource } from 'typeorm';
import { settings, unsetSettings, type AllowedImages, type SettingsId } from '#machine-images';

/** Each of them as the last event that changed it left it. */
const QUERY = `
  SELECT DISTINCT ON (c.aspect) c.after AS value,
    CASE c.aspect WHEN 'allowedImages' THEN 'state' ELSE c.aspect END AS field
  FROM views.resource_changes_1 c
  JOIN views.resource_history_1 h ON h.resource_id = c.resource_id AND h.revision = c.revision
  WHERE c.resource_id = $1 AND c.aspect IN ('allowedImages', 'imageCriteria')
    AND h.at <= coalesce($2::timestamptz, 'infinity')
  ORDER BY c.aspect, c.revision DESC`;

interface Field {
  readonly field: keyof AllowedImages;
  readonly value: unknown;
}

/**
 * What accounts allow themselves of the images of others, for answers about images: those come from views alone, so
 * that they are given while the log cannot be reached. A launch asks the log.
 */
export class AllowedImagesView {
  constructor(private readonly database: DataSource) {}

  /** As it is, or as it was at a time. */
  async of(id: SettingsId, asOf: Date | undefined): Promise<AllowedImages> {
    const fields = await this.database.query<Field[]>(QUERY, [settings.stream(id), asOf ?? null]);
    return {
      ...unsetSettings.allowedImages,
      ...Object.fromEntries(fields.map(({ field, value }) => [field, value])),
    };
  }
}
