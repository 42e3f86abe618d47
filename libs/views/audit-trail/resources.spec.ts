import { accountOfStream, regionOfStream, resourcesOf, thingsOf, toldOf, withoutSecrets } from './resources';

const [IMAGE, INSTANCE, SNAPSHOT] = ['ami-0123456789abcdef0', 'i-0123456789abcdef0', 'snap-01234567'];
const [OWNER, OTHER] = ['111122223333', '444455556666'];

describe('The resources of an event', () => {
  it.each([
    ['an image', `image-${IMAGE}`, {}, [IMAGE]],
    ['a token', 'service-token-token-0123456789abcdef0', {}, ['token-0123456789abcdef0']],
    ['an import', 'import-import-ami-0123456789abcdef0', {}, ['import-ami-0123456789abcdef0']],
    ['a volume with an id of old', 'volume-vol-01234567', {}, ['vol-01234567']],
    ['a name', `imagename-${OWNER}-us-east-1-72b876f6fc55f7db81148ba134e7ae16`, {}, [OWNER]],
    ['a family', `family-${OWNER}-web`, {}, [OWNER]],
    ['a membership', `membership-${OWNER}`, {}, [OWNER]],
    ['a stream of another kind', 'organization-o-abcdef', {}, []],
  ])('are what its stream is named after: %s', (_, stream, data, resources) => {
    expect(resourcesOf(stream, data)).toEqual(resources);
  });

  it('are all ids in its data, at any depth, each once and in order', () => {
    const data = { imageId: IMAGE, mappings: [{ ebs: { snapshotId: SNAPSHOT } }], on: [INSTANCE, IMAGE] };
    expect(resourcesOf(`image-${IMAGE}`, data)).toEqual([IMAGE, INSTANCE, SNAPSHOT]);
  });

  it('are the organization and units that are named, alone, in paths and in ARNs', () => {
    const data = {
      organizationId: 'o-a1b2c3d4e5',
      from: 'ou-ab12-11111111',
      to: 'ou-ab12-22222222/ou-ab12-33333333',
    };
    expect(resourcesOf(`membership-${OWNER}`, data)).toEqual([
      OWNER,
      'o-a1b2c3d4e5',
      'ou-ab12-11111111',
      'ou-ab12-22222222',
      'ou-ab12-33333333',
    ]);
    const principal = {
      organizationalUnitArn: `arn:aws:organizations::${OTHER}:ou/o-a1b2c3d4e5/ou-ab12-11111111`,
    };
    expect(resourcesOf(`image-${IMAGE}`, { principal })).toEqual([
      OTHER,
      IMAGE,
      'o-a1b2c3d4e5',
      'ou-ab12-11111111',
    ]);
    expect(toldOf('o-a1b2c3d4e5', `membership-${OWNER}`, { ...data, account: OWNER }).account).toBeNull();
  });

  it('are the accounts too, which are no things', () => {
    const data = { principal: { userId: OTHER }, imageId: IMAGE };
    expect(resourcesOf(`image-${IMAGE}`, data)).toEqual([OTHER, IMAGE]);
    expect(thingsOf(`image-${IMAGE}`, data)).toEqual([IMAGE]);
  });

  it.each([
    'about ami-0123456789abcdef0',
    'ami-0123',
    'ami-0123456789ABCDEF0',
    'web-1',
    '12345678901',
    7,
    null,
  ])('are not %j', (value) => expect(resourcesOf('sample', { value })).toEqual([]));

  it('are not what people call things', () => {
    const imageNames = [IMAGE, OTHER];
    expect(
      resourcesOf('sample', { name: OTHER, description: IMAGE, tags: { from: IMAGE }, imageNames }),
    ).toEqual([]);
    expect(resourcesOf('sample', { resourceTags: [{ key: 'from', value: IMAGE }] })).toEqual([]);
  });
});

describe('A stream', () => {
  it('says in its name which account’s it is, and where', () => {
    const name = `imagename-${OWNER}-us-east-1-72b876f6fc55f7db81148ba134e7ae16`;
    expect([accountOfStream(name), regionOfStream(name)]).toEqual([OWNER, 'us-east-1']);
    const settings = `settings-${OWNER}-eu-central-1`;
    expect([accountOfStream(settings), regionOfStream(settings)]).toEqual([OWNER, 'eu-central-1']);
    expect(regionOfStream(`family-${OWNER}-us-east-1`)).toBeUndefined();
    expect(accountOfStream(`refusals-${OWNER}`)).toBe(OWNER);
    expect(regionOfStream(`family-${OWNER}-us-east-1-web`)).toBeUndefined();
    expect(regionOfStream(`family-${OWNER}-us-east-1`)).toBeUndefined();
    const rules = `retention-${OWNER}-us-gov-east-1`;
    expect([accountOfStream(rules), regionOfStream(rules)]).toEqual([OWNER, 'us-gov-east-1']);
    expect(accountOfStream(`image-${IMAGE}`)).toBeUndefined();
  });
});

describe('An event is believed about whose a resource is', () => {
  const nothing = { account: null, region: null };

  it('when it is about what its stream is named after', () => {
    const data = { imageId: IMAGE, ownerId: OWNER, region: 'us-east-1' };
    expect(toldOf(IMAGE, `image-${IMAGE}`, data)).toEqual({ account: OWNER, region: 'us-east-1' });
    const token = 'token-0123456789abcdef0';
    expect(toldOf(token, `service-token-${token}`, { tokenId: token, account: OWNER })).toEqual({
      account: OWNER,
      region: null,
    });
  });

  it('when it says so one level below, in the object that names the resource', () => {
    const data = {
      launch: { instanceId: INSTANCE, ownerId: OWNER },
      family: { ownerId: OTHER, name: 'web' },
    };
    expect(toldOf(INSTANCE, `instance-${INSTANCE}`, data)).toEqual({ account: OWNER, region: null });
  });

  it('when its stream belongs to the account that is to own the resource', () => {
    const data = { registration: { imageId: IMAGE, ownerId: OWNER, region: 'us-east-1' } };
    const name = `imagename-${OWNER}-us-east-1-72b876f6fc55f7db81148ba134e7ae16`;
    expect(toldOf(IMAGE, name, data)).toEqual({ account: OWNER, region: 'us-east-1' });
    expect(toldOf(IMAGE, name.replace(OWNER, OTHER), data)).toEqual(nothing);
  });

  it('and not about what it merely names: an instance does not own its image', () => {
    const data = { instanceId: INSTANCE, imageId: IMAGE, ownerId: OWNER };
    expect(toldOf(IMAGE, `instance-${INSTANCE}`, data)).toEqual(nothing);
  });

  it('and not when people say so in their own words', () => {
    const tags = { me: IMAGE, ownerId: OTHER, account: OTHER, region: 'mars' };
    expect(toldOf(IMAGE, `image-${IMAGE}`, { imageId: IMAGE, tags })).toEqual(nothing);
  });

  it('and not when what it says is no account', () => {
    const data = { imageId: IMAGE, ownerId: 'amazon', account: 12, region: '' };
    expect(toldOf(IMAGE, `image-${IMAGE}`, data)).toEqual(nothing);
  });
});

describe('What is shown of an event', () => {
  it('holds no hash of a secret and nothing sealed, at any depth', () => {
    const sealed = '7c0f6b0e-6b54-4c41-9a54-0d0a6d1f3c11.c2VhbGVk';
    const data = {
      tokenHash: 'x',
      subject: sealed,
      list: [{ password: 'x', who: sealed, clientSecret: 'x', kept: 1 }],
    };
    expect(withoutSecrets(data)).toEqual({ list: [{ kept: 1 }] });
  });

  it('is otherwise what it says, with tags as people wrote them', () => {
    const data = { tags: { contentHash: 'x' }, none: null, on: true, sizes: [1, 2] };
    expect(withoutSecrets(data)).toEqual(data);
  });
});
