import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { keys } from '../../libs/runtime/configuration-keys';

const ROOT = resolve(__dirname, '../..');
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

/** Settled by the container itself, or of the embedded PostgreSQL, which it does not have. */
const SETTLED = ['HOST', 'PORT', 'LEDGER_DATA_DIR'];

/** What a part of docker-compose.yml, from one heading to another, sets in the environment. */
function setIn(from: string, to: string): readonly string[] {
  const [, rest = ''] = read('docker-compose.yml').split(`\n${from}\n`);
  const [part = ''] = rest.split(`\n${to}\n`);
  return [...part.matchAll(/^ +([A-Z][A-Z_]+):/gm)].map(([, name = '']) => name);
}

describe('docker-compose.yml', () => {
  const known = Object.values(keys).map(({ variable }) => variable);

  it('passes on every configuration key, so that none is set in vain', () => {
    const passed = [...setIn('x-environment: &environment', 'services:'), ...setIn('  api:', '  projector:')];
    expect([...passed].sort()).toEqual(known.filter((name) => !SETTLED.includes(name)).sort());
  });
});

describe('What runs in containers', () => {
  it.each(['Dockerfile', 'docker-compose.yml', 'README.md'])('is there: %s', (file) => {
    const scripts = [...read(file).matchAll(/dist\/([\w/-]+)\.js/g)].map(([, script = '']) => script);
    expect(scripts.length).toBeGreaterThan(0);
    for (const script of scripts)
      expect({ script, exists: existsSync(join(ROOT, `${script}.ts`)) }).toEqual({ script, exists: true });
  });
});
