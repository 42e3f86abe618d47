import { isAccountId, isImageId, isInstanceId, isSnapshotId, isVolumeId } from './identifiers';

const LONG = '0123456789abcdef0';

describe('An account id', () => {
  it.each([
    ['111122223333', true],
    ['000000000000', true],
    ['11112222333', false],
    ['1111222233334', false],
    ['11112222333a', false],
    ['111122223333\n', false],
    ['', false],
  ])('%p: %p', (text, isOne) => {
    expect(isAccountId(text)).toBe(isOne);
  });
});

describe.each([
  ['ami', isImageId],
  ['snap', isSnapshotId],
  ['vol', isVolumeId],
  ['i', isInstanceId],
])('A resource id that begins with %s', (prefix, isId) => {
  it.each([
    ['17 hex digits', `${prefix}-${LONG}`, true],
    ['8 hex digits', `${prefix}-01234567`, true],
    ['7 hex digits', `${prefix}-0123456`, false],
    ['9 hex digits', `${prefix}-012345678`, false],
    ['16 hex digits', `${prefix}-0123456789abcdef`, false],
    ['18 hex digits', `${prefix}-${LONG}0`, false],
    ['capital letters', `${prefix}-${LONG.toUpperCase()}`, false],
    ['letters past f', `${prefix}-0123456g`, false],
    ['no hyphen', `${prefix}${LONG}`, false],
    ['another prefix', `lt-${LONG}`, false],
    ['something before it', `x${prefix}-${LONG}`, false],
    ['a line after it', `${prefix}-${LONG}\n`, false],
  ])('with %s', (_, text, isOne) => {
    expect(isId(text)).toBe(isOne);
  });
});
