import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The log itself: one table, which the database lets nobody change. */
export class CreateEventLog1764000000000 implements MigrationInterface {
  readonly name = 'CreateEventLog1764000000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('CREATE SCHEMA IF NOT EXISTS ledger');
    await queryRunner.query(`
      CREATE TABLE ledger.log (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton)
      )`);
    await queryRunner.query('INSERT INTO ledger.log DEFAULT VALUES');
    await queryRunner.query(`
      CREATE TABLE ledger.events (
        position bigint PRIMARY KEY,
        event_id uuid NOT NULL,
        stream text COLLATE "C" NOT NULL,
        revision integer NOT NULL,
        type text COLLATE "C" NOT NULL,
        data text NOT NULL,
        metadata text NOT NULL,
        recorded_at timestamptz(3) NOT NULL,
        UNIQUE (stream, revision)
      )`);
    await this.forbidChanges(queryRunner);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE ledger.events, ledger.log');
    await queryRunner.query('DROP FUNCTION ledger.refuse_change()');
  }

  private async forbidChanges(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE FUNCTION ledger.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'the log is append-only: % on %.% is refused', TG_OP, TG_TABLE_SCHEMA, TG_TABLE_NAME
          USING ERRCODE = 'restrict_violation';
      END $$`);
    for (const table of ['events', 'log']) {
      await queryRunner.query(`
        CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.${table}
        FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change()`);
      // Also when a session sets itself to be a replica, which turns ordinary triggers off.
      await queryRunner.query(`ALTER TABLE ledger.${table} ENABLE ALWAYS TRIGGER append_only`);
    }
  }
}
