import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Feed, type Asking, type FeedPage } from '../../libs/feed/feed.js';

/** A page of what a service is told, after a cursor. */
export class FeedPageAfter extends Query<FeedPage> {
  constructor(readonly asking: Asking, readonly cursor: string | undefined, readonly limit: number) {
    super();
  }
}

@QueryHandler(FeedPageAfter)
export class FeedHandler implements IQueryHandler<FeedPageAfter> {
  constructor(@Inject(Feed) private readonly feed: Feed) {}

  async execute({ asking, cursor, limit }: FeedPageAfter): Promise<FeedPage> {
    const reading = await this.feed.enter(asking);
    return reading.page(await reading.positionOf(cursor), limit);
  }
}
