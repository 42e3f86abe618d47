/** In whose name a command is given. */
export interface Principal {
  readonly account: string;
  /** A platform administrator may do what the owner may. */
  readonly administrator: boolean;
}
