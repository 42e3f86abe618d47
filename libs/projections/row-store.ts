import type { EntityManager, EntityMetadata } from 'typeorm';
import type { ColumnMetadata } from 'typeorm/metadata/ColumnMetadata';
import type { AnyRow, EntityClass } from './projector';

/** Stores and finds many rows of one view table at once, in one statement built from the entity's metadata. */
export class RowStore {
  private readonly metadata: EntityMetadata;
  private readonly columns: readonly ColumnMetadata[];

  constructor(
    private readonly database: EntityManager,
    row: EntityClass<object>,
    /** With its schema; by default the entity's own. */
    private readonly tableName: string,
  ) {
    this.metadata = database.dataSource.getMetadata(row);
    this.columns = this.metadata.columns;
  }

  /** The rows with these keys, of those for which `condition` (SQL over `t`) holds. */
  async find(key: readonly string[], keys: readonly AnyRow[], condition = 'true'): Promise<AnyRow[]> {
    if (keys.length === 0) return [];
    const keyColumns = key.map((name) => this.column(name));
    const names = keyColumns.map(({ databaseName }) => databaseName);
    const found = await this.database.query<AnyRow[]>(
      `SELECT ${this.columns.map(({ databaseName, propertyName }) => `t.${databaseName} AS "${propertyName}"`).join(', ')}
       FROM unnest(${keyColumns.map(parameterOf).join(', ')}) AS k(${names.join(', ')})
       JOIN ${this.tableName} t ON ${names.map((name) => `t.${name} = k.${name}`).join(' AND ')}
       WHERE ${condition}`,
      keyColumns.map((column) => valuesOf(column, keys)),
    );
    return found;
  }

  /** Throws when one of them is there already. */
  async insert(rows: readonly AnyRow[]): Promise<void> {
    await this.write(rows, '');
  }

  async upsert(rows: readonly AnyRow[]): Promise<void> {
    const key = this.metadata.primaryColumns.map(({ databaseName }) => databaseName);
    const others = this.columns.filter(({ isPrimary }) => !isPrimary).map(({ databaseName }) => databaseName);
    const change =
      others.length === 0
        ? 'NOTHING'
        : `UPDATE SET ${others.map((name) => `${name} = excluded.${name}`).join(', ')}`;
    await this.write(rows, `ON CONFLICT (${key.join(', ')}) DO ${change}`);
  }

  async delete(key: readonly string[], keys: readonly AnyRow[]): Promise<void> {
    if (keys.length === 0) return;
    const columns = key.map((name) => this.column(name));
    const names = columns.map(({ databaseName }) => databaseName);
    await this.database.query(
      `DELETE FROM ${this.tableName} t USING unnest(${columns.map(parameterOf).join(', ')}) AS k(${names.join(', ')})
       WHERE ${names.map((name) => `t.${name} = k.${name}`).join(' AND ')}`,
      columns.map((column) => valuesOf(column, keys)),
    );
  }

  private async write(rows: readonly AnyRow[], onConflict: string): Promise<void> {
    if (rows.length === 0) return;
    await this.database.query(
      `INSERT INTO ${this.tableName} (${this.columns.map(({ databaseName }) => databaseName).join(', ')})
       SELECT * FROM unnest(${this.columns.map(parameterOf).join(', ')}) ${onConflict}`,
      this.columns.map((column) => valuesOf(column, rows)),
    );
  }

  private column(propertyName: string): ColumnMetadata {
    const column = this.metadata.findColumnWithPropertyName(propertyName);
    if (column === undefined) throw new TypeError(`${this.tableName} has no column for ${propertyName}`);
    return column;
  }
}

const parameterOf = ({ type }: ColumnMetadata, index: number): string => `$${index + 1}::${String(type)}[]`;

function valuesOf({ propertyName, type }: ColumnMetadata, rows: readonly AnyRow[]): unknown[] {
  return rows.map((row) => {
    const value = row[propertyName] ?? null;
    return value !== null && type === 'jsonb' ? JSON.stringify(value) : value;
  });
}
