import type { Configuration } from './configuration-keys';

/** The configuration of this process, to be injected. */
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging -- a class is what Nest can inject; the members are the configuration's
export abstract class Settings {}
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging -- the other half of the same
export interface Settings extends Configuration {}
