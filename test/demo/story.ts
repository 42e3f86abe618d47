import type { Caller } from '../support/caller';
import { Teller, type Say } from './teller';

const OWNER = '123456789012';
const PARTNER = '111122223333';

interface Image {
  readonly imageId: string;
}

interface Launch {
  readonly instances: readonly { readonly instanceId: string; readonly zone: string }[];
}

/** One image from its registration to its restoration, and what is known of it afterwards. */
export async function story(admin: Caller, say: Say): Promise<void> {
  let step = 0;
  const next = (what: string): unknown => say(`\n${++step}. ${what}`);
  const anna = new Teller('anna', await admin.issue(OWNER, ['member'], 'anna@example.com'), say);
  const bob = new Teller('bob', await admin.issue(PARTNER, ['member'], 'bob@example.com'), say);

  next(`Anna, of account ${OWNER}, registers a base image`);
  const base = await anna.asks<Image>('POST', '/v1/images', { name: 'base-1', source: SNAPSHOTS }, 201);

  next('She launches two instances from it');
  const { instances } = await anna.asks<Launch>('POST', '/v1/instances', launchOf(base.imageId, 2), 201);
  const [first, second] = instances;
  if (first === undefined || second === undefined) throw new Error('there are no two instances');
  for (const { instanceId } of [first, second]) await anna.awaits(`/v1/instances/${instanceId}`, 'running');

  next('She attaches a data volume to the first');
  const volume = await anna.asks<{ volumeId: string }>(
    'POST',
    '/v1/volumes',
    { zone: first.zone, size: 20 },
    201,
  );
  const volumePath = `/v1/volumes/${volume.volumeId}`;
  await anna.awaits(volumePath, 'available');
  const place = { instanceId: first.instanceId, device: '/dev/sdf', reason: 'room for logs' };
  await anna.asks('POST', `${volumePath}/attachments`, place);

  next('She makes an image of it, with all its volumes');
  const source = { kind: 'instance', instanceId: first.instanceId };
  const made = await anna.asks<Image>(
    'POST',
    '/v1/images',
    { name: 'web-1', source, reason: 'web is set up' },
    201,
  );
  const image = `/v1/images/${made.imageId}`;
  await anna.awaits(image, 'available');

  next(`She shares it with ${PARTNER}, and Bob of that account launches three`);
  const share = { add: [{ userId: PARTNER }], reason: 'they build on it' };
  await anna.asks('POST', `${image}/launch-permissions`, share);
  const theirs = await bob.asks<Launch>('POST', '/v1/instances', launchOf(made.imageId, 3), 201);
  const shared = new Date().toISOString();

  next('She takes that back: his next launch is refused, as EC2 would');
  const unshare = { remove: [{ userId: PARTNER }], reason: 'the project is over' };
  await anna.asks('POST', `${image}/launch-permissions`, unshare);
  await bob.asks('POST', '/v1/instances', launchOf(made.imageId, 1), 404);

  next('All instances are terminated');
  for (const { instanceId } of [first, second]) await terminate(anna, instanceId);
  for (const { instanceId } of theirs.instances) await terminate(bob, instanceId);

  next('The image is deregistered, and restored from the recycle bin');
  const rule = { resourceType: 'image', retentionPeriod: { unit: 'days', value: 7 } };
  await anna.asks('POST', '/v1/retention-rules', rule, 201);
  await anna.asks('POST', `${image}/deregistration`, { reason: 'nobody uses it' });
  await anna.asks('POST', `${image}/restoration`, { reason: 'somebody does' });

  next('Who could launch it, and who allowed it?');
  await anna.asks('GET', `${image}/access?account=${PARTNER}&asOf=${shared}`);
  await anna.asks('GET', `${image}/access?account=${PARTNER}`);

  next('And the whole of it');
  for (const path of [image, `/v1/instances/${first.instanceId}`, volumePath])
    await printHistory(anna, path, say);
}

const SNAPSHOTS = {
  kind: 'snapshots',
  architecture: 'x86_64',
  rootDeviceName: '/dev/xvda',
  blockDeviceMappings: [
    { deviceName: '/dev/xvda', ebs: { snapshotId: 'snap-0123456789abcdef0', volumeSize: 8 } },
  ],
};

const launchOf = (imageId: string, count: number): object => ({
  imageId,
  instanceType: 'm7g.large',
  minCount: count,
  maxCount: count,
});

const terminate = (who: Teller, instanceId: string): Promise<unknown> =>
  who.asks('POST', `/v1/instances/${instanceId}/actions`, {
    action: 'terminate',
    reason: 'no longer needed',
  });

interface HistoryItem {
  readonly at: string;
  readonly event: string;
  readonly actor: { readonly subject?: string };
  readonly reason: string | null;
}

async function printHistory(who: Teller, path: string, say: Say): Promise<void> {
  const { items } = await who.read<{ items: readonly HistoryItem[] }>(`${path}/history`);
  say(`\n   ${path.split('/').at(-1)}`);
  for (const { at, event, actor, reason } of items)
    say(`   ${at}  ${event.padEnd(28)} ${actor.subject ?? ''}${reason === null ? '' : `: ${reason}`}`);
}
