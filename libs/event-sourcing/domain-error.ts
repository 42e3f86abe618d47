/**
 * A refusal. `code` is kebab-case, stable and public; what number it gets on which interface is decided at the edge.
 * `pointer` is a JSON pointer to the field of the request that is to blame, where one is.
 */
export abstract class DomainError<Code extends string = string> extends Error {
  abstract readonly code: Code;
  private hides = false;

  constructor(
    message: string,
    readonly pointer?: string,
  ) {
    super(message);
    this.name = new.target.name;
  }

  /**
   * What was asked for exists and is kept from the caller, who hears what is said of what does not exist. For the record
   * alone: nothing that the caller can see may depend on it.
   */
  get isHidden(): boolean {
    return this.hides;
  }

  /** What the record calls the rule; the caller may be told less. */
  get recordedAs(): string {
    return this.code;
  }

  /** Where who asked finds it, when what they asked has no such field: one wish may be made of others. */
  placedAt(pointer: string): this {
    return Object.assign(this, { pointer });
  }

  asHidden(): this {
    this.hides = true;
    return this;
  }
}

/** The refusals of the write path itself. Every category adds its own. */
export type KernelErrorCode =
  | 'unstorable-text'
  | 'precondition-failed'
  | 'plan-changed'
  | 'idempotency-key-reused'
  | 'too-much-contention';

export class UnstorableText extends DomainError<'unstorable-text'> {
  readonly code = 'unstorable-text';
  constructor(pointer: string) {
    super('a string holds U+0000 or a lone surrogate and cannot be stored unchanged', pointer);
  }
}

/** The caller asked for a revision (`If-Match`) that the stream no longer has, or does not have yet. */
export class PreconditionFailed extends DomainError<'precondition-failed'> {
  readonly code = 'precondition-failed';
  constructor(
    readonly expected: number,
    readonly actual: number,
  ) {
    super(`the resource is at revision ${actual}, not ${expected}`);
  }
}

/** What would be recorded now is not what the dry run showed: the ground has moved since. */
export class PlanChanged extends DomainError<'plan-changed'> {
  readonly code = 'plan-changed';
  constructor() {
    super('what would be recorded now is not what was planned; ask for a new plan', '/planDigest');
  }
}

/** The key was used for another request before. EC2: IdempotentParameterMismatch. */
export class IdempotencyKeyReused extends DomainError<'idempotency-key-reused'> {
  readonly code = 'idempotency-key-reused';
  constructor() {
    super('this idempotency key belongs to an earlier request with another body');
  }
}

/** The race for one stream was lost again and again until the time was up. Asking again later is safe. */
export class TooMuchContention extends DomainError<'too-much-contention'> {
  readonly code = 'too-much-contention';
  constructor(readonly stream: string) {
    super('too many writers want to change this resource at once');
  }
}
