import Ajv2020, { type ErrorObject, type ValidateFunction } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import type { TSchema } from 'typebox';
import { escapePointer, refuseUnstorable } from '#event-sourcing';
import { InvalidRequest, type FieldError, type Place } from './problems';

/** Bodies are taken as they are; what comes as text in a path or a query is made a number or a boolean first. */
const strict = addFormats.default(new Ajv2020({ allErrors: true, allowUnionTypes: true }));
const coercing = addFormats.default(
  new Ajv2020({ allErrors: true, coerceTypes: 'array', useDefaults: true }),
);

const compiled = new WeakMap<TSchema, ValidateFunction>();

function validatorOf(place: Place, schema: TSchema): ValidateFunction {
  const known = compiled.get(schema);
  if (known !== undefined) return known;
  const made = (place === 'body' ? strict : coercing).compile(schema);
  compiled.set(schema, made);
  return made;
}

/** Throws InvalidRequest, which names every field that does not fit; UnstorableText for text that cannot be kept. */
export function validate(place: Place, schema: TSchema, value: unknown): unknown {
  const check = validatorOf(place, schema);
  if (!check(value))
    throw new InvalidRequest(significant(check.errors ?? []).map((error) => fieldError(place, error)));
  refuseUnstorable(value, '');
  return value;
}

/** What each alternative of a union found is noise beside "must match one of them", unless it is all there is. */
const significant = (errors: readonly ErrorObject[]): readonly ErrorObject[] => {
  const deepest = errors.filter(
    ({ keyword }) => keyword !== 'anyOf' && keyword !== 'oneOf' && keyword !== 'const',
  );
  return deepest.length > 0 ? deepest : errors;
};

function fieldError(place: Place, { instancePath, keyword, params, message }: ErrorObject): FieldError {
  const property = fieldNamedBy(keyword, params);
  const pointer = property === undefined ? instancePath : `${instancePath}/${escapePointer(property)}`;
  return { in: place, pointer, detail: detailOf(keyword, message, params) };
}

const fieldNamedBy = (keyword: string, params: Record<string, unknown>): string | undefined => {
  const name =
    keyword === 'additionalProperties' || keyword === 'unevaluatedProperties'
      ? (params['additionalProperty'] ?? params['unevaluatedProperty'])
      : params['missingProperty'];
  return typeof name === 'string' ? name : undefined;
};

const detailOf = (keyword: string, message: string | undefined, params: Record<string, unknown>): string => {
  if (keyword === 'additionalProperties' || keyword === 'unevaluatedProperties')
    return 'is not a known field';
  if (keyword === 'required') return 'is required';
  if (keyword === 'enum') return `must be one of ${JSON.stringify(params['allowedValues'])}`;
  return message ?? 'is not valid';
};
