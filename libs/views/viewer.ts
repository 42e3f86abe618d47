/** Who looks at a view. */
export interface Viewer {
  readonly account: string;
  /** Auditors and platform administrators see every account's resources as their owners do. */
  readonly mayReadAll: boolean;
}
