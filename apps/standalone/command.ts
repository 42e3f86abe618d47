import { parseArgs, type ParseArgsConfig } from 'node:util';
import { readConfiguration, type Configuration } from '#runtime';

export const say = (line: string): void => void process.stdout.write(`${line}\n`);

interface Command {
  readonly help: string;
  /** Names of options without a value, besides `--help`. */
  readonly flags?: readonly string[];
  /** Names of options with a value. */
  readonly values?: readonly string[];
  /** Answers the exit code. */
  readonly run: (
    configuration: Configuration,
    words: readonly string[],
    flags: ReadonlySet<string>,
    values: ReadonlyMap<string, string>,
  ) => Promise<number>;
}

/** A program that does one thing and ends. What goes wrong is said in a sentence. */
export async function runCommand({ help, flags = [], values = [], run }: Command): Promise<void> {
  try {
    const { values: given, positionals } = parseArgs({
      allowPositionals: true,
      options: optionsOf(flags, values),
    });
    if (given['help'] === true) return say(help);
    const texts = Object.entries(given).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    );
    const set = new Set(Object.keys(given));
    process.exitCode = await run(readConfiguration(process.env), positionals, set, new Map(texts));
  } catch (error) {
    process.stderr.write(`That failed: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}

const optionsOf = (
  flags: readonly string[],
  values: readonly string[],
): NonNullable<ParseArgsConfig['options']> => ({
  ...Object.fromEntries(flags.map((flag) => [flag, { type: 'boolean' }])),
  ...Object.fromEntries(values.map((value) => [value, { type: 'string' }])),
  help: { type: 'boolean', short: 'h' },
});

/** A mistake of the caller's. */
export function wrongUse(help: string): number {
  process.stderr.write(`${help}\n`);
  return 2;
}
