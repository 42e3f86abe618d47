import { eventually } from '../../test/support/eventually';
import { testLedger, type TestLedger } from '../../test/support/ledger';
import {
  noteEntities,
  noteEvents,
  noteLog,
  NoteLogRow,
  NoteRow,
  notes,
  written,
} from '../../test/support/notes';
import { ProjectorRunner } from './projector-runner';

describe('Several projector runners on the same views', () => {
  let ledger: TestLedger;
  beforeEach(async () => (ledger = await testLedger({ entities: noteEntities, connections: 20 })));
  afterEach(() => ledger.close());

  it('do no harm: nothing is done twice, nothing is left out, none fails', async () => {
    const writing = (async () => {
      for (let number = 0; number < 600; number += 20)
        await ledger.record(
          'notes',
          ...Array.from({ length: 20 }, (_, of) => written(`n${of % 10}`, `${number + of}`)),
        );
    })();
    const runners = [7, 11, 13, 17].map(
      (batchSize) =>
        new ProjectorRunner([notes, noteLog], noteEvents, ledger.database, ledger.store, { batchSize }),
    );
    try {
      await Promise.all(runners.map((runner) => runner.start()));
      await writing;
      await eventually(() => {
        for (const status of runners.flatMap((runner) => runner.status())) {
          expect(status).not.toHaveProperty('error');
          expect(status).toMatchObject({ state: 'running', position: 600n });
        }
      });
    } finally {
      await Promise.all(runners.map((runner) => runner.stop()));
    }
    const now = await ledger.database.getRepository(NoteRow).find({ order: { noteId: 'ASC' } });
    const log = await ledger.database.getRepository(NoteLogRow).find({ order: { position: 'ASC' } });
    expect(now).toEqual(
      Array.from({ length: 10 }, (_, of) => ({ noteId: `n${of}`, text: `${590 + of}`, times: 60 })),
    );
    expect(log.map(({ text }) => text)).toEqual(Array.from({ length: 600 }, (_, number) => `${number}`));
  });
});
