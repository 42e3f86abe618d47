import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ANY_REVISION, EVENTS_CHANNEL, WRITER_LOCK } from '../constants';

/**
 * The one way into the log. Takes many appends, each to another stream, and decides each on its own.
 *
 * The lock is taken by the first statement and held until the commit. The statements after it see all that was
 * committed before the lock was had (a volatile function takes a new snapshot for each at READ COMMITTED), so
 * positions are handed out in the order of commits, without gaps, and no reader ever finds an earlier one later.
 *
 * Whether an append repeats an earlier one is decided under the lock as well: an attempt whose answer was lost may
 * still be under way when it is made again. `base` is the revision before its first event, if it was made before.
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
        WITH appends AS MATERIALIZED (
          SELECT a.number::integer AS number, a.stream, a.expected, a.size, coalesce(
              (SELECT e.revision FROM ledger.events e WHERE e.stream = a.stream ORDER BY e.revision DESC LIMIT 1), -1
            ) AS head
          FROM unnest(streams, expectations, counts) WITH ORDINALITY AS a(stream, expected, size, number)
        ), based AS (
          SELECT *, CASE expected WHEN ${ANY_REVISION} THEN head - size ELSE expected END AS base FROM appends
        ), compared AS MATERIALIZED (
          SELECT *, CASE WHEN base >= -1 AND base::bigint + size <= head THEN
              ARRAY(SELECT e.event_id FROM ledger.events e
                WHERE e.stream = b.stream AND e.revision > b.base AND e.revision <= b.base + b.size
                ORDER BY e.revision)
              = ARRAY(SELECT i.id FROM unnest(owners, indexes, ids) AS i(owner, index, id)
                WHERE i.owner = b.number ORDER BY i.index)
            ELSE false END AS repeated
          FROM based b
        ), decided AS (
          SELECT *, NOT repeated AND (expected = ${ANY_REVISION} OR expected = head) AS added FROM compared
        ), placed AS (
          SELECT *, last_position + sum(size) FILTER (WHERE added) OVER (ORDER BY number) AS last FROM decided
        ), inserted AS (
          INSERT INTO ledger.events (position, event_id, stream, revision, type, data, metadata, recorded_at)
          SELECT p.last - p.size + 1 + e.index, e.id, p.stream, p.head + 1 + e.index, e.type, e.data, e.metadata, recorded
          FROM unnest(owners, indexes, ids, types, datas, metadatas) AS e(owner, index, id, type, data, metadata)
          JOIN placed p ON p.number = e.owner
          WHERE p.added
        ), answered AS (
          SELECT p.number, true AS accepted, p.head + p.size AS revision, p.last AS position, recorded
            FROM placed p WHERE p.added
          UNION ALL
          SELECT p.number, true, e.revision, e.position, e.recorded_at
            FROM placed p JOIN ledger.events e ON e.stream = p.stream AND e.revision = p.base + p.size
            WHERE p.repeated
          UNION ALL
          SELECT p.number, false, p.head, NULL, NULL FROM placed p WHERE NOT (p.added OR p.repeated)
        )
        SELECT accepted, revision, position, recorded FROM answered ORDER BY number;

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
