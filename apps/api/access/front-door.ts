import { Injectable } from '@nestjs/common';
import type { FastifyInstance, FastifyRequest, RouteOptions } from 'fastify';
import { PersonalDataSeal, type Actor } from '#event-sourcing';
import { Settings } from '#runtime';
import type { Caller } from '../http/caller';
import type { EndpointDeclaration } from '../http/endpoint';
import { singleHeader } from '../http/headers';
import { headerError, NotAllowed, NotAuthenticated, UnknownRoute } from '../http/problems';
import { Authentication, type Identity } from './authentication';
import { RateLimit } from './rate-limit';

/** Pages about the service itself, which are no endpoints. */
const OPEN_PAGES = /^\/(docs|openapi\.json)(\/|-|$)/;

declare module 'fastify' {
  interface FastifyContextConfig {
    endpoint?: EndpointDeclaration;
  }
  interface FastifyRequest {
    region: string;
    /** Who calls, as soon as it is known. */
    identity?: Identity;
    /** Set for every endpoint that is not open to everybody. */
    caller?: Caller;
  }
}

/**
 * Decides who comes in, before a body is read. A route without a rule cannot be registered, so forgetting one keeps
 * the service from starting instead of leaving a door open.
 */
@Injectable()
export class FrontDoor {
  constructor(
    private readonly authentication: Authentication,
    private readonly rateLimit: RateLimit,
    private readonly personal: PersonalDataSeal,
    private readonly settings: Settings,
  ) {}

  async guard(server: FastifyInstance): Promise<void> {
    await this.rateLimit.attach(server);
    server.decorateRequest('region', '');
    server.addHook('onRoute', refuseRouteWithoutRule);
    server.addHook('onRoute', allowLargeBody);
    server.addHook('onRequest', (request) => this.admit(request));
  }

  private async admit(request: FastifyRequest): Promise<void> {
    const { config, url } = request.routeOptions;
    if (url === undefined) throw new UnknownRoute();
    request.region = this.regionOf(request);
    if (config.endpoint === undefined || config.endpoint.allow === 'everybody') return;
    const identity = await this.identify(request);
    request.caller = await this.callerOf(request, identity);
    refuseOtherRoles(config.endpoint, identity);
  }

  /** Every request counts, also one that is then turned away. */
  private async identify(request: FastifyRequest): Promise<Identity> {
    const identity = await this.authentication.identify(singleHeader(request, 'authorization'));
    if (identity !== undefined) request.identity = identity;
    await this.rateLimit.admit(request);
    if (identity === undefined) throw new NotAuthenticated();
    return identity;
  }

  private async callerOf(request: FastifyRequest, identity: Identity): Promise<Caller> {
    const { roles } = identity;
    const administrator = roles.includes('platform-admin');
    return {
      account: accountActedFor(request, identity, administrator),
      roles,
      administrator,
      mayReadAll: administrator || roles.includes('auditor'),
      actor: await this.actorOf(request, identity),
    };
  }

  private async actorOf(
    { ip, method }: FastifyRequest,
    { subject, account, roles }: Identity,
  ): Promise<Actor> {
    const actor = { account, roles, interface: 'rest' };
    if (method === 'GET' || method === 'HEAD') return actor;
    return { ...actor, personal: await this.personal.seal({ subject, sourceAddress: ip }) };
  }

  private regionOf(request: FastifyRequest): string {
    const { regions } = this.settings;
    const wanted = singleHeader(request, 'ledger-region') ?? regions[0];
    const region = regions.find((candidate) => candidate === wanted);
    if (region === undefined) throw headerError('ledger-region', `must be one of ${regions.join(', ')}`);
    return region;
  }
}

function refuseRouteWithoutRule({ url, config }: RouteOptions): void {
  if (config?.endpoint === undefined && !OPEN_PAGES.test(url)) {
    throw new Error(`the route ${url} says nothing about who may call it`);
  }
}

function allowLargeBody(route: RouteOptions): void {
  const limit = route.config?.endpoint?.bodyLimit;
  if (limit !== undefined) route.bodyLimit = limit;
}

function refuseOtherRoles({ allow }: EndpointDeclaration, { roles }: Identity): void {
  const allowed =
    allow === 'everybody' || roles.some((role) => role === 'platform-admin' || allow.includes(role));
  if (!allowed) throw new NotAllowed('your roles do not allow this');
}

function accountActedFor(request: FastifyRequest, { account }: Identity, administrator: boolean): string {
  const wanted = singleHeader(request, 'ledger-account');
  if (wanted === undefined || wanted === account) return account;
  if (!/^\d{12}$/.test(wanted)) throw headerError('ledger-account', 'must be an account id of 12 digits');
  if (!administrator) throw new NotAllowed('only a platform administrator acts for another account');
  return wanted;
}
