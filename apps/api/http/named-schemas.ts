import type { TSchema } from 'typebox';

/** A schema of the OpenAPI document, as that library types it. */
type SchemaObject = Record<string, unknown>;

const named = new Map<string, SchemaObject>();

/** Gives a schema a name in the OpenAPI document, so that it stands there once. */
export function nameSchema<T extends TSchema>(name: string, schema: T): T {
  if (named.has(name)) throw new TypeError(`two schemas are named ${name}`);
  named.set(name, plain(schema));
  namesOf.set(schema, name);
  return schema;
}

export const namedSchemas = (): Record<string, SchemaObject> => Object.fromEntries(named);

export function referenceTo(schema: TSchema): SchemaObject {
  const name = namesOf.get(schema);
  return name === undefined ? plain(schema) : { $ref: `#/components/schemas/${name}` };
}

const namesOf = new WeakMap<object, string>();

/** A schema is JSON, whatever else its object carries for its types. */
const plain = (schema: TSchema): SchemaObject => JSON.parse(JSON.stringify(schema)) as SchemaObject;
