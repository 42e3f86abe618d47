import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreatePersonalKeys1764000200000 implements MigrationInterface {
  readonly name = 'CreatePersonalKeys1764000200000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('CREATE SCHEMA IF NOT EXISTS access');
    await queryRunner.query(`
      CREATE TABLE access.personal_keys (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        subject_digest bytea NOT NULL UNIQUE,
        key bytea NOT NULL CHECK (octet_length(key) = 32),
        created_at timestamptz NOT NULL DEFAULT now()
      )`);
    await queryRunner.query(
      `COMMENT ON TABLE access.personal_keys IS 'One key per subject. Deleting a row forgets that person in every event.'`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE access.personal_keys');
  }
}
