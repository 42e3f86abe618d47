import { Injectable, Logger } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { v4 as uuidV4 } from 'uuid';
import { RefusalBudget, Refusals, type CommandRefusedData } from '#access';
import {
  DomainError,
  followUpIdOf,
  PersonalDataSeal,
  type Actor,
  type CommandContext,
} from '#event-sourcing';
import { BackgroundWork, Metrics } from '#runtime';
import { messageOf } from '../http/endpoint';
import { traceparentOf } from '../http/headers';
import type { Identity } from './authentication';
import { isForTheRecord, resourcesOf } from './refusal-rules';
import { Repetitions } from './repetitions';

/** A refusal, with all that has to be taken from the request before it is over. */
interface Told {
  readonly identity: Identity;
  readonly sourceAddress: string;
  readonly refused: Omit<CommandRefusedData, 'leftOut'>;
  readonly context: Omit<CommandContext, 'actor'> & { readonly actor?: Actor };
}

/**
 * Puts on record that a caller was told no. It happens after the answer and cannot change it; a stop waits for it. So
 * that it cannot be asked whether there was something to hide, what is hidden has a budget of its own.
 */
@Injectable()
export class RefusalRecord {
  private readonly logger = new Logger('refusals');
  private readonly budget = new RefusalBudget();
  private readonly repetitions = new Repetitions();

  constructor(
    private readonly refusals: Refusals,
    private readonly personal: PersonalDataSeal,
    private readonly metrics: Metrics,
    private readonly background: BackgroundWork,
  ) {}

  told(request: FastifyRequest, error: unknown, status: number): void {
    const { identity } = request;
    if (identity === undefined || !isForTheRecord(request, error, status)) return;
    const told = toldIn(request, identity, error as DomainError);
    const isKeyed = request.headers['idempotency-key'] !== undefined;
    if (isKeyed && this.repetitions.has(told.context.causationId, told.refused.code)) return;
    this.background.add(this.record(told));
  }

  /** Never fails: nobody waits for the answer. */
  private async record({ identity, sourceAddress, refused, context }: Told): Promise<void> {
    const kind = `${identity.account} ${refused.isHidden === true ? 'hidden' : 'told'}`;
    const spending = this.budget.take(kind, context.at.getTime());
    if (spending === 'spent') return this.metrics.refusalsLeftOut.inc();
    const { leftOut } = spending;
    try {
      const { subject, account, roles } = identity;
      const actor = context.actor ?? {
        account,
        roles,
        interface: 'rest',
        personal: await this.personal.seal({ subject, sourceAddress }),
      };
      await this.refusals.record({ ...refused, ...(leftOut > 0 ? { leftOut } : {}) }, { ...context, actor });
    } catch (error) {
      this.logger.error(error instanceof Error ? error : String(error));
      this.budget.leaveOut(kind, leftOut + 1, context.at.getTime());
      this.metrics.refusalsLeftOut.inc();
    }
  }
}

function toldIn(request: FastifyRequest, identity: Identity, error: DomainError): Told {
  const { caller, write, ip: sourceAddress } = request;
  const context = { ...(write?.context ?? freshContext(request)), ...refusalIds(write?.context.commandId) };
  const { account } = caller ?? identity;
  return {
    identity,
    sourceAddress,
    refused: { account, ...askedIn(request), ...ruleOf(request, error) },
    context,
  };
}

function askedIn({
  method,
  routeOptions: { url: route = '', config },
}: FastifyRequest): Pick<CommandRefusedData, 'method' | 'route' | 'command'> {
  const command = config.endpoint && messageOf(config.endpoint);
  return { method, route, ...(command === undefined ? {} : { command }) };
}

const ruleOf = (
  { params }: FastifyRequest,
  error: DomainError,
): Pick<CommandRefusedData, 'resourceIds' | 'code' | 'isHidden'> => ({
  resourceIds: resourcesOf(params, error),
  code: error.recordedAs,
  ...(error.isHidden ? { isHidden: true } : {}),
});

/** Every refusal is an event of its own, caused by the request that was refused. */
function refusalIds(commandId: string = uuidV4()): Pick<CommandContext, 'commandId' | 'causationId'> {
  return { commandId: followUpIdOf(commandId, `refused ${uuidV4()}`), causationId: commandId };
}

function freshContext(request: FastifyRequest): Pick<CommandContext, 'correlationId' | 'at' | 'traceparent'> {
  const traceparent = traceparentOf(request);
  return {
    correlationId: request.correlationId,
    at: new Date(),
    ...(traceparent === undefined ? {} : { traceparent }),
  };
}
