import { decodeEvent, EventStoreUnavailable, WritePath } from '#event-sourcing';
import { InMemoryEventStore } from '../../../test/support/in-memory-event-store';
import { wishUnder } from '../../../test/support/wish';
import { families } from '../family/family';
import type { ImageEvent } from '../image/events';
import { images } from '../image/image';
import { IMAGE, owner, registration, stranger, TODAY } from '../image/image.testing';
import { machineImageEvents } from '../index';
import { ImagePublicationProcess } from './image-publication';

const WEB = { ownerId: owner.account, name: 'web' } as const;

let store: InMemoryEventStore;
let writePath: WritePath;
let publication: ImagePublicationProcess;

beforeEach(async () => {
  store = new InMemoryEventStore();
  writePath = new WritePath(store);
  publication = new ImagePublicationProcess(writePath);
  await writePath.execute(families, WEB, { type: 'CreateFamily', ...WEB }, wishUnder('a family'));
});

async function make(further: Partial<Parameters<typeof registration>[0]> = {}): Promise<void> {
  const made = registration({ ownerId: owner.account, family: { name: 'web' }, ...further });
  const command = { type: 'CreateImage', registration: made } as const;
  await writePath.execute(images, IMAGE, command, wishUnder('an image'));
}

async function react(): Promise<void> {
  for (const recorded of [...store.log]) {
    const read = decodeEvent(machineImageEvents, recorded);
    if (publication.reactsTo.some((type) => type === read.event.type))
      await publication.react({ ...read, event: read.event as ImageEvent });
  }
}

const versions = async (): Promise<readonly string[]> => {
  const family = await writePath.look(families, WEB);
  return family.kind === 'unknown' ? [] : family.versions.map(({ imageId }) => imageId);
};

describe('An image that is made for a family', () => {
  it('is its next version, once, however often that is read', async () => {
    await make();
    await react();
    await react();
    expect(await versions()).toEqual([IMAGE]);
    const { metadata } = decodeEvent(machineImageEvents, store.log.at(-1)!);
    expect(metadata.actor).toEqual(wishUnder('an image').actor);
  });

  it('is none until it is available', async () => {
    await make({ work: { snapshots: [] } });
    await react();
    expect(await versions()).toEqual([]);
    const command = { type: 'CompleteImage', imageId: IMAGE, providerId: IMAGE } as const;
    await writePath.execute(images, IMAGE, command, wishUnder('it is there'));
    await react();
    expect(await versions()).toEqual([IMAGE]);
  });

  it('is none where it is no good any more by then, and holds nothing up', async () => {
    await make();
    const command = { type: 'RevokeImage', imageId: IMAGE, by: owner, at: TODAY } as const;
    await writePath.execute(images, IMAGE, command, wishUnder('no good'));
    await react();
    expect(await versions()).toEqual([]);
  });

  it('is one as soon as that is told, and not before', async () => {
    await make();
    const [created, available] = store.log.slice(-2).map((one) => decodeEvent(images.events, one));
    await publication.react(created!);
    expect(await versions()).toEqual([]);
    await publication.react(available!);
    expect(await versions()).toEqual([IMAGE]);
  });

  it('holds the process manager up while the store does not answer', async () => {
    await make();
    store.failNext();
    await expect(react()).rejects.toThrow(EventStoreUnavailable);
    await react();
    expect(await versions()).toEqual([IMAGE]);
  });

  it('is refused beforehand where its account has no such family', async () => {
    await expect(publication.check('web', owner)).resolves.toBeUndefined();
    for (const check of [publication.check('db', owner), publication.check('web', stranger)])
      await expect(check).rejects.toMatchObject({ code: 'unknown-family', pointer: '/family' });
  });
});

describe('Any other image', () => {
  it('is no version of anything', async () => {
    const { family: _, ...plain } = registration({ ownerId: owner.account });
    const command = { type: 'CreateImage', registration: plain } as const;
    await writePath.execute(images, IMAGE, command, wishUnder('an image'));
    const before = store.log.length;
    await react();
    expect(store.log).toHaveLength(before);
  });
});
