import { Injectable } from '@nestjs/common';
import { isAllowed, type AllowedImages, type ImageCriterion } from '#machine-images';
import { AllowedImagesView, type ImageFacts, type Viewer } from '#views';

/** What an account allows itself to see of the images of others, by its own settings, at a time. */
export class ImageAllowance {
  constructor(
    private readonly allowedImages: AllowedImages,
    private readonly viewer: Viewer,
    private readonly at: Date,
  ) {}

  /** What lists keep to, where they do. Auditors and platform administrators look at more than their own account. */
  get criteria(): readonly ImageCriterion[] | undefined {
    const { state, imageCriteria } = this.allowedImages;
    return state === 'enabled' && !this.viewer.mayReadAll ? imageCriteria : undefined;
  }

  /** Whether it is kept from the viewer. */
  refuses(image: ImageFacts): boolean {
    return this.criteria !== undefined && !this.allows(image);
  }

  /** What answers say in audit mode. */
  shownOf(image: ImageFacts): { readonly imageAllowed?: boolean } {
    return this.allowedImages.state === 'audit-mode' ? { imageAllowed: this.allows(image) } : {};
  }

  private allows({ deprecationTime, ...image }: ImageFacts): boolean {
    const judged = { ...image, deprecationTime: deprecationTime ?? undefined };
    return isAllowed(this.allowedImages.imageCriteria, judged, this.viewer.account, this.at);
  }
}

@Injectable()
export class ImageAllowances {
  constructor(private readonly views: AllowedImagesView) {}

  /** By the settings as they are, or as they were at the time that is asked about. */
  async of(viewer: Viewer, region: string, asOf: Date | undefined): Promise<ImageAllowance> {
    const allowedImages = await this.views.of({ account: viewer.account, region }, asOf);
    return new ImageAllowance(allowedImages, viewer, asOf ?? new Date());
  }
}
