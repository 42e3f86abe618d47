import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ANY_REVISION, EVENTS_CHANNEL, WRITER_LOCK } from '../constants';

/**
 * The one way into the log. Takes many appends, each to another stream, and decides each on its own.
 *
 * The lock is taken by the first statement and held until the commit. The statements after it see all that was
 * committed before the lock was had (a volatile function takes a new snapshot for each at READ COMMITTED), so
 * positions are handed out in the order of commits, without gaps, and no reader ever finds an earlier one later.
 */
export class CreateAppend1764000001000 implements MigrationInterface {
  readonly name = 'CreateAppend1764000001000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE FUNCTION ledger.append(
        streams text[], expectations integer[], counts integer[],
        owners integer[], indexes integer[], ids uuid[], types text[], datas text[], metadatas text[]
      ) RETURNS TABLE (accepted boolean, revision integer, "position" bigint, recorded_at timestamptz)
      LANGUAGE plpgsql VOLATILE AS $$
      #variable_conflict use_column
      DECLARE
        last_position bigint;
        recorded timestamptz;
      BEGIN
        PERFORM pg_advisory_xact_lock(${WRITER_LOCK});
        SELECT position, recorded_at INTO last_position, recorded
          FROM ledger.events ORDER BY position DESC LIMIT 1;
        last_position := coalesce(last_position, 0);
        recorded := date_trunc('milliseconds', greatest(clock_timestamp(), recorded));

        RETURN QUERY
        WITH appends AS (
          SELECT a.number::integer AS number, a.stream, a.expected, a.size, coalesce(
              (SELECT e.revision FROM ledger.events e WHERE e.stream = a.stream ORDER BY e.revision DESC LIMIT 1), -1
            ) AS head
          FROM unnest(streams, expectations, counts) WITH ORDINALITY AS a(stream, expected, size, number)
        ), decided AS (
          SELECT *, expected = ${ANY_REVISION} OR expected = head AS accepted FROM appends
        ), placed AS (
          SELECT *, last_position + sum(size) FILTER (WHERE accepted) OVER (ORDER BY number) AS last FROM decided
        ), inserted AS (
          INSERT INTO ledger.events (position, event_id, stream, revision, type, data, metadata, recorded_at)
          SELECT p.last - p.size + 1 + e.index, e.id, p.stream, p.head + 1 + e.index, e.type, e.data, e.metadata, recorded
          FROM unnest(owners, indexes, ids, types, datas, metadatas) AS e(owner, index, id, type, data, metadata)
          JOIN placed p ON p.number = e.owner
          WHERE p.accepted
        )
        SELECT p.accepted, CASE WHEN p.accepted THEN p.head + p.size ELSE p.head END, p.last, recorded
        FROM placed p ORDER BY p.number;

        PERFORM pg_notify('${EVENTS_CHANNEL}', '');
      END $$`);
    // Held together with the writers' lock by nobody: what is under way is waited for, and what comes later is later
    // than the millisecond before this one.
    await queryRunner.query(`
      CREATE FUNCTION ledger.settled_head() RETURNS TABLE ("position" bigint, at timestamptz)
      LANGUAGE plpgsql VOLATILE AS $$
      #variable_conflict use_column
      BEGIN
        PERFORM pg_advisory_xact_lock_shared(${WRITER_LOCK});
        RETURN QUERY SELECT
          coalesce((SELECT max(e.position) FROM ledger.events e), 0),
          date_trunc('milliseconds', clock_timestamp()) - interval '1 millisecond';
      END $$`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP FUNCTION ledger.settled_head');
    await queryRunner.query('DROP FUNCTION ledger.append');
  }
}
