import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The history of images became one of all resources, under another name: what is left of it would lag for ever. */
class ForgetImageHistory1764000400000 implements MigrationInterface {
  readonly name = 'ForgetImageHistory1764000400000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DELETE FROM views.positions WHERE name = 'image-history'`);
    await queryRunner.query('DROP TABLE IF EXISTS views.image_history_1, views.image_changes_1');
  }

  /** An older version makes it anew from the log. */
  async down(): Promise<void> {}
}

export const viewMigrations: readonly (new () => MigrationInterface)[] = [ForgetImageHistory1764000400000];
