import { wishUnder } from '../../../test/support/wish';
import { ImageIsNotAllowed } from '../image/errors';
import { everybody, grant, stranger } from '../image/image.testing';
import { settings, type SetAllowedImages } from '../settings/settings';
import { byProvider, setAllowedImages } from '../settings/settings.testing';
import { Compute } from './compute.testing';

const REGION = 'us-east-1';
const FRIEND = { account: stranger.account };

let compute: Compute;
beforeEach(async () => {
  compute = await Compute.withImage();
  await compute.change(grant(everybody), 'public');
});

/** As another process would, which this one hears nothing of. */
async function setElsewhere(key: string, id = { ...FRIEND, region: REGION }): Promise<void> {
  const command: SetAllowedImages = setAllowedImages('enabled', [byProvider], id);
  await compute.restarted().writePath.execute(settings, id, command, wishUnder(key));
}

describe('A launch', () => {
  it('is refused once its account was told that it does not allow itself the image', async () => {
    await compute.launch({ ...FRIEND, launchId: 'r-1' }, 'l1');
    await setElsewhere('s1');
    const before = compute.recorded;
    await expect(compute.launch({ ...FRIEND, launchId: 'r-2' }, 'l2')).rejects.toThrow(ImageIsNotAllowed);
    expect(compute.recorded).toEqual(before);
  });

  it('that was decided before is finished, and answered as the first time', async () => {
    compute.store.failNext({ recorded: true });
    await expect(compute.launch(FRIEND)).rejects.toThrow('lost the store');
    await setElsewhere('s1');
    await compute.restarted().reactToEverything();
    const { outcome, instances } = await compute.restarted().launch(FRIEND);
    expect([outcome.state.kind, instances.length]).toEqual(['completed', 2]);
  });

  it.each([
    ['another account', { account: '000000000009', region: REGION }],
    ['another region', { ...FRIEND, region: 'eu-central-1' }],
  ])('is of no concern to the settings of %s', async (_, id) => {
    await setElsewhere('s1', id);
    const { instances } = await compute.launch(FRIEND);
    expect(instances).toHaveLength(2);
  });
});
