import { administrator, IMAGE, owner, stranger } from '../image/image.testing';
import { DeviceInUse, IncorrectInstanceState, UnknownInstance } from './errors';
import { instances } from './instance';
import {
  DATA_VOLUME,
  given,
  givenRunning,
  INSTANCE,
  launch,
  launched,
  OTHER_VOLUME,
  reboot,
  rebooted,
  rebootedFor,
  rebootFor,
  recordLaunch,
  release,
  released,
  replaceTags,
  reserve,
  reserved,
  ROOT_VOLUME,
  start,
  started,
  stop,
  stopped,
  tagged,
  terminate,
  terminated,
  untagged,
} from './instance.testing';

describe('An instance', () => {
  it('is launched, and runs: its volumes are attached by then', () => {
    given().when(recordLaunch()).thenRecords(launched(), started);
    expect(given(launched()).state).toMatchObject({ lifecycle: 'pending' });
    expect(givenRunning().state).toMatchObject({ lifecycle: 'running', tags: {} });
  });

  it('begins with one root volume, however many it has; what is attached later stays when it goes', () => {
    const { blockDeviceMappings } = launch();
    const ebs = { volumeSize: 8, volumeType: 'gp2', encrypted: false, deleteOnTermination: false } as const;
    const data = { deviceName: '/dev/sdb', ebs: { ...ebs, volumeId: DATA_VOLUME } };
    const { state } = given(launched({ blockDeviceMappings: [data, ...blockDeviceMappings] }), reserved());
    expect(state.kind === 'existing' && [...state.rootVolumes]).toEqual([
      [ROOT_VOLUME, { imageId: IMAGE, imageRevision: 1, grounds: 'owner' }],
    ]);
    expect(state.kind === 'existing' && state.devices.get('/dev/sdf')).toMatchObject({
      deleteOnTermination: false,
    });
  });

  it('is launched once', () => {
    givenRunning(terminated)
      .when(recordLaunch({ instanceType: 't3.nano' }))
      .thenNothingHappens();
  });

  it('is stopped and started', () => {
    givenRunning().when(stop()).thenRecords(stopped);
    givenRunning(stopped).when(start()).thenRecords(started);
  });

  it('that is stopped or runs already does nothing', () => {
    givenRunning(stopped).when(stop()).thenNothingHappens();
    givenRunning().when(start()).thenNothingHappens();
  });

  it('is rebooted as often as it is asked to', () => {
    expect(givenRunning().decide(reboot())).toEqual([rebooted]);
    expect(givenRunning(rebooted).decide(reboot())).toEqual([rebooted]);
    expect(givenRunning(rebooted).state).toMatchObject({ lifecycle: 'running' });
  });

  it('is rebooted for an image that is made of it only while it runs', () => {
    expect(givenRunning().decide(rebootFor('ami-1'))).toEqual([rebootedFor('ami-1')]);
    for (const history of [
      [],
      [launched()],
      [launched(), started, stopped],
      [launched(), started, terminated],
    ])
      given(...history)
        .when(rebootFor('ami-1'))
        .thenNothingHappens();
  });

  it.each([
    ['pending', [launched()]],
    ['running', [launched(), started]],
    ['stopped', [launched(), started, stopped]],
  ])('that is %s is terminated', (_, history) => {
    given(...history)
      .when(terminate())
      .thenRecords(terminated);
  });

  it('keeps its device names until they are given back', () => {
    expect(givenRunning(terminated).state).toMatchObject({
      lifecycle: 'terminated',
      devices: new Map([['/dev/xvda', expect.objectContaining({ volumeId: ROOT_VOLUME })]]),
    });
  });

  it.each([
    ['pending', [launched()], [start(), stop(), reboot(), reserve()]],
    ['stopped', [launched(), started, stopped], [reboot()]],
    [
      'terminated',
      [launched(), started, terminated],
      [start(), stop(), reboot(), reserve(), replaceTags({})],
    ],
  ])('that is %s refuses what this state does not allow', (_, history, commands) => {
    for (const command of commands)
      given(...history)
        .when(command)
        .thenRefuses(IncorrectInstanceState);
  });

  it('is tagged: exactly the tags that were asked for are there', () => {
    const named = launched({ tags: { Name: 'web', team: 'a' } });
    given(named, started)
      .when(replaceTags({ Name: 'api' }))
      .thenRecords(tagged({ Name: 'api' }), untagged('team'));
    given(named, started)
      .when(replaceTags({ Name: 'web', team: 'a' }))
      .thenNothingHappens();
    givenRunning()
      .when(replaceTags({ 'aws:x': '' }))
      .thenRefuses('invalid-tags', '/aws:x');
  });

  it('stands in a stream named after it', () => {
    expect(instances.stream(INSTANCE)).toBe('instance-i-0123456789abcdef0');
  });
});

describe('Who may touch an instance', () => {
  const commands = (by: typeof owner) => [
    start(by),
    stop(by),
    reboot(by),
    terminate(by),
    replaceTags({}, by),
    reserve({}, by),
  ];
  it.each(commands(stranger))('not another account, to which it does not exist: $type', (command) => {
    givenRunning().when(command).thenRefuses(UnknownInstance);
    givenRunning(terminated).when(command).thenRefuses(UnknownInstance);
  });
  it('before anything that they expect of it: what they expect tells them nothing', () => {
    for (const command of commands(stranger))
      expect(() => instances.decider.admit?.(command, givenRunning().state)).toThrow(UnknownInstance);
    for (const command of [...commands(owner), recordLaunch()])
      expect(() => instances.decider.admit?.(command, givenRunning().state)).not.toThrow();
  });
  it.each(commands(owner))('nobody, when it does not exist: $type', (command) => {
    given().when(command).thenRefuses(UnknownInstance);
    expect(() => instances.decider.decide(command, { kind: 'unknown' })).toThrow(UnknownInstance);
  });
  it('the owner, and a platform administrator in its place', () => {
    for (const by of [owner, administrator]) givenRunning().when(stop(by)).thenRecords(stopped);
  });
});

describe('A device name of an instance', () => {
  it('is reserved for a volume, running or stopped', () => {
    givenRunning().when(reserve()).thenRecords(reserved());
    givenRunning(stopped).when(reserve()).thenRecords(reserved());
  });

  it('holds one volume at a time', () => {
    givenRunning(reserved())
      .when(reserve({ volumeId: OTHER_VOLUME, attachmentId: 'a2' }))
      .thenRefuses(DeviceInUse, '/device');
    givenRunning()
      .when(reserve({ device: '/dev/xvda' }))
      .thenRefuses(DeviceInUse);
  });

  it('of an instance store is taken', () => {
    givenRunning()
      .when(reserve({ device: '/dev/sdc' }))
      .thenRefuses(DeviceInUse);
  });

  it('is no other attempt’s, even for the same volume', () => {
    givenRunning(reserved())
      .when(reserve({ attachmentId: 'a2' }))
      .thenRefuses(DeviceInUse);
  });

  it('is free again when the attempt that holds it is over', () => {
    givenRunning(reserved()).when(release()).thenRecords(released());
    givenRunning(reserved(), released())
      .when(reserve({ volumeId: OTHER_VOLUME, attachmentId: 'a2' }))
      .thenRecords(reserved({ volumeId: OTHER_VOLUME, attachmentId: 'a2' }));
  });

  it('is kept from an attempt that is over by a later one', () => {
    givenRunning(reserved({ attachmentId: 'a2' }))
      .when(release())
      .thenNothingHappens();
    givenRunning(reserved())
      .when(release({ volumeId: OTHER_VOLUME }))
      .thenNothingHappens();
  });

  it('of an instance that does not exist needs no release', () => {
    given().when(release()).thenNothingHappens();
  });
});
