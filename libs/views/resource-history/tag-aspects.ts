type Aspects = Readonly<Record<string, unknown>>;

/** Every tag is an aspect of its own. */
export const underTags = (tags: Aspects): Aspects =>
  Object.fromEntries(Object.entries(tags).map(([key, value]) => [`tags/${key}`, value]));

export const withoutTags = (keys: readonly string[]): Aspects =>
  underTags(Object.fromEntries(keys.map((key) => [key, null])));
