import type { TSchema } from 'typebox';

export type SchemaType = 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean' | 'null';

/** The keywords of JSON schema that the API uses. */
export interface Schema {
  readonly type?: SchemaType;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean;
  readonly patternProperties?: Readonly<Record<string, Schema>>;
  readonly maxProperties?: number;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  /** Told apart by their `kind`. */
  readonly oneOf?: readonly Schema[];
  readonly examples?: readonly unknown[];
}

/** TypeBox knows a schema by its type; here it is read as the JSON that it is. */
export const schemaOf = (schema: TSchema): Schema => schema;

const OF_FORMAT: Readonly<Record<string, string>> = {
  'image-id': 'ami-0123456789abcdef0',
  'instance-id': 'i-0123456789abcdef0',
  'snapshot-id': 'snap-0123456789abcdef0',
  'volume-id': 'vol-0123456789abcdef0',
  'date-time': '2030-01-01T00:00:00Z',
};

/** Something of the right shape, with what is required and no more. */
export function sampleOf(schema: Schema): unknown {
  const [given] = schema.examples ?? schema.enum ?? [];
  if (given !== undefined) return given;
  if ('const' in schema) return schema.const;
  const alternatives = schema.anyOf ?? schema.oneOf;
  if (alternatives !== undefined) return sampleOf(alternatives[0] ?? {});
  return sampleOfType(schema);
}

function sampleOfType(schema: Schema): unknown {
  const { type = 'null' } = schema;
  switch (type) {
    case 'object':
      return Object.fromEntries(
        (schema.required ?? []).map((name) => [name, sampleOf(schema.properties?.[name] ?? {})]),
      );
    case 'array':
      return Array.from({ length: schema.minItems ?? 0 }, () => sampleOf(schema.items ?? {}));
    case 'string':
      return OF_FORMAT[schema.format ?? ''] ?? sampleText(schema);
    case 'integer':
    case 'number':
      return schema.minimum ?? 1;
    case 'boolean':
      return true;
    case 'null':
      return null;
  }
}

const TEXTS = ['text', 'key=value', '111122223333', 'self', 'r-0123456789abcdef0', 'Text'];

function sampleText({ pattern, minLength = 0, maxLength = Infinity }: Schema): string {
  const fits = (text: string): boolean =>
    text.length >= minLength &&
    text.length <= maxLength &&
    (pattern === undefined || new RegExp(pattern, 'u').test(text));
  const found = TEXTS.find(fits);
  if (found === undefined)
    throw new Error(`give the schema with the pattern ${String(pattern)} an example: { examples: [...] }`);
  return found;
}
