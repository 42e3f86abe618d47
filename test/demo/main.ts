import { Standalone } from '../support/standalone';
import { story } from './story';

const HELP = `npm run demo

Tells the story of one image against a service of its own: registered, launched, attached to, made an image of,
shared, un-shared, deregistered and restored; and ends with what the ledger has of it. The service is started on a
free port with its data in a temporary folder, and is gone afterwards. Takes no options but --help.
`;

const say = (line = ''): unknown => process.stdout.write(`${line}\n`);

async function main([option]: readonly string[]): Promise<void> {
  if (option === '--help') return void say(HELP);
  if (option !== undefined) throw new Error(`there is no option ${option}; see --help`);
  const standalone = new Standalone();
  const stop = (): void => void standalone.remove().finally(() => process.exit(130));
  process.once('SIGINT', stop).once('SIGTERM', stop);
  try {
    say('Starting a service with its data in a temporary folder …');
    const admin = await standalone.start();
    say(`It answers at ${admin.url}.`);
    await story(admin, say);
  } finally {
    await standalone.remove();
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
