/** What of an image a rollback gives back, in the order that events name it. */
export const IMAGE_ASPECTS = ['lifecycle', 'launchPermissions', 'attributes', 'tags'] as const;

/**
 * `attributes`: its description and when it is deprecated. `lifecycle`: whether it is available or disabled, and not
 * whether it is revoked or protected, which only somebody who means it changes.
 */
export type ImageAspect = (typeof IMAGE_ASPECTS)[number];

/** Each of them once, so that equal wishes are recorded as equal events. */
export const inOrder = (aspects: readonly ImageAspect[]): readonly ImageAspect[] =>
  IMAGE_ASPECTS.filter((aspect) => aspects.includes(aspect));
