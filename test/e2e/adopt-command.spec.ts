import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { adopt, HELP } from '../../apps/adopt/adopt';
import { testDatabase, type TestDatabase } from '../support/database';
import {
  attachedTo,
  mapped,
  printedImage,
  printedInstance,
  printedVolume,
  reservationOf,
} from '../support/printed';
import { ADMIN_TOKEN, OWNER, startService, type Service } from '../support/service';

let database: TestDatabase;
let service: Service;
let folder: string;

beforeAll(async () => {
  database = await testDatabase();
  service = await startService(database.url);
  folder = mkdtempSync(join(tmpdir(), 'adopt-'));
});

afterAll(async () => {
  rmSync(folder, { recursive: true });
  await service.stop();
  await database.drop();
});

const file = (name: string, ...documents: readonly unknown[]): string => {
  const path = join(folder, name);
  const text = documents.map((one) => (typeof one === 'string' ? one : JSON.stringify(one, null, 2)));
  writeFileSync(path, text.join('\n'));
  return path;
};

/** What it says, and its exit code. */
async function run(...args: readonly string[]) {
  const said: string[] = [];
  const progress: string[] = [];
  const output = {
    say: (line: string) => void said.push(line),
    progress: (line: string) => void progress.push(line),
  };
  const code = await adopt(['--url', service.url, ...args], { LEDGER_TOKEN: ADMIN_TOKEN }, output);
  return { code, said, progress };
}

describe('npm run adopt', () => {
  it('adopts what files hold, of any size, and shows how far it is; again, nothing is new', async () => {
    const images = file('images.json', {
      Images: Array.from({ length: 1_200 }, () => printedImage({ BlockDeviceMappings: [] })),
    });
    const first = await run(images);
    expect(first).toMatchObject({ code: 0, said: ['1200 adopted, 0 changed, 0 unchanged, 0 reported'] });
    expect(first.progress).toEqual(
      [500, 1_000, 1_200].map((sent) => expect.stringContaining(`: ${sent} entries sent, ${sent} adopted`)),
    );
    expect((await run(images)).said).toEqual(['0 adopted, 0 changed, 1200 unchanged, 0 reported']);
  });

  it('takes several answers in one file, and one file that speaks of another', async () => {
    const image = printedImage();
    const instance = printedInstance();
    const volume = printedVolume({ Attachments: [attachedTo(instance.InstanceId, '/dev/sda1')] });
    const permissions = { ImageId: image.ImageId, LaunchPermissions: [{ UserId: OWNER }, { Group: 'all' }] };
    const shared = file('permissions.json', permissions, {
      ImageId: image.ImageId,
      LaunchPermissions: [{ Group: 'all' }],
    });
    const rest = file('rest.json', { Images: [image] }, { Volumes: [volume] });
    const instances = file('instances.json', {
      Reservations: [reservationOf({ ...instance, BlockDeviceMappings: [] })],
    });
    const done = await run(shared, rest, instances, '--account', OWNER);
    expect(done).toMatchObject({
      code: 2,
      said: [
        expect.stringMatching(/\/Volumes\/0 vol-.* attachment-disagrees: /),
        '3 adopted, 2 changed, 0 unchanged, 1 reported',
      ],
    });
    const drifted = file('drifted.json', {
      Reservations: [
        reservationOf({ ...instance, BlockDeviceMappings: [mapped('/dev/sda1', volume.VolumeId)] }),
      ],
    });
    expect(await run(rest, drifted, '--account', OWNER)).toMatchObject({ code: 0 });
  });

  it('reports entries where they stand, and says so with its exit code', async () => {
    const bad = file('bad.json', { Images: [printedImage(), printedImage({ ImageId: 'ami-1' }), 5] });
    const { code, said } = await run(bad, '--reason', 'a try');
    expect(code).toBe(2);
    expect(said).toEqual([
      `${bad} /Images/1 ami-1 malformed-entry: Invalid id: "ami-1" (expecting "ami-...")`,
      expect.stringMatching(/\/Images\/2 \? malformed-entry: /),
      '1 adopted, 0 changed, 0 unchanged, 2 reported',
    ]);
  });

  it('reports an entry once, in whatever order the files come', async () => {
    const instance = printedInstance();
    const volume = printedVolume({ Attachments: [attachedTo(instance.InstanceId, '/dev/sda1')] });
    const instances = file('instances.json', { Reservations: [reservationOf(instance)] });
    const elsewhere = { ...instance, BlockDeviceMappings: [mapped('/dev/sdz', volume.VolumeId)] };
    const others = file('others.json', { Reservations: [reservationOf(elsewhere)] });
    const volumes = file('volumes.json', { Volumes: [volume, printedVolume({ VolumeId: 'vol-1' })] });
    await run(volumes, '--account', OWNER);
    for (const order of [
      [others, volumes],
      [volumes, others],
    ]) {
      const { said } = await run(...order, '--account', OWNER);
      expect(said.filter((line) => line.includes('malformed-entry'))).toHaveLength(1);
    }
    expect((await run(instances, volumes, '--account', OWNER)).said).toHaveLength(3);
  });

  it('records nothing when it is only tried', async () => {
    const tried = file('tried.json', { Images: [printedImage()] });
    expect((await run(tried, '--dry-run')).said).toEqual(['1 adopted, 0 changed, 0 unchanged, 0 reported']);
    expect((await run(tried)).said).toEqual(['1 adopted, 0 changed, 0 unchanged, 0 reported']);
  });

  it.each([
    ['no file', [], /name a file/],
    ['a file that is not there', ['/nowhere.json'], /ENOENT/],
    ['an unknown option', ['--nonsense'], /nonsense/],
  ])('does nothing with %s', async (_, args, why) => {
    const { code, said } = await run(...args);
    expect({ code, said: said.join() }).toEqual({ code: 1, said: expect.stringMatching(why) });
  });

  it('does nothing with what is no answer of the AWS CLI', async () => {
    const vpcs = await run(file('vpcs.json', { Vpcs: [{}] }));
    expect({ ...vpcs, said: vpcs.said.join() }).toMatchObject({
      code: 1,
      said: expect.stringContaining('holds Vpcs'),
    });
    const broken = await run(file('broken.json', 'An error occurred'));
    expect({ ...broken, said: broken.said.join() }).toMatchObject({
      code: 1,
      said: expect.stringContaining('no JSON'),
    });
  });

  it('says what the service refuses, and how it is used', async () => {
    const images = file('one.json', { Images: [printedImage()] });
    const refused = await run(images, '--observed-at', '2199-01-01T00:00:00Z');
    expect(refused).toMatchObject({ code: 1 });
    expect(refused.said.join()).toContain('is in the future');
    expect(await run('--help')).toMatchObject({ code: 0, said: [HELP] });
  });
});
