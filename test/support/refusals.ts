import { DomainError } from '#event-sourcing';

/** A refusal, its code, its words, and the field that it names by itself, if it does. */
export type Said = readonly [refusal: DomainError, code: string, words: string, pointer?: string];

const isRefusal = (value: unknown): boolean =>
  typeof value === 'function' && value.prototype instanceof DomainError;

/** Clients know refusals by their codes and people by their words: both are checked for each that `modules` export. */
export function refusalsOf(modules: object, all: readonly Said[]): void {
  it.each(all.map((said) => [said[1], said] as const))('%s', (_, [refusal, code, words, pointer]) => {
    expect(refusal).toMatchObject({ code, message: words });
    expect(refusal.pointer).toBe(pointer);
    expect(refusal.name).toBe(refusal.constructor.name);
  });

  it('are all of them', () => {
    const declared = Object.values(modules).filter(isRefusal);
    expect(new Set(all.map(([refusal]) => refusal.constructor))).toEqual(new Set(declared));
  });
}
