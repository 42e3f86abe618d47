import fc from 'fast-check';
import { holds } from '../../../test/support/holds';
import type { ImageEvent } from './events';
import { becameAvailable, created, everybody, given, grant } from './image.testing';
import type { LaunchPrincipal } from './launch-principal';

describe('Launch permissions', () => {
  it('are what a set would be, however they are changed', () => {
    const accounts = fc.uniqueArray(fc.constantFrom('1', '2', '3', '4', '5', 'all'), { maxLength: 4 });
    const named = (key: string): LaunchPrincipal =>
      key === 'all' ? everybody : { userId: key.padStart(12, '0') };
    holds(
      fc.property(fc.array(fc.tuple(accounts, accounts), { maxLength: 15 }), (changes) => {
        const model = new Set<string>();
        const history: ImageEvent[] = [created(), becameAvailable];
        for (const [add, wanted] of changes) {
          const remove = wanted.filter((key) => !add.includes(key));
          add.forEach((key) => model.add(key));
          remove.forEach((key) => model.delete(key));
          const command = { ...grant(...add.map(named)), remove: remove.map(named) };
          history.push(...given(...history).decide(command));
        }
        const { state } = given(...history);
        const there = state.kind === 'existing' ? state.launchPermissions.values() : [];
        expect(new Set(there)).toEqual(new Set([...model].map((key) => ({ principal: named(key) }))));
      }),
    );
  });
});
