import { expectedAccess, expectedPermissions } from './expected-access';
import { expectedFamilies, expectedFamily, expectedVersions } from './expected-families';
import { isKept, isListed, isVisible, shownAllowance, shownImage } from './expected-images';
import type { Filters, Looking, Moment, Question } from './questions';
import { ACCOUNTS } from './wishes';
import type { Chronicle, ModelImage, World } from './world';

/** The world that is asked about, and the one that there is. */
export interface Scene {
  readonly viewer: Looking;
  readonly then: World;
  readonly now: World;
  /** The time that is asked about. */
  readonly at: number;
  readonly isPast: boolean;
}

export const refusal = (code: string) => ({ refused: code });

/** What the ledger has to answer. */
export function expectedAnswer(
  chronicle: Chronicle,
  { viewer, subject }: Omit<Question, 'time'>,
  moment: Moment,
): unknown {
  const at = moment ?? Date.now();
  const scene = {
    viewer,
    then: chronicle.asOf(at),
    now: chronicle.asOf(Date.now()),
    at,
    isPast: moment !== undefined,
  };
  switch (subject.kind) {
    case 'image':
      return expectedImage(scene, scene.then.images[imageIdAt(chronicle, subject.image)]);
    case 'images':
      return expectedImages(scene, subject.filters);
    case 'access':
      return expectedAccess(scene, imageIdAt(chronicle, subject.image), subject.account);
    case 'launch-permissions':
      return expectedPermissions(scene, imageIdAt(chronicle, subject.image));
    case 'family':
      return expectedFamily(scene, subject);
    case 'versions':
      return expectedVersions(scene, subject);
    case 'families':
      return expectedFamilies(scene);
    case 'organization':
      return expectedMembers(scene, subject.organization);
  }
}

/** Of all that there are by now; of none, where there is none. */
export const imageIdAt = ({ now }: Chronicle, index: number): string => {
  const imageIds = Object.keys(now.images);
  return imageIds[index % imageIds.length] ?? 'ami-00000000000000000';
};

function expectedImage(scene: Scene, image: ModelImage | undefined): unknown {
  return image !== undefined && isVisible(scene, image) && isKept(scene, image)
    ? shownImage(scene, image)
    : refusal('unknown-image');
}

/** What somebody else could launch hinges on what that account allowed itself. */
function expectedImages(scene: Scene, filters: Filters): unknown {
  const { mayReadAll, account } = scene.viewer;
  const { executableBy = account } = filters;
  const isAboutAnother =
    mayReadAll && filters.executableBy !== undefined && ACCOUNTS.some((one) => one === executableBy);
  const allowing = isAboutAnother
    ? { ...scene, viewer: { account: executableBy, mayReadAll: false } }
    : scene;
  return Object.values(scene.then.images)
    .filter((image) => isListed(scene, image, filters) && isKept(allowing, image))
    .sort(newestFirst)
    .map((image) => ({
      ...shownImage(scene, image),
      imageAllowed: shownAllowance(allowing, image),
    }));
}

const newestFirst = (one: ModelImage, other: ModelImage): number =>
  other.created - one.created || (one.imageId < other.imageId ? 1 : -1);

const expectedMembers = ({ then }: Scene, organization: string): unknown =>
  Object.entries(then.members)
    .filter(([, member]) => member?.organization === organization)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([account, member]) => ({
      organizationId: organization,
      account,
      member: true,
      ...(member?.units.length === 0 ? {} : { unit: member?.units.join('/') }),
      joinedAt: new Date(member?.joined ?? 0),
      revision: member?.revision,
    }));
