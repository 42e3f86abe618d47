/** Everything that bringing an image back takes, so that whoever finishes it needs nothing else. */
export interface ImageRestoration {
  /** The request that asked for it. */
  readonly restorationId: string;
  readonly imageId: string;
  readonly ownerId: string;
  readonly region: string;
  readonly name: string;
  readonly snapshotIds: readonly string[];
  /** The first of the image, the second … */
  readonly number: number;
}
