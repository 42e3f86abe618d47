import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Drifts, type Drift, type DriftWish, type Page } from '#views';

/** What runs something else than was asked for, or what is revoked. */
export class ListDrift extends Query<Page<Drift>> {
  constructor(readonly wish: DriftWish) {
    super();
  }
}

@QueryHandler(ListDrift)
export class ListDriftHandler implements IQueryHandler<ListDrift> {
  constructor(private readonly drifts: Drifts) {}

  execute({ wish }: ListDrift): Promise<Page<Drift>> {
    return this.drifts.page(wish);
  }
}
