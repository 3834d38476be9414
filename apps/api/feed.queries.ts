import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { Actor } from '../../libs/decider/actor.js';
import { Feed, type FeedPage } from '../../libs/feed/feed.js';
import type { Selection } from '../../libs/feed/telling.js';
import { Deliveries } from './feed-deliveries.js';

/** A page of what a service is told, after a cursor. */
export class FeedPageAfter extends Query<FeedPage> {
  constructor(readonly actor: Actor, readonly selection: Selection, readonly cursor: string | undefined, readonly limit: number) {
    super();
  }
}

@QueryHandler(FeedPageAfter)
export class FeedHandler implements IQueryHandler<FeedPageAfter> {
  constructor(@Inject(Feed) private readonly feed: Feed, @Inject(Deliveries) private readonly deliveries: Deliveries) {}

  async execute(query: FeedPageAfter): Promise<FeedPage> {
    const { actor, selection, cursor, limit } = query;
    const reading = await this.feed.enter(askingOf(actor, selection));
    const after = await reading.positionOf(cursor);
    const { position: through, ...page } = await reading.page(after, limit);
    if (page.events.length === 0) return page;
    await this.deliveries.ofPage(actor, selection, { after, through: through!, events: page.events.length });
    // What was taken from the service while its page was made does not leave: it would be told, and nobody would count it as told.
    return await reading.stands() ? page : this.execute(query);
  }
}

/** Who asks, by its token alone, and for what. */
export function askingOf({ actorRef, orgRef, orgType, purpose }: Actor, selection: Selection) {
  return { consumerId: actorRef, orgRef, orgType, purpose, selection };
}
