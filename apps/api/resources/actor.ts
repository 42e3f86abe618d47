import { Injectable } from '@nestjs/common';
import type { Static } from 'typebox';
import { PersonalDataSeal, type Actor } from '#event-sourcing';
import type { ActorAnswer } from './fields';

/** Shows who did something, with the names that were not forgotten. */
@Injectable()
export class ActorAnswers {
  constructor(private readonly personal: PersonalDataSeal) {}

  async of({ account, roles, interface: way, personal }: Actor): Promise<Static<typeof ActorAnswer>> {
    const person = personal === undefined ? undefined : await this.personal.open(personal);
    return {
      subject: person?.subject ?? null,
      account,
      roles: [...roles],
      interface: way,
      sourceAddress: person?.sourceAddress ?? null,
    };
  }
}
