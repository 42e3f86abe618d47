import Ajv2020, { type ErrorObject, type ValidateFunction } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import type { TSchema } from 'typebox';
import { escapePointer, refuseUnstorable, UnstorableText } from '#event-sourcing';
import { isImageId, isInstanceId, isSnapshotId, isVolumeId } from '#machine-images';
import { InvalidRequest, MalformedId, type FieldError, type IdPrefix, type Place } from './problems';

/** Formats of resource ids, with the prefix that such an id begins with. */
const ID_FORMATS: Readonly<Record<string, { prefix: IdPrefix; validate: (text: string) => boolean }>> = {
  'image-id': { prefix: 'ami', validate: isImageId },
  'instance-id': { prefix: 'i', validate: isInstanceId },
  'snapshot-id': { prefix: 'snap', validate: isSnapshotId },
  'volume-id': { prefix: 'vol', validate: isVolumeId },
};

const isRfc3339 = addFormats(new Ajv2020()).compile({ type: 'string', format: 'date-time' });

/** A leap second has the form of a time and is none to JavaScript. */
const isTime = (text: string): boolean => isRfc3339(text) && !Number.isNaN(Date.parse(text));

type Options = ConstructorParameters<typeof Ajv2020>[0];

const ajv = (options: Options): Ajv2020 => {
  const made = new Ajv2020({ allErrors: true, discriminator: true, verbose: true, ...options });
  addFormats(made);
  made.addFormat('date-time', isTime);
  for (const [name, { validate: isId }] of Object.entries(ID_FORMATS)) made.addFormat(name, isId);
  return made;
};

/** Bodies are taken as they are; what comes as text in a path or a query is made a number or a boolean first. */
const strict = ajv({ allowUnionTypes: true });
const coercing = ajv({ coerceTypes: 'array', useDefaults: true });

const compiled = new WeakMap<TSchema, ValidateFunction>();

function validatorOf(place: Place, schema: TSchema): ValidateFunction {
  const known = compiled.get(schema);
  if (known !== undefined) return known;
  const made = (place === 'body' ? strict : coercing).compile(schema);
  compiled.set(schema, made);
  return made;
}

/**
 * Throws InvalidRequest, which names every field that does not fit; MalformedId for an id that is none; UnstorableText
 * for a body with text that cannot be kept, in that part of it that is `judged`.
 */
export function validate(place: Place, schema: TSchema, value: unknown, judged: unknown = value): unknown {
  const check = validatorOf(place, schema);
  if (!check(value)) throw refusal(place, significant(check.errors ?? []));
  try {
    refuseUnstorable(judged, '');
  } catch (error) {
    if (place === 'body' || !(error instanceof UnstorableText)) throw error;
    throw new InvalidRequest([{ in: place, pointer: error.pointer ?? '', detail: error.message }]);
  }
  return value;
}

function refusal(place: Place, errors: readonly ErrorObject[]): InvalidRequest | MalformedId {
  const fields = errors.map((error) => fieldError(place, error));
  for (const { keyword, params, data } of errors) {
    const format = keyword === 'format' ? ID_FORMATS[String(params['format'])] : undefined;
    if (format !== undefined) return new MalformedId(String(data), format.prefix, fields);
  }
  return new InvalidRequest(fields);
}

/** What each alternative of a union found is noise beside "must match one of them", unless it is all there is. */
const significant = (all: readonly ErrorObject[]): readonly ErrorObject[] => {
  const errors = withoutMisfits(all);
  const deepest = errors.filter(
    ({ keyword }) => keyword !== 'anyOf' && keyword !== 'oneOf' && keyword !== 'const',
  );
  return deepest.length > 0 ? deepest : errors;
};

const ALTERNATIVE = /^.*\/anyOf\/\d+/;
const alternativeOf = ({ schemaPath }: ErrorObject): string | undefined => ALTERNATIVE.exec(schemaPath)?.[0];

/** An alternative that has other fields is not the one that was meant, where there is one that has these. */
function withoutMisfits(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const misfits = new Set(
    errors
      .filter(({ keyword }) => keyword === 'required' || keyword === 'additionalProperties')
      .map(alternativeOf),
  );
  const isMeant = (error: ErrorObject): boolean => !misfits.has(alternativeOf(error));
  return errors.some((error) => alternativeOf(error) !== undefined && isMeant(error))
    ? errors.filter((error) => alternativeOf(error) === undefined || isMeant(error))
    : errors;
}

function fieldError(place: Place, { instancePath, keyword, params, message }: ErrorObject): FieldError {
  const property = fieldNamedBy(keyword, params);
  const pointer = property === undefined ? instancePath : `${instancePath}/${escapePointer(property)}`;
  return { in: place, pointer, detail: detailOf(keyword, message, params) };
}

const fieldNamedBy = (keyword: string, params: Record<string, unknown>): string | undefined => {
  const name =
    keyword === 'additionalProperties' || keyword === 'unevaluatedProperties'
      ? (params['additionalProperty'] ?? params['unevaluatedProperty'])
      : (params['missingProperty'] ?? (keyword === 'discriminator' ? params['tag'] : undefined));
  return typeof name === 'string' ? name : undefined;
};

const detailOf = (keyword: string, message: string | undefined, params: Record<string, unknown>): string => {
  if (keyword === 'additionalProperties' || keyword === 'unevaluatedProperties')
    return 'is not a known field';
  if (keyword === 'required' || params['error'] === 'tag') return 'is required';
  if (keyword === 'discriminator') return 'is not known';
  if (keyword === 'enum') return `must be one of ${JSON.stringify(params['allowedValues'])}`;
  return 'allowedValue' in params ? `must be ${JSON.stringify(params['allowedValue'])}` : String(message);
};
