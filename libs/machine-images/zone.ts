import { DomainError } from '#event-sourcing';

/** EC2: InvalidZone.NotFound. */
export class UnknownZone extends DomainError<'unknown-zone'> {
  readonly code = 'unknown-zone';
  constructor(
    readonly zone: string,
    region: string,
  ) {
    super(`there is no zone ${zone} in ${region}; there are ${zonesOf(region).join(', ')}`, '/zone');
  }
}

/** Volumes and instances live in one of them. */
export const zonesOf = (region: string): readonly string[] => ['a', 'b', 'c'].map((zone) => region + zone);

/** Throws UnknownZone. */
export function checkZone(zone: string, region: string): void {
  if (!zonesOf(region).includes(zone)) throw new UnknownZone(zone, region);
}
