import { Module } from '@nestjs/common';
import { APP_FILTER, APP_INTERCEPTOR } from '@nestjs/core';
import { Authentication } from './access/authentication';
import { FrontDoor } from './access/front-door';
import { JsonWebTokens } from './access/json-web-tokens';
import { RateLimit } from './access/rate-limit';
import { RefusalRecord } from './access/refusal-record';
import { GracefulStop } from './http/graceful-stop';
import { ProblemFilter } from './http/problem-filter';
import { ReplyHeaders } from './http/reply';
import { RequestLog } from './http/request-log';
import { Health } from './reading/health';
import { LogPositions } from './reading/log-positions';
import { Measurements } from './reading/measurements';
import { ShowHealthController } from './show-health/show-health.controller';
import { MetricsPort } from './show-metrics/metrics-port';
import { ShowMetricsController } from './show-metrics/show-metrics.controller';

/** What every process shows of itself, and what every route stands behind. */
@Module({
  controllers: [ShowHealthController, ShowMetricsController],
  providers: [
    Authentication,
    FrontDoor,
    GracefulStop,
    Health,
    JsonWebTokens,
    LogPositions,
    Measurements,
    MetricsPort,
    RateLimit,
    RefusalRecord,
    RequestLog,
    { provide: APP_FILTER, useClass: ProblemFilter },
    { provide: APP_INTERCEPTOR, useClass: ReplyHeaders },
  ],
  exports: [LogPositions],
})
export class OperationModule {}
