import { Injectable } from '@nestjs/common';
import { Instances, type Viewer } from '#views';

/** When images were last launched: by whomever, so it is for their owners to know, and for those who see all. */
@Injectable()
export class LastLaunches {
  constructor(private readonly instances: Instances) {}

  /** What an answer about each of them says of it; by image id. */
  async of(
    images: readonly { readonly imageId: string; readonly ownerId: string }[],
    { account, mayReadAll }: Viewer,
    asOf: Date | undefined,
  ): Promise<(imageId: string) => { readonly lastLaunchedTime?: string }> {
    const known = images.filter(({ ownerId }) => mayReadAll || ownerId === account);
    const times = await this.instances.lastLaunches(
      known.map(({ imageId }) => imageId),
      asOf,
    );
    return (imageId) => {
      const time = times.get(imageId);
      return time === undefined ? {} : { lastLaunchedTime: time.toISOString() };
    };
  }
}
