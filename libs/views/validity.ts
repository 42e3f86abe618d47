import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';

/**
 * SQL for the rows that are true now, or that were at `:asOf`. The end is asked for by the very expression that indexes
 * hold, so that they can pass over what was not true then without looking at the table.
 */
export const validity = (alias: string, asOf: Date | undefined): string =>
  asOf === undefined
    ? `${alias}.valid_to IS NULL`
    : `${alias}.valid_from <= :asOf AND coalesce(${alias}.valid_to, 'infinity') > :asOf`;

/** The rows that are true now, or that were at a time. */
export function validAt<Row extends ObjectLiteral>(
  query: SelectQueryBuilder<Row>,
  alias: string,
  asOf: Date | undefined,
): SelectQueryBuilder<Row> {
  return query.andWhere(validity(alias, asOf), asOf === undefined ? {} : { asOf });
}
