import { parseArgs } from 'node:util';
import { readConfiguration, type Configuration } from '#runtime';

export const say = (line: string): void => void process.stdout.write(`${line}\n`);

interface Command {
  readonly help: string;
  /** Names of options without a value, besides `--help`. */
  readonly flags?: readonly string[];
  /** Answers the exit code. */
  readonly run: (
    configuration: Configuration,
    words: readonly string[],
    flags: ReadonlySet<string>,
  ) => Promise<number>;
}

/** A program that does one thing and ends. What goes wrong is said in a sentence. */
export async function runCommand({ help, flags = [], run }: Command): Promise<void> {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        ...Object.fromEntries(flags.map((flag) => [flag, { type: 'boolean' as const }])),
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (values.help === true) say(help);
    else
      process.exitCode = await run(readConfiguration(process.env), positionals, new Set(Object.keys(values)));
  } catch (error) {
    process.stderr.write(`That failed: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}

/** A mistake of the caller's. */
export function wrongUse(help: string): number {
  process.stderr.write(`${help}\n`);
  return 2;
}
