import type { RecordedEvent } from '../../libs/event-sourcing';
import type { Answer, Caller } from './caller';

/** What can be asked about times, at ten of them. */
function questions(log: readonly RecordedEvent[]): readonly string[] {
  const imageIds = [...new Set(log.flatMap(({ stream }) => /^image-(ami-\w+)$/.exec(stream)?.[1] ?? []))];
  const times = Array.from(
    { length: 10 },
    (_, tenth) => log[Math.floor((log.length * tenth) / 10)]?.recordedAt,
  );
  return times
    .map((time) => time?.toISOString() ?? '')
    .flatMap((asOf, index) => {
      const imageId = imageIds[index * 2] ?? imageIds[0];
      return [
        ...['images', 'instances', 'volumes', 'snapshots', 'retention-rules'].map(
          (place) => `/v1/${place}?limit=100&asOf=${asOf}`,
        ),
        `/v1/images/${imageId}?asOf=${asOf}`,
        `/v1/images/${imageId}/launch-permissions?asOf=${asOf}`,
        `/v1/images/${imageId}/access?account=100000000001&asOf=${asOf}`,
        `/v1/images/${imageId}/lineage?asOf=${asOf}`,
        `/v1/images/${imageId}/history`,
        '/v1/families/web/channels/prod/history',
      ];
    });
}

/** Also what was recorded of the questions before. */
export async function askOfThePast(
  owner: Caller,
  log: readonly RecordedEvent[],
): Promise<ReadonlyMap<string, Answer['body']>> {
  const answered = new Map<string, Answer['body']>();
  for (const question of questions(log)) answered.set(question, (await owner.get(question)).body);
  return answered;
}
