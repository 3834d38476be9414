import { Controller, Get, Headers, Inject, Req, Res } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiProduces, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { interval, share } from 'rxjs';
import type { Actor } from '../../libs/decider/actor.js';
import { Feed } from '../../libs/feed/feed.js';
import { liveFrom } from '../../libs/feed/live.js';
import { hasToForget } from '../../libs/feed/recipients.js';
import { Caller } from './auth.js';
import { assertTakesAnswer, Selected, selectionIn, services } from './feed.controller.js';
import { Deliveries } from './feed-deliveries.js';
import { askingOf } from './feed.queries.js';
import { Listeners, tellOver } from './live-sockets.js';
import { notAcceptable } from './problem.js';
import { parametersOf } from './query.js';
import { tokenEndOf } from './request.js';

const form = 'text/event-stream';
/** Shorter than what is between us and a service waits for before it thinks that nobody is there. */
const heartbeatMs = 15_000;
const takesNothingMsMax = 30_000;
/** After how long a service that was cut off asks again. */
const retryMs = 2_000;

/** What other services are told as it happens, as server-sent events. */
@ApiTags('Feed')
@Controller('feed')
export class FeedLiveController {
  /** One clock for all who listen. */
  private readonly heartbeats = interval(heartbeatMs).pipe(share());

  constructor(@Inject(Feed) private readonly feed: Feed, @Inject(Deliveries) private readonly deliveries: Deliveries, @Inject(Listeners) private readonly listeners: Listeners) {}

  @Get('live')
  @services
  @ApiOperation({
    operationId: 'FeedLive',
    summary: 'Everything after a cursor and then what comes, as server-sent events: each message is a CloudEvent, and its id the cursor after it. "caught-up" says that everything there was is told; "fell-behind" tells a service that is too slow to read pages from that cursor on; "closed" says that its scope does not hold the question any more; "token-expired", that the token ran out: whoever comes back with another one goes on where it stands.',
  })
  @ApiProduces(form)
  @ApiResponse({ status: 200, description: 'Server-sent events, until either side ends it, with a heartbeat every 15 seconds.' })
  @ApiResponse({ status: 429, description: 'The service listens over as many connections already as one may; Retry-After says when to ask again.' })
  @ApiResponse({ status: 503, description: 'There is no room for another connection, or the record cannot be reached; Retry-After says when to ask again.' })
  @ApiHeader({ name: 'Last-Event-ID', required: false, description: 'The id of the last message that was taken in, as browsers and clients send it by themselves.' })
  @ApiQuery({ name: 'cursor', required: false, description: 'Where to begin, if there is no Last-Event-ID. Left out: the beginning of the log.' })
  @Selected()
  async live(@Caller() actor: Actor, @Headers('last-event-id') lastEventId: string | undefined, @Req() request: Request, @Res() response: Response): Promise<void> {
    assertTakesAnswer(request);
    const { cursor, ...filters } = parametersOf(request, ['cursor', 'context', 'type', 'jurisdiction']);
    if (!request.accepts(form)) throw notAcceptable(`What happens is told as ${form}.`);
    const selection = selectionIn(filters);
    const asking = askingOf(actor, selection);
    const reading = await this.feed.enter(asking);
    const after = await reading.positionOf(lastEventId || cursor);

    const leave = this.listeners.enter(actor.actorRef);
    try {
      const left = new AbortController();
      response.once('close', () => left.abort());
      // A connection is no longer good than the token that opened it: what was taken from a service at the issuer is taken from it here, too.
      const expired = AbortSignal.timeout(Math.max(0, tokenEndOf(request)!.getTime() - Date.now()));
      let ended = await this.deliveries.startLive(actor, selection, after);
      let told = { through: after, events: 0 };
      const recorded = async () => {
        await ended(told.through, told.events);
        ended = await this.deliveries.startLive(actor, selection, told.through);
        told = { ...told, events: 0 };
      };
      response.set({ 'Content-Type': `${form}; charset=utf-8`, 'X-Accel-Buffering': 'no' });
      response.flushHeaders();
      response.write(`retry: ${retryMs}\n\n`);
      try {
        await tellOver(response, {
          messages: liveFrom(this.feed, asking, { after, signal: AbortSignal.any([left.signal, expired]) }), heartbeats: this.heartbeats, left: left.signal, expired, takesNothingMsMax,
          told: (message) => {
            if (message.kind !== 'event') return undefined;
            told = { through: message.through, events: told.events + 1 };
            return hasToForget(message.event) ? recorded() : undefined;
          },
        });
      } finally {
        await ended(told.through, told.events);
        response.end();
      }
    } finally {
      leave();
    }
  }
}
