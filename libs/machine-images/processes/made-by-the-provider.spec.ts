import { Creation, MADE } from './creation.testing';

describe('An image of an instance', () => {
  it.each([
    [{ noReboot: true }, { noReboot: true, description: '' }],
    [{ description: 'at night' }, { noReboot: false, description: 'at night' }],
  ])('is asked of the provider once, with all that it takes: %j', async (wish, said) => {
    const creation = await Creation.withInstance();
    const createImage = jest.spyOn(creation.provider, 'createImage');
    await creation.create(wish);
    const { created } = await creation.image();
    const made = (await creation.snapshotsOf()).map((snapshot) => snapshot.created);
    expect(createImage.mock.calls).toStrictEqual([
      [
        {
          operationId: createImage.mock.calls[0]?.[0].operationId,
          imageId: MADE,
          region: 'us-east-1',
          name: 'made',
          ...said,
          tags: {},
          blockDeviceMappings: created.blockDeviceMappings,
          instanceId: creation.instanceId,
          snapshots: made.map(({ snapshotId, volumeId }) => ({ snapshotId, volumeId })),
        },
      ],
    ]);
    expect(made.map(({ volumeId }) => typeof volumeId)).toEqual(['string', 'string']);
  });

  it('has the provider’s own names, where it has some', async () => {
    const creation = await Creation.withInstance();
    jest
      .spyOn(creation.provider, 'createImage')
      .mockImplementation(({ operationId, imageId, snapshots: [one, other] }) => {
        const providerIds = { [imageId]: 'theirs', [one!.snapshotId]: 'one', [other!.snapshotId]: 'other' };
        return Promise.resolve({ operationId, providerIds });
      });
    await creation.create();
    const { data } = creation.store.log.findLast(({ type }) => type === 'ImageBecameAvailable')!;
    expect(JSON.parse(data)).toEqual({ imageId: MADE, providerId: 'theirs' });
    expect((await creation.snapshotsOf()).map(({ providerId }) => providerId)).toEqual(['one', 'other']);
  });

  it('has failed where the provider leaves something out, and names all of that', async () => {
    const creation = await Creation.withInstance();
    jest
      .spyOn(creation.provider, 'createImage')
      .mockImplementation(({ operationId }) => Promise.resolve({ operationId, providerIds: {} }));
    const { state } = await creation.create();
    const [one, other] = (await creation.snapshotsOf()).map(({ created }) => created.snapshotId);
    const cause = `the provider did not make ${MADE}, ${one}, ${other}`;
    expect(state).toMatchObject({ lifecycle: 'failed', cause });
    expect(await creation.snapshotsOf()).toMatchObject([{ cause }, { cause }]);
  });
});
