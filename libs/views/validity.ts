import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';

/** The rows that are true now, or that were at a time. */
export function validAt<Row extends ObjectLiteral>(
  query: SelectQueryBuilder<Row>,
  alias: string,
  asOf: Date | undefined,
): SelectQueryBuilder<Row> {
  if (asOf === undefined) return query.andWhere(`${alias}.validTo IS NULL`);
  return query
    .andWhere(`${alias}.validFrom <= :asOf`, { asOf })
    .andWhere(`(${alias}.validTo IS NULL OR ${alias}.validTo > :asOf)`, { asOf });
}
