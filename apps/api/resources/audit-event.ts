import { Injectable } from '@nestjs/common';
import { Type, type Static } from 'typebox';
import type { Actor } from '#event-sourcing';
import type { AuditTrailItem, Viewer } from '#views';
import { nameSchema } from '../http/named-schemas';
import { ActorAnswers } from './actor';
import { ActorAnswer, Time } from './fields';

const orNull = Type.Union([Type.String(), Type.Null()]);

export const AuditEvent = nameSchema(
  'AuditEvent',
  Type.Object({
    eventId: Type.String(),
    position: Type.Optional(
      Type.String({ description: 'In the log. Shown to auditors and platform administrators.' }),
    ),
    event: Type.String({ examples: ['LaunchPermissionGranted', 'CommandRefused'] }),
    at: Time,
    actor: ActorAnswer,
    reason: orNull,
    resources: Type.Array(Type.String(), {
      description: 'Every resource and account that the event speaks of.',
    }),
    region: orNull,
    correlationId: Type.String({ description: 'Everything that one request brought about shares it.' }),
    causationId: Type.String({ description: 'The request or the event that led to this one.' }),
    outcome: Type.Enum(['done', 'refused']),
    code: Type.Optional(Type.String({ description: 'Which rule refused it.' })),
    data: Type.Optional(
      Type.Record(Type.String(), Type.Unknown(), {
        description: 'What the event says. Shown to the owner of what it happened to. Never a secret.',
      }),
    ),
  }),
);

/** Shows events of the audit trail, each as far as the viewer may see it. */
@Injectable()
export class AuditEventAnswers {
  constructor(private readonly actors: ActorAnswers) {}

  async of(item: AuditTrailItem, viewer: Viewer): Promise<Static<typeof AuditEvent>> {
    const { position, at, actor: _actor, code, data, sees, resources, ...same } = item;
    return {
      ...same,
      ...(viewer.mayReadAll ? { position: position.toString() } : {}),
      at: at.toISOString(),
      actor: await this.actors.of(shownActor(item, viewer)),
      resources: [...resources],
      ...(code === null ? {} : { code }),
      ...(sees === 'all' ? { data: data as Record<string, unknown> } : {}),
    };
  }
}

/** Whoever is turned away by another account is not introduced to it by name. */
function shownActor({ actor, outcome }: AuditTrailItem, { account, mayReadAll }: Viewer): Actor {
  if (mayReadAll || outcome === 'done' || actor.account === account) return actor;
  const { personal: _personal, ...nameless } = actor;
  return nameless;
}
