import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { mergeMap, type Observable } from 'rxjs';
import type { Position } from '#event-sourcing';
import { LogPositions } from '../reading/log-positions';
import { entityTagOf } from './headers';

/** An answer and what its headers say. */
export class Reply<T> {
  constructor(
    readonly body: T,
    readonly headers: {
      /** The revision of the resource's stream: `ETag`. What was never written to has none. */
      readonly revision?: number;
      /** The position in the log of what the answer shows: `Ledger-Position`. */
      readonly position?: Position;
      readonly location?: string;
    } = {},
  ) {}
}

/** Puts what a Reply says about its answer into headers. */
@Injectable()
export class ReplyHeaders implements NestInterceptor<unknown, unknown> {
  constructor(private readonly positions: LogPositions) {}

  intercept(execution: ExecutionContext, next: CallHandler<unknown>): Observable<unknown> {
    const response = execution.switchToHttp().getResponse<FastifyReply>();
    return next
      .handle()
      .pipe(mergeMap((answer) => (answer instanceof Reply ? this.write(response, answer) : [answer])));
  }

  private async write(response: FastifyReply, { body, headers }: Reply<unknown>): Promise<unknown> {
    if (headers.revision !== undefined && headers.revision >= 0)
      response.header('etag', entityTagOf(headers.revision));
    if (headers.location !== undefined) response.header('location', headers.location);
    if (headers.position !== undefined)
      response.header('ledger-position', await this.positions.print(headers.position));
    return body;
  }
}
