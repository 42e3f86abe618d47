import { testDatabase } from '../support/database';
import { startService } from '../support/service';
import { story } from '../demo/story';

describe('The story that npm run demo tells', () => {
  it('goes as it says, and ends with who could launch the image, and with three histories', async () => {
    const database = await testDatabase();
    const service = await startService(database.url);
    const told: string[] = [];
    try {
      await story(service.admin, (line = '') => told.push(line));
    } finally {
      await service.stop();
      await database.drop();
    }
    const text = told.join('\n');
    expect(text).toContain('404 code: unknown-image, ec2Code: InvalidAMIID.NotFound');
    expect(text).toMatch(/allowed: true[^]*allowed: false/);
    expect(text).toMatch(/i-\w+ \(account\), i-\w+ \(account\), i-\w+ \(account\)/);
    for (const [event, reason] of [
      ['ImageCreated', 'web is set up'],
      ['LaunchPermissionGranted', 'they build on it'],
      ['LaunchPermissionRevoked', 'the project is over'],
      ['ImageDeregistered', 'nobody uses it'],
      ['ImageRestored', 'somebody does'],
      ['InstanceTerminated', 'no longer needed'],
      ['VolumeAttached', 'room for logs'],
      ['VolumeDetached', 'no longer needed'],
    ])
      expect(text).toMatch(new RegExp(`Z  ${event} +anna@example.com: ${reason}`));
  });
});
