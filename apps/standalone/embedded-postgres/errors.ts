/** The embedded PostgreSQL cannot run; the message says why and what to do, in a sentence for people. */
export class EmbeddedPostgresFailure extends Error {
  override readonly name = 'EmbeddedPostgresFailure';
}
