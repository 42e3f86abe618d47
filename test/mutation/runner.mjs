import { addEventHandler, getState, run } from 'jest-circus';
import { jestExpect } from '@jest/expect';
import { PluginKind, declareFactoryPlugin, tokens } from '@stryker-mutator/api/plugin';
import {
  DryRunStatus,
  TestStatus,
  determineHitLimitReached,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner';
import { loadSpecs, mocker } from './specs.mjs';

/** Of a test that hangs: it fails after this many milliseconds. */
const TEST_TIMEOUT = 20_000;

const messageOf = (error) => {
  const cause = [error].flat().find((part) => part !== undefined);
  return String(cause?.stack ?? cause);
};

const resultOf = (id, { errors, mode, duration }) => {
  const result = { id, name: id, timeSpentMs: duration ?? 0 };
  if (errors.length > 0)
    return { ...result, status: TestStatus.Failed, failureMessage: messageOf(errors[0]) };
  return { ...result, status: mode === 'skip' ? TestStatus.Skipped : TestStatus.Success };
};

/**
 * Runs the unit specs for Stryker in one process that loads them once, with what they are written for: jest's own runner,
 * `expect` and spies. Stryker's runner for jest begins with new modules and a new environment for every file and every
 * mutant, which takes a hundred times as long as the tests themselves.
 *
 * All mutants are in the code at once, and Stryker's `activeMutant` says which one is in force. Nothing is loaded again to
 * change it: of what a module does while it is loaded (static mutants), this runner says nothing.
 */
class InProcessRunner {
  /** What the mutated code looks at. */
  #stryker = (globalThis.__stryker__ ??= {});
  #tests;
  #failed = false;
  #bail = false;

  /** Or Stryker would start a process for each mutant in what is run both while it is loaded and in tests. */
  capabilities() {
    return { reloadEnvironment: true };
  }

  async dryRun() {
    this.#stryker.mutantCoverage = { static: {}, perTest: {} };
    const result = await this.#run({ disableBail: true });
    return { ...result, mutantCoverage: this.#stryker.mutantCoverage };
  }

  async mutantRun({ activeMutant, testFilter, hitLimit, disableBail }) {
    this.#load();
    Object.assign(this.#stryker, { activeMutant: activeMutant.id, hitLimit, hitCount: hitLimit && 0 });
    const result = await this.#run({ testFilter, disableBail });
    this.#stryker.activeMutant = undefined;
    return toMutantRunResult(determineHitLimitReached(this.#stryker.hitCount, hitLimit) ?? result);
  }

  #load() {
    if (this.#tests !== undefined) return;
    this.#tests = loadSpecs(process.cwd());
    getState().testTimeout = TEST_TIMEOUT;
    const names = new Map([...this.#tests].map(([name, test]) => [test, name]));
    addEventHandler(({ name, test }) => {
      if (name === 'test_start') this.#begin(test, names.get(test));
      if (name === 'test_done') this.#end(test);
    });
  }

  #begin(test, name) {
    if (this.#bail && this.#failed) test.mode = 'skip';
    else this.#stryker.currentTestId = name;
  }

  #end(test) {
    const unmet = jestExpect.extractExpectedAssertionsErrors();
    test.errors.push(...unmet.map(({ error }) => error));
    mocker.restoreAllMocks();
    this.#stryker.currentTestId = undefined;
    this.#failed ||= test.errors.length > 0;
  }

  /** Runs the tests that `testFilter` names, or all; unless `disableBail`, only until one fails. */
  async #run({ testFilter, disableBail }) {
    this.#load();
    this.#failed = false;
    this.#bail = !disableBail;
    const wanted = testFilter && new Set(testFilter);
    for (const [name, test] of this.#tests) {
      const mode = !wanted || wanted.has(name) ? undefined : 'skip';
      Object.assign(test, { errors: [], status: null, mode });
    }
    const state = getState();
    state.unhandledErrors = [];
    await run();
    if (state.unhandledErrors.length > 0)
      return { status: DryRunStatus.Error, errorMessage: messageOf(state.unhandledErrors[0]) };
    const tests = [...this.#tests].map(([name, test]) => resultOf(name, test));
    return { status: DryRunStatus.Complete, tests };
  }
}

const inProcessRunner = Object.assign(() => new InProcessRunner(), { inject: tokens() });

export const strykerPlugins = [declareFactoryPlugin(PluginKind.TestRunner, 'in-process', inProcessRunner)];
