import { Type } from 'typebox';
import { LATEST } from '#machine-images';
import { DRIFT_REASONS, type Drift as DriftFacts, type DriftGroup } from '#views';
import type { Caller } from '../http/caller';
import { nameSchema } from '../http/named-schemas';
import { AccountId, Time } from './fields';
import { INSTANCE_STATES, RequestedImage } from './instance-fields';

export const Drift = nameSchema(
  'Drift',
  Type.Object({
    instanceId: Type.String(),
    ownerId: AccountId,
    region: Type.String(),
    state: Type.Enum([...INSTANCE_STATES]),
    requested: RequestedImage,
    runs: Type.Object({
      imageId: Type.Union([Type.String(), Type.Null()], { description: 'Null where nobody knows.' }),
      version: Type.Union([Type.Integer(), Type.Null()], {
        description: 'Of the family; null where it is none of it.',
      }),
      since: Time,
    }),
    says: Type.Union(
      [
        Type.Object({ version: Type.Integer(), imageId: Type.String(), revoked: Type.Boolean() }),
        Type.Null(),
      ],
      {
        description:
          'What was asked for comes to now; null where it comes to nothing, or an image was asked for.',
      },
    ),
    why: Type.Array(Type.Enum([...DRIFT_REASONS])),
    mend: Type.Optional(
      Type.Object(
        { method: Type.String(), path: Type.String(), body: Type.Record(Type.String(), Type.Unknown()) },
        {
          description:
            'A request that would mend it: another root volume or, where the channel itself points at what is revoked, a rollback of the channel. Absent where there is none, and for what does not run.',
        },
      ),
    ),
  }),
);

interface Request {
  readonly method: 'POST';
  readonly path: string;
  readonly body: object;
}

export function driftAnswer({ instance, group, why }: DriftFacts, caller: Caller): object {
  const { instanceId, ownerId, region, state, asked, rootVolumeImageId, rootVolumeSince } = instance;
  const mend = state === 'running' ? mendOf(instanceId, group, caller) : undefined;
  return {
    ...{ instanceId, ownerId, region, state, requested: asked },
    runs: { imageId: rootVolumeImageId, version: group.runsVersion, since: rootVolumeSince.toISOString() },
    says: saysOf(group),
    why,
    ...(mend === undefined ? {} : { mend }),
  };
}

const saysOf = ({ askedFor, wantedVersion, wantedImageId, isWantedRevoked }: DriftGroup): object | null =>
  askedFor === '' || wantedVersion === null
    ? null
    : { version: wantedVersion, imageId: wantedImageId, revoked: isWantedRevoked };

function mendOf(instanceId: string, group: DriftGroup, caller: Caller): Request | undefined {
  const { wantedVersion, isWantedRevoked, latestImageId } = group;
  const family = familyOf(group);
  if (family === undefined) return undefined;
  const replace = (wish: object): Request => ({
    method: 'POST',
    path: `/v1/instances/${instanceId}/root-volume-replacements`,
    body: { family, ...wish },
  });
  const channel = channelOf(group);
  if (wantedVersion !== null && !isWantedRevoked)
    return replace(channel === undefined ? { version: wantedVersion } : { channel });
  if (channel !== undefined) return wantedVersion === null ? undefined : rollBack(family, channel, caller);
  return latestImageId === null ? undefined : replace({ channel: LATEST });
}

interface Named {
  readonly name: string;
  readonly ownerId: string;
}

const familyOf = ({ familyOwnerId: ownerId, familyName: name }: DriftGroup): Named | undefined =>
  ownerId === null || name === null ? undefined : { name, ownerId };

/** Undefined for a version, and for an image. */
function channelOf({ askedFor }: DriftGroup): string | undefined {
  const [, , wish = '#'] = askedFor.split('/');
  return wish.startsWith('#') ? undefined : wish;
}

/** Only who may change the family is told how; `latest` moves by itself. */
function rollBack(
  { ownerId, name }: Named,
  channel: string,
  { account, administrator }: Caller,
): Request | undefined {
  if (channel === LATEST || (!administrator && account !== ownerId)) return undefined;
  const query = account === ownerId ? '' : `?ownerId=${ownerId}`;
  return { method: 'POST', path: `/v1/families/${name}/channels/${channel}/rollbacks${query}`, body: {} };
}
