import { Type, type Static, type TObject, type TUnsafe } from 'typebox';

/** One of several objects, which their `kind` tells apart: what does not fit is said of that kind alone. */
export const oneOfKinds = <const Kinds extends readonly TObject[]>(
  ...kinds: Kinds
): TUnsafe<Static<Kinds[number]>> =>
  Type.Unsafe<Static<Kinds[number]>>({
    type: 'object',
    discriminator: { propertyName: 'kind' },
    oneOf: kinds,
  });
