import { newToken, tokenHashOf } from './secret';

describe('A service token', () => {
  it('is recognisable, and holds 256 random bits', () => {
    const token = newToken();
    expect(token).toMatch(/^ilt_[\w-]{43}$/);
    expect(newToken()).not.toBe(token);
  });

  it('is known by its SHA-256, and nothing else', () => {
    expect(tokenHashOf('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });
});
