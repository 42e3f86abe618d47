import type { FastifyRequest } from 'fastify';
import { DomainError } from '#event-sourcing';
import { ImageNameIsTaken, NotTheOwner, UnknownImage } from '#machine-images';
import { isForTheRecord, resourcesOf } from './refusal-rules';
import { Repetitions } from './repetitions';

const IMAGE = 'ami-0123456789abcdef0';

// All of a request that the rules look at.
const request = (query: object, writes: boolean): FastifyRequest =>
  ({ query, routeOptions: { config: { endpoint: { writes } } } }) as unknown as FastifyRequest; // a whole one only a server makes
const isRecorded = (
  status: number,
  error: unknown = new NotTheOwner(IMAGE),
  query: object = {},
  writes = true,
) => isForTheRecord(request(query, writes), error, status);

describe('A refusal is for the record', () => {
  it.each([403, 409])('when a rule says no: %i', (status) => {
    expect(isRecorded(status)).toBe(true);
  });

  it('when what exists is said not to', () => {
    expect(isRecorded(404, new UnknownImage(IMAGE).asHidden())).toBe(true);
    expect(isRecorded(404, new UnknownImage(IMAGE))).toBe(false);
  });

  it.each([400, 401, 410, 412, 413, 422, 429, 500, 503])(
    'and not when it is no rule that says no: %i',
    (status) => {
      expect(isRecorded(status)).toBe(false);
    },
  );

  it('and not when it is no refusal of ours', () => {
    expect(isRecorded(403, new Error('forbidden'))).toBe(false);
  });

  it.each(['true', true])('and not when a write only asks what would happen', (dryRun) => {
    expect(isRecorded(403, new NotTheOwner(IMAGE), { dryRun })).toBe(false);
    expect(isRecorded(403, new NotTheOwner(IMAGE), { dryRun }, false)).toBe(true);
  });
});

describe('What a refusal is about', () => {
  it('is what the path names and what the refusal names, each once', () => {
    expect(resourcesOf({ imageId: IMAGE }, new NotTheOwner(IMAGE))).toEqual([IMAGE]);
    expect(resourcesOf(undefined, new ImageNameIsTaken('web', IMAGE))).toEqual([IMAGE]);
    expect(resourcesOf({ organizationId: 'o-a1b2c3d4e5' }, new NotTheOwner(IMAGE))).toEqual([
      'o-a1b2c3d4e5',
      IMAGE,
    ]);
  });

  it('is nothing that only looks like an id', () => {
    const odd = { a: 'ami-x', b: "'; DROP", c: `${IMAGE}0`, d: ['ami-01234567'] };
    expect(resourcesOf(odd, new NotTheOwner('anna@example.com'))).toEqual([]);
  });
});

describe('Whether a refusal hides something', () => {
  it('is no part of what is told', () => {
    const [hidden, plain] = [new UnknownImage(IMAGE).asHidden(), new UnknownImage(IMAGE)];
    expect([hidden.isHidden, plain.isHidden]).toEqual([true, false]);
    expect(hidden).toBeInstanceOf(DomainError);
    expect([hidden.message, hidden.code, hidden.pointer]).toEqual([plain.message, plain.code, plain.pointer]);
  });
});

describe('Repetitions', () => {
  it('are known by all that they are of', () => {
    const seen = new Repetitions();
    expect([seen.has('a', 'b'), seen.has('a', 'b'), seen.has('a', 'c'), seen.has('ab')]).toEqual([
      false,
      true,
      false,
      false,
    ]);
  });

  it('are forgotten when there are too many, the oldest first', () => {
    const seen = new Repetitions();
    for (let count = 0; count <= 10_000; count++) seen.has(String(count));
    expect(seen.has('1')).toBe(true);
    expect(seen.has('0')).toBe(false);
  });
});
