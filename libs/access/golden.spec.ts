import { goldenFilesContract, readGoldenEvents } from '../../test/support/golden-files';
import { accessEvents, serviceTokenEvents, serviceTokens } from './index';

goldenFilesContract(__dirname, accessEvents);

describe('What golden events say', () => {
  it('of a service token, is what they said when they were recorded', () => {
    const golden = readGoldenEvents(__dirname, accessEvents);
    const state = serviceTokenEvents.names.reduce(
      (token, type) =>
        serviceTokens.decider.evolve(token, golden.get(`${type}.1`)!.event as never, new Date(0)),
      serviceTokens.decider.initial,
    );
    expect(state).toMatchObject({
      kind: 'revoked',
      issued: { roles: ['member', 'reader', 'auditor', 'platform-admin'], account: '111122223333' },
    });
  });
});
