import type { LaunchPrincipal } from './launch-principal';
import { MAX_LAUNCH_PERMISSIONS } from './launch-permissions';
import {
  account,
  changePermissions,
  content,
  created,
  encryptedVolume,
  everybody,
  given,
  givenAnImage,
  grant,
  granted,
  organization,
  revoke,
  revoked,
  rootVolume,
  unitOf,
} from './image.testing';

const one = account('000000000001');
const two = account('000000000002');
const accounts = (count: number): LaunchPrincipal[] =>
  Array.from({ length: count }, (_, index) => account(String(index).padStart(12, '0')));

describe('Granting launch permissions', () => {
  it('records one event per principal that has none yet', () => {
    givenAnImage(granted(one))
      .when(grant(one, two, everybody))
      .thenRecords(granted(two), granted(everybody));
  });

  it('counts one that is named twice once', () => {
    givenAnImage().when(grant(one, one)).thenRecords(granted(one));
  });

  it('does nothing when all of them have it', () => {
    givenAnImage(granted(one), granted(everybody)).when(grant(everybody, one)).thenNothingHappens();
  });

  it('gives back what was revoked', () => {
    givenAnImage(granted(one), revoked(one)).when(grant(one)).thenRecords(granted(one));
  });

  it.each(['', '11112222333', '1111222233334', '11112222333x', ' 111122223333', 'all'])(
    'refuses %p as an account and grants nothing',
    (userId) => {
      givenAnImage()
        .when(grant(one, account(userId)))
        .thenRefuses('invalid-launch-permission', '/add/1/userId');
    },
  );

  it('takes organizations and units, each once, whoever manages them', () => {
    const [all, some] = [organization('o-a1b2c3d4e5'), unitOf('o-a1b2c3d4e5', 'ou-ab12-11111111')];
    const elsewhere = { organizationArn: 'arn:aws-cn:organizations::111122223333:organization/o-a1b2c3d4e5' };
    givenAnImage(granted(one))
      .when(grant(all, some, one))
      .thenRecords(granted(all), granted(some));
    givenAnImage(granted(all)).when(grant(elsewhere)).thenNothingHappens();
    givenAnImage(granted(all)).when(revoke(elsewhere)).thenRecords(revoked(elsewhere));
    givenAnImage(granted(all)).when(revoke(some)).thenNothingHappens();
  });

  it.each([
    'o-a1b2c3d4e5',
    '',
    'arn:aws:organizations::99998888777:organization/o-a1b2c3d4e5',
    'arn:aws:organizations::999988887777:organization/o-short',
    'arn:aws:organizations::999988887777:ou/o-a1b2c3d4e5/ou-ab12-11111111',
    'arn:aws:organizations::999988887777:organization/o-a1b2c3d4e5\n',
  ])('refuses %j as an organization and grants nothing', (organizationArn) => {
    givenAnImage()
      .when(grant(one, { organizationArn }))
      .thenRefuses('invalid-launch-permission', '/add/1/organizationArn');
  });

  it.each([
    'ou-ab12-11111111',
    'arn:aws:organizations::999988887777:organization/o-a1b2c3d4e5',
    'arn:aws:organizations::999988887777:ou/o-a1b2c3d4e5',
    'arn:aws:organizations::999988887777:ou/ou-ab12-11111111',
    'arn:aws:organizations::999988887777:ou/o-a1b2c3d4e5/ou-ab12-11111111/ou-ab12-22222222',
  ])('refuses %j as a unit and revokes nothing', (organizationalUnitArn) => {
    givenAnImage(granted(one))
      .when(revoke(one, { organizationalUnitArn }))
      .thenRefuses('invalid-launch-permission', '/remove/1/organizationalUnitArn');
  });

  it('keeps an image with an encrypted volume from becoming public', () => {
    const encrypted = created({ content: content({ blockDeviceMappings: [rootVolume, encryptedVolume] }) });
    given(encrypted).when(grant(one, everybody)).thenRefuses('encrypted-image-cannot-be-public', '/add');
    given(encrypted).when(grant(one)).thenRecords(granted(one));
    given(encrypted).when(revoke(everybody)).thenNothingHappens();
  });
});

describe('While public access is blocked', () => {
  const blocked = (change: Parameters<typeof changePermissions>[0]) =>
    changePermissions({ ...change, imageBlockPublicAccess: 'block-new-sharing' });

  it('nothing becomes public, and nobody else is granted anything with it', () => {
    givenAnImage()
      .when(blocked({ add: [one, everybody] }))
      .thenRefuses('public-access-blocked', '/add');
  });

  it('what is public stays so, until that is revoked', () => {
    givenAnImage(granted(everybody))
      .when(blocked({ add: [everybody] }))
      .thenNothingHappens();
    givenAnImage(granted(everybody))
      .when(blocked({ remove: [everybody] }))
      .thenRecords(revoked(everybody));
    givenAnImage(granted(everybody), revoked(everybody))
      .when(blocked({ add: [everybody] }))
      .thenRefuses('public-access-blocked');
  });

  it('accounts are granted what they are granted anyway', () => {
    givenAnImage()
      .when(blocked({ add: [one] }))
      .thenRecords(granted(one));
  });
});

describe('Revoking launch permissions', () => {
  it('records one event per principal that has one', () => {
    givenAnImage(granted(one), granted(everybody))
      .when(revoke(everybody, two, one))
      .thenRecords(revoked(everybody), revoked(one));
  });

  it('does nothing when none of them has one', () => {
    givenAnImage(granted(one)).when(revoke(two, everybody)).thenNothingHappens();
  });

  it('refuses what is no account', () => {
    givenAnImage()
      .when(revoke(account('1')))
      .thenRefuses('invalid-launch-permission', '/remove/0/userId');
  });
});

describe('Granting and revoking at once', () => {
  it('records both, grants first', () => {
    givenAnImage(granted(one))
      .when(changePermissions({ add: [two], remove: [one] }))
      .thenRecords(granted(two), revoked(one));
  });

  it('refuses one principal in both lists', () => {
    givenAnImage(granted(one))
      .when(changePermissions({ add: [one], remove: [two, one] }))
      .thenRefuses('invalid-launch-permission', '/remove/1');
  });

  it('does nothing when nobody is named', () => {
    givenAnImage().when(changePermissions({})).thenNothingHappens();
  });
});

describe('The limit of launch permissions', () => {
  const full = accounts(MAX_LAUNCH_PERMISSIONS).map(granted);

  it('is 10,000', () => {
    expect(MAX_LAUNCH_PERMISSIONS).toBe(10_000);
  });

  it('lets the last one in', () => {
    givenAnImage(...full.slice(1))
      .when(grant(everybody))
      .thenRecords(granted(everybody));
  });

  it('refuses one more', () => {
    givenAnImage(...full)
      .when(grant(everybody))
      .thenRefuses('too-many-launch-permissions', '/add');
  });

  it('counts who goes and does not count who is there', () => {
    const [first, second] = [account('000000000000'), one];
    givenAnImage(...full)
      .when(changePermissions({ add: [everybody, second], remove: [first] }))
      .thenRecords(granted(everybody), revoked(first));
    givenAnImage(...full)
      .when(changePermissions({ add: [everybody], remove: [account('999999999999')] }))
      .thenRefuses('too-many-launch-permissions');
  });
});
