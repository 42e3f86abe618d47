import { EventType, EventTypes, SchemaFromTheFuture, UnknownEventType } from './event-type';

const pathChosen = EventType.named('PathChosen').as<{ readonly path: string }>();
const doorOpened = EventType.named('DoorOpened')
  .as<{ readonly door: string }>()
  .upcast(({ door }) => ({ doors: [door] }))
  .upcast(({ doors }) => ({ doors, wide: false }));
const types = EventTypes.of(pathChosen, doorOpened);

describe('An event type', () => {
  it('has as many schemas as shapes', () => {
    expect([pathChosen.schema, doorOpened.schema]).toEqual([1, 3]);
  });

  it.each([
    [1, { door: 'a' }, { doors: ['a'], wide: false }],
    [2, { doors: ['a', 'b'] }, { doors: ['a', 'b'], wide: false }],
    [3, { doors: [], wide: true }, { doors: [], wide: true }],
  ])('reads schema %i in its newest shape', (schema, data, newest) => {
    expect(doorOpened.read(data, schema)).toEqual(newest);
  });

  it.each([4, 0, -1, 1.5, NaN])('does not guess what schema %p says', (schema) => {
    expect(() => doorOpened.read({}, schema)).toThrow(SchemaFromTheFuture);
  });

  it('says which schemas it knows', () => {
    expect(new SchemaFromTheFuture('DoorOpened', 4, 3)).toMatchObject({
      name: 'SchemaFromTheFuture',
      eventType: 'DoorOpened',
      schema: 4,
      newest: 3,
      message: 'the log holds DoorOpened in schema 4; this version knows schemas 1 to 3',
    });
  });
});

describe('The event types that a reader knows', () => {
  it('have names', () => {
    expect(types.names).toEqual(['PathChosen', 'DoorOpened']);
  });

  it('decode what the log holds', () => {
    expect(types.decode({ type: 'DoorOpened', data: '{"door":"a"}' }, 1)).toEqual({
      type: 'DoorOpened',
      data: { doors: ['a'], wide: false },
    });
  });

  it('write only the newest schema', () => {
    expect(types.schemaOf({ type: 'DoorOpened', data: { doors: [], wide: true } })).toBe(3);
  });

  it('stop at a type that they do not know', () => {
    const decode = () => types.decode({ type: 'WindowOpened', data: '{}' }, 1);
    expect(decode).toThrow(UnknownEventType);
    expect(decode).toThrow('the log holds an event of type WindowOpened, which this version does not know');
    expect(new UnknownEventType('WindowOpened')).toMatchObject({
      name: 'UnknownEventType',
      eventType: 'WindowOpened',
    });
  });

  it('stop at a schema from the future', () => {
    expect(() => types.decode({ type: 'PathChosen', data: '{}' }, 2)).toThrow(SchemaFromTheFuture);
  });

  it('have names of their own, within a category and over all', () => {
    const again = EventType.named('PathChosen').as<object>();
    expect(() => EventTypes.of(pathChosen, again)).toThrow('two event types have the same name');
    expect(() => types.and(EventTypes.of(again))).toThrow('two event types have the same name');
    const other = EventType.named('Other').as<object>();
    expect(types.and(EventTypes.of(other)).names).toEqual(['PathChosen', 'DoorOpened', 'Other']);
  });
});
