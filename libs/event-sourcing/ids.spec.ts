import { commandIdOf, eventIdOf, followUpIdOf, resourceIdOf, sha256 } from './ids';

// Recorded ids stand on these functions: whatever fails here must never be made to pass by changing what is expected.
describe('Ids, which are frozen for ever:', () => {
  it('a command has its id from scope and key', () => {
    expect(commandIdOf('111122223333', 'POST', '/v1/images', 'k1')).toBe(
      '544b0bb1-8569-5ff0-a59e-71180dadd0dd',
    );
    expect(commandIdOf('111122223333', 'POST', '/v1/imagesk1')).not.toBe(
      commandIdOf('111122223333', 'POST', '/v1/images', 'k1'),
    );
  });

  it('a command that follows has its id from its cause', () => {
    expect(followUpIdOf('a', 'hold')).toBe('fb5e1a60-56d8-5541-a903-b010c2e24c41');
  });

  it('an event has its id from the wish and what it records', () => {
    const wish = { commandId: 'c', requestHash: 'h' };
    expect(eventIdOf(wish, 'image-1', 0, '{"a":1}')).toBe('29cb0ecc-7413-5e88-920b-3dd42c63ac8d');
    expect(eventIdOf({ commandId: 'c' }, 'image-1', 0, '{"a":1}')).toBe(
      '830b43ad-eb86-5df5-870f-b18143266f85',
    );
  });

  it('another part makes another event', () => {
    const ids = [
      eventIdOf({ commandId: 'c', requestHash: 'h' }, 's', 0, '{}'),
      eventIdOf({ commandId: 'd', requestHash: 'h' }, 's', 0, '{}'),
      eventIdOf({ commandId: 'c', requestHash: 'i' }, 's', 0, '{}'),
      eventIdOf({ commandId: 'c', requestHash: 'h' }, 't', 0, '{}'),
      eventIdOf({ commandId: 'c', requestHash: 'h' }, 's', 1, '{}'),
      eventIdOf({ commandId: 'c', requestHash: 'h' }, 's', 0, '[]'),
    ];
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('a resource has its id from the command that makes it: 17 hex digits, as in EC2', () => {
    expect(resourceIdOf('ami', 'c')).toBe('ami-9f5fc78dd22f0b4b0');
    expect(resourceIdOf('ami', 'c', 0)).toBe(resourceIdOf('ami', 'c'));
    expect(resourceIdOf('i', 'c', 1)).toBe('i-5031f5c80e9e698bc');
  });

  it('a hash is SHA-256 in hex', () => {
    expect(sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });
});
