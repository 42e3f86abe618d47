import type { Logger } from 'pino';
import { InvalidConfiguration, readConfiguration } from './configuration';
import { keys, type Configuration } from './configuration-keys';

/** What a process starts; what it answers is run once when the process is told to stop. */
type Start = (
  configuration: Configuration,
) => Promise<{ readonly logger: Logger; readonly stop: () => Promise<void> }>;

/**
 * Runs a process of the service: `--help`, configuration, start, and a graceful stop at SIGINT or SIGTERM. A second
 * signal, or a stop that takes too long, ends it at once.
 */
export async function runProcess(summary: string, start: Start): Promise<void> {
  if (process.argv.includes('--help') || process.argv.includes('-h')) return say(help(summary));
  try {
    const configuration = readConfiguration(process.env);
    const { logger, stop } = await start(configuration);
    stopAtSignal(configuration, logger, stop);
  } catch (error) {
    complain(error);
    process.exit(1);
  }
}

function stopAtSignal({ drain }: Configuration, logger: Logger, stop: () => Promise<void>): void {
  let isStopping = false;
  const onSignal = (signal: NodeJS.Signals): void => {
    if (isStopping) process.exit(1);
    isStopping = true;
    logger.info({ signal }, 'stopping');
    setTimeout(() => {
      logger.error({ drain }, 'work was still under way when the time to stop was up');
      process.exit(1);
    }, drain).unref();
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        logger.error({ err: error }, 'the stop failed');
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
}

const say = (text: string): void => void process.stdout.write(`${text}\n`);

function complain(error: unknown): void {
  const words =
    error instanceof InvalidConfiguration
      ? `The configuration is not valid:\n${error.problems.map((problem) => `  ${problem}`).join('\n')}`
      : error instanceof Error
        ? `The start failed: ${error.message}`
        : String(error);
  process.stderr.write(`${words}\n`);
}

const help = (summary: string): string =>
  [
    summary,
    '',
    'Configuration, by environment:',
    ...Object.values(keys).map(
      ({ variable, means, fallback }) =>
        `  ${variable.padEnd(22)} ${means}${fallback === undefined ? '' : ` Default: ${String(fallback)}.`}`,
    ),
  ].join('\n');
