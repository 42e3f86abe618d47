import type { Type } from '@nestjs/common';
import { endpointsOf } from '../http/endpoint.decorator';
import { nameMessageOf } from '../http/endpoint';

/** A route, and who answers the command or query that it makes of a request. */
export interface UseCase {
  readonly controller: Type;
  readonly handler: Type;
}

/** Where `@CommandHandler` and `@QueryHandler` keep what they were given. */
const HANDLES = ['__commandHandler__', '__queryHandler__'];

/** The buses merely warn of a second handler. */
export function refuseAmbiguousHandlers(cases: readonly UseCase[]): void {
  const seen = new Set<Type>();
  for (const { handler } of cases) {
    const message = messageOf(handler);
    if (seen.has(message)) throw new TypeError(`${message.name} has more than one handler`);
    seen.add(message);
  }
}

/** So that the record of a refusal can say what was asked in the words of the code. */
export function nameMessages(cases: readonly UseCase[]): void {
  for (const { controller, handler } of cases)
    for (const declaration of endpointsOf(controller)) nameMessageOf(declaration, messageOf(handler).name);
}

function messageOf(handler: Type): Type {
  const declared = HANDLES.map((key) => Reflect.getMetadata(key, handler) as Type | undefined).find(Boolean);
  if (declared === undefined) throw new TypeError(`${handler.name} handles nothing`);
  return declared;
}
