import { readdirSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { join } from 'node:path';
import * as circus from 'jest-circus';
import { jestExpect } from '@jest/expect';
import { ModuleMocker } from 'jest-mock';
import { transformFileSync } from '@swc/core';

/** The libraries whose unit specs are run. */
const LIBRARIES = ['event-sourcing', 'machine-images', 'access'];

const isUnitSpec = (path) => path.endsWith('.spec.ts') && !/\.(integration|slow)\.spec\.ts$/.test(path);

export const mocker = new ModuleMocker(globalThis);

/** Makes `require` read TypeScript, as jest does here: by the project's `.swcrc`, with `#name` for `libs/name`. */
function readTypeScript(root) {
  const resolve = Module._resolveFilename;
  Module._resolveFilename = (request, ...rest) =>
    resolve(request.startsWith('#') ? join(root, 'libs', request.slice(1)) : request, ...rest);
  Module._extensions['.ts'] = (module, filename) => {
    const { code } = transformFileSync(filename, { root });
    module._compile(code, filename);
  };
}

/** What specs find in the air. */
function provideGlobals() {
  const { describe, it, test, beforeAll, beforeEach, afterEach, afterAll } = circus;
  const jest = {
    spyOn: mocker.spyOn.bind(mocker),
    restoreAllMocks: mocker.restoreAllMocks.bind(mocker),
  };
  Object.assign(globalThis, { describe, it, test, beforeAll, beforeEach, afterEach, afterAll, jest });
  globalThis.expect = jestExpect;
}

const testsIn = (block, names = []) =>
  block.children.flatMap((child) => {
    const path = [...names, child.name];
    return child.type === 'test' ? [[path.join(' '), child]] : testsIn(child, path);
  });

/** Loads every unit spec under `root` into this process, once. Returns its tests by their full names. */
export function loadSpecs(root) {
  readTypeScript(root);
  provideGlobals();
  const require = createRequire(join(root, 'package.json'));
  require('./test/support/every-test.ts');
  for (const library of LIBRARIES) {
    const folder = join(root, 'libs', library);
    for (const path of readdirSync(folder, { recursive: true }).filter(isUnitSpec).sort()) {
      circus.describe(join(library, path), () => void require(join(folder, path)));
    }
  }
  return new Map(testsIn(circus.getState().rootDescribeBlock));
}
