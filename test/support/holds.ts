import fc from 'fast-check';

/** The same cases in every run, so that a failure is somebody's change and not chance. `PROPERTY_SEED` tries others. */
const seed = Number(process.env['PROPERTY_SEED'] ?? 20_260_101);

/** Tries a property on many cases, and shows the smallest that breaks it. */
export const holds = <Case>(property: fc.IProperty<Case>): void =>
  fc.assert(property, { seed, numRuns: 200 });
