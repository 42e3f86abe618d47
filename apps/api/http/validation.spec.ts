import { Type } from 'typebox';
import { InvalidRequest } from './problems';
import { validate } from './validation';

describe('A value that has to be a certain one', () => {
  it('is refused with a word about which', () => {
    const schema = Type.Object({ group: Type.Literal('all') });
    const errors = [{ in: 'body', pointer: '/group', detail: 'must be "all"' }] as const;
    let refused: unknown;
    try {
      validate('body', schema, { group: 'some' });
    } catch (error) {
      refused = error;
    }
    expect(refused).toEqual(new InvalidRequest(errors));
    expect(refused).toMatchObject({ errors });
    expect(validate('body', schema, { group: 'all' })).toEqual({ group: 'all' });
  });
});
