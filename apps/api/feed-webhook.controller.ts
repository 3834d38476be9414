import { Controller, Get, Inject, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { Executor } from '../../libs/case-file/executor.js';
import type { Actor } from '../../libs/decider/actor.js';
import { knownBy, type Consumer } from '../../libs/feed/consumer.state.js';
import { Feed, NotInScope, NotRegistered } from '../../libs/feed/feed.js';
import { askingOf as askingBy } from '../../libs/webhooks/calling.js';
import { Caller } from './auth.js';
import { services } from './feed.controller.js';
import { askingOf } from './feed.queries.js';
import { parametersOf } from './query.js';
import { unknownSubject } from './translate.js';
import { WebhookView } from './webhooks.js';

/** How a service is called, as it sees it itself. */
@ApiTags('Feed')
@Controller('feed')
export class FeedWebhookController {
  constructor(@Inject(Executor) private readonly executor: Executor, @Inject(Feed) private readonly feed: Feed, @Inject(WebhookView) private readonly webhooks: WebhookView) {}

  @Get('webhook')
  @services
  @ApiOperation({
    operationId: 'FeedWebhook',
    summary: 'Where the caller is called by the Standard Webhooks convention, how that goes, and the cursor up to which it took everything, for a question with the same filters and purpose. What is PARKED waits for RedriveWebhook.',
  })
  async webhook(@Caller() actor: Actor, @Req() request: Request) {
    parametersOf(request, []);
    await this.feed.enter(askingOf(actor, {}));
    const consumer = (await this.executor.open('consumer', actor.actorRef)).recorded.get('feed') as Consumer;
    const [known, { webhook }] = [knownBy(consumer), consumer];
    if (!known || !webhook) throw unknownSubject();
    const { position, ...standing } = await this.webhooks.of(actor.actorRef, webhook);
    const cursor = await this.feed.enter(askingBy(actor.actorRef, known, webhook)).then((reading) => reading.cursorAt(position), (error: unknown) => {
      if (error instanceof NotRegistered || error instanceof NotInScope) return null;
      throw error;
    });
    return { ...standing, cursor };
  }
}
