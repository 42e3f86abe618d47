import { Injectable } from '@nestjs/common';
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Settings } from '#runtime';
import { TooManyRequests } from '../http/problems';

/** Milliseconds. */
const WINDOW = 1_000;

/** How many callers are counted at a time; beyond, those that were quiet for longest are counted anew. */
const COUNTED = 100_000;

/**
 * How many requests one caller may send in a second, per process. A caller is a subject of an account, whichever
 * token it shows; who is turned away is known by its address alone, and takes nothing from who comes in from there.
 */
@Injectable()
export class RateLimit {
  private count: ReturnType<FastifyInstance['createRateLimit']> | undefined;

  constructor(private readonly settings: Settings) {}

  async attach(server: FastifyInstance): Promise<void> {
    await server.register(rateLimit, {
      global: false,
      max: this.settings.rateLimit,
      timeWindow: WINDOW,
      cache: COUNTED,
      keyGenerator: callerOf,
    });
    this.count = server.createRateLimit();
  }

  /** Throws TooManyRequests. */
  async admit(request: FastifyRequest): Promise<void> {
    if (this.count === undefined) throw new Error('requests are not counted yet');
    const counted = await this.count(request);
    if (!counted.isAllowed && counted.isExceeded) throw new TooManyRequests(counted.ttl);
  }
}

const callerOf = ({ identity, ip }: FastifyRequest): string =>
  JSON.stringify(identity === undefined ? [ip] : [identity.account, identity.subject]);
