import { Caller } from '../support/caller';
import { OWNER, registration } from '../support/service';
import { Standalone } from '../support/standalone';

const withoutToken = { LEDGER_ADMIN_TOKEN: undefined };

describe('npm start', () => {
  it('shows the administrator’s token once, and keeps everything over a restart', async () => {
    const standalone = new Standalone(withoutToken);
    try {
      const { url } = await standalone.start();
      const token = /^ {2}(ilt_\S+)$/m.exec(standalone.output)?.[1];
      expect(standalone.output).toContain(`curl -s -H 'Authorization: Bearer ${token}' ${url}/v1/images`);
      const admin = new Caller(url, token, { 'ledger-account': OWNER });
      const { body: image } = await admin.post('/v1/images', registration());
      expect(await standalone.end('SIGTERM')).toBe(0);

      const again = await standalone.start();
      expect(standalone.output).not.toContain('ilt_');
      const same = new Caller(again.url, token, { 'ledger-account': OWNER });
      expect((await same.get(`/v1/images/${image.imageId}`)).body).toEqual(image);
      expect(await standalone.end('SIGINT')).toBe(0);
    } finally {
      await standalone.remove();
    }
  });

  it('does not start with a wrong configuration, and names every key that is', async () => {
    const standalone = new Standalone({
      PORT: 'http',
      LEDGER_ADMIN_TOKEN: 'too short',
      EVENT_STORE: 'files',
    });
    try {
      await expect(standalone.start()).rejects.toThrow(
        /PORT must be a whole number from 0 to 65535\n {2}EVENT_STORE must be one of postgres, eventstoredb\n {2}LEDGER_ADMIN_TOKEN must be/,
      );
      expect(standalone.output).not.toContain('too short');
    } finally {
      await standalone.remove();
    }
  });

  it('says with --help what can be configured', async () => {
    const standalone = new Standalone();
    try {
      for (const script of ['apps/standalone/main.js', 'apps/api/main.js', 'apps/projector/main.js']) {
        const { code, output } = await standalone.run(script, '--help');
        expect({ script, code }).toEqual({ script, code: 0 });
        expect(output).toMatch(/LEDGER_DATA_DIR +Folder of the embedded PostgreSQL/);
      }
      const { code, output } = await standalone.run('apps/api/main.js');
      expect({ code, output }).toEqual({
        code: 1,
        output: expect.stringContaining('DATABASE_URL has to be set'),
      });
    } finally {
      await standalone.remove();
    }
  });
});
