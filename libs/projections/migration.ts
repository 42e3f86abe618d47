import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateViewPositions1764000300000 implements MigrationInterface {
  readonly name = 'CreateViewPositions1764000300000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('CREATE SCHEMA IF NOT EXISTS views');
    // Where copies of views grow until they take the place of what is served.
    await queryRunner.query('CREATE SCHEMA IF NOT EXISTS views_rebuilt');
    await queryRunner.query(`
      CREATE TABLE views.positions (
        name text NOT NULL,
        shape integer NOT NULL,
        log_id uuid NOT NULL,
        position bigint NOT NULL,
        advanced_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (name, shape)
      )`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP SCHEMA views_rebuilt');
    await queryRunner.query('DROP TABLE views.positions');
  }
}
