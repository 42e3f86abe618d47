import { parseArgs } from 'node:util';
import { adoptFiles, type Output } from './adopt-files';
import { NotSent } from './adoption-client';
import { NotAdoptable } from './entries';

export const HELP = `Makes the ledger know what there is already, and what has changed behind its back.

  npm run adopt -- FILE… [OPTION…]

  FILE                  what these print as JSON, of any size, several answers in one file too:
                        aws ec2 describe-images --owners self
                        aws ec2 describe-snapshots --owner-ids self
                        aws ec2 describe-volumes
                        aws ec2 describe-instances
                        aws ec2 describe-image-attribute --attribute launchPermission --image-id …

  --url URL             of the service; http://127.0.0.1:3000 by default
  --token TOKEN         of a platform administrator; LEDGER_TOKEN by default
  --account ACCOUNT     whose it is where an entry does not say
  --region REGION       where it was seen, where no zone says so
  --observed-at TIME    when it was seen (RFC 3339); now by default
  --reason TEXT         why, in your words
  --dry-run             say what would be recorded, and record nothing
  --help                this

It may be interrupted and repeated at any time: what the ledger knows already is unchanged.

Exit code: 0 when everything was taken; 2 when everything was sent and some entries were reported;
1 when something could not be sent.`;

const OPTIONS = {
  url: { type: 'string', default: 'http://127.0.0.1:3000' },
  token: { type: 'string' },
  account: { type: 'string' },
  region: { type: 'string' },
  'observed-at': { type: 'string' },
  reason: { type: 'string' },
  'dry-run': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

interface Wish {
  readonly files: readonly string[];
  readonly help: boolean;
  readonly url: string;
  readonly token: string | undefined;
  readonly query: string;
}

function wishIn(args: readonly string[]): Wish {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: OPTIONS });
  const query = new URLSearchParams();
  for (const name of ['account', 'region', 'reason'] as const)
    if (values[name] !== undefined) query.set(name, values[name]);
  if (values['observed-at'] !== undefined) query.set('observedAt', values['observed-at']);
  if (values['dry-run'] === true) query.set('dryRun', 'true');
  const url = values.url.replace(/\/+$/, '');
  return {
    files: positionals,
    help: values.help === true,
    url,
    token: values.token,
    query: query.toString(),
  };
}

/** Answers the exit code. */
export async function adopt(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  output: Output,
): Promise<0 | 1 | 2> {
  try {
    const { files, help, token = environment['LEDGER_TOKEN'], ...target } = wishIn(args);
    if (help) {
      output.say(HELP);
      return 0;
    }
    if (files.length === 0) throw new NotAdoptable('name a file; --help says more');
    if (token === undefined) throw new NotAdoptable('a token is needed: --token, or LEDGER_TOKEN');
    const reported = await adoptFiles(files, { ...target, token }, output);
    return reported.length === 0 ? 0 : 2;
  } catch (error) {
    if (!isTold(error)) throw error;
    output.say(error.message);
    return 1;
  }
}

/** What whoever called can do something about: an option, a file, the service. */
const isTold = (error: unknown): error is { readonly message: string } =>
  error instanceof NotAdoptable || error instanceof NotSent || isOfNode(error);

const isOfNode = (error: unknown): error is { readonly message: string } =>
  typeof error === 'object' &&
  error !== null &&
  'message' in error &&
  'code' in error &&
  /^(?:ERR_PARSE_ARGS|ENOENT|EACCES|EISDIR)/.test(String(error.code));
