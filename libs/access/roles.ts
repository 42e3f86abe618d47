/** What a caller may do, besides what belongs to its own account. */
export const ROLES = ['platform-admin', 'member', 'reader', 'auditor'] as const;

/**
 * - `platform-admin`: everything, also in the name of any account (the actor stays the administrator)
 * - `member`: reads and writes what belongs to its own account
 * - `reader`: reads what its own account may see
 * - `auditor`: reads every account's images, permissions and trail, changes nothing
 */
export type Role = (typeof ROLES)[number];
