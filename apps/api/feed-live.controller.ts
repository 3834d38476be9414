import { once } from 'node:events';
import { Controller, Get, Headers, Inject, Req, Res } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiProduces, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { interval, map, share, type Observable } from 'rxjs';
import type { Actor } from '../../libs/decider/actor.js';
import { Feed } from '../../libs/feed/feed.js';
import { liveFrom, type Message } from '../../libs/feed/live.js';
import { Caller } from './auth.js';
import { Selected, selectionIn, services } from './feed.controller.js';
import { Deliveries } from './feed-deliveries.js';
import { askingOf } from './feed.queries.js';
import { notAcceptable } from './problem.js';
import { parametersOf } from './query.js';

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
  private readonly heartbeats: Observable<string> = interval(heartbeatMs).pipe(map(() => ': heartbeat\n\n'), share());

  constructor(@Inject(Feed) private readonly feed: Feed, @Inject(Deliveries) private readonly deliveries: Deliveries) {}

  @Get('live')
  @services
  @ApiOperation({
    operationId: 'FeedLive',
    summary: 'Everything after a cursor and then what comes, as server-sent events: each message is a CloudEvent, and its id the cursor after it. "caught-up" says that everything there was is told; "fell-behind" tells a service that is too slow to read pages from that cursor on; "closed" says that its scope does not hold the question any more.',
  })
  @ApiProduces(form)
  @ApiResponse({ status: 200, description: 'Server-sent events, until either side ends it.' })
  @ApiHeader({ name: 'Last-Event-ID', required: false, description: 'The id of the last message that was taken in, as browsers and clients send it by themselves.' })
  @ApiQuery({ name: 'cursor', required: false, description: 'Where to begin, if there is no Last-Event-ID. Left out: the beginning of the log.' })
  @Selected()
  async live(@Caller() actor: Actor, @Headers('last-event-id') lastEventId: string | undefined, @Req() request: Request, @Res() response: Response): Promise<void> {
    const { cursor, ...filters } = parametersOf(request, ['cursor', 'context', 'type', 'jurisdiction']);
    if (!request.accepts(form)) throw notAcceptable(`What happens is told as ${form}.`);
    const selection = selectionIn(filters);
    const asking = askingOf(actor, selection);
    const reading = await this.feed.enter(asking);
    const after = await reading.positionOf(lastEventId || cursor);

    const left = new AbortController();
    response.once('close', () => left.abort());
    const ended = await this.deliveries.startLive(actor, selection, after);
    let told = { through: after, events: 0 };
    response.set({ 'Content-Type': `${form}; charset=utf-8`, 'X-Accel-Buffering': 'no' });
    response.flushHeaders();
    response.write(`retry: ${retryMs}\n\n`);
    const beating = this.heartbeats.subscribe((beat) => { if (!response.writableNeedDrain) response.write(beat); });
    try {
      for await (const message of liveFrom(this.feed, asking, { after, signal: left.signal })) {
        if (message.kind === 'event') told = { through: message.through, events: told.events + 1 };
        await sent(response, message, left.signal);
      }
    } finally {
      beating.unsubscribe();
      await ended(told.through, told.events);
      response.end();
    }
  }
}

/** Resolves once there is room for more, or nobody is there. Who takes nothing for a while is cut off, and comes back where it stood. */
async function sent(response: Response, message: Message, left: AbortSignal): Promise<void> {
  if (response.write(textOf(message))) return;
  await once(response, 'drain', { signal: AbortSignal.any([left, AbortSignal.timeout(takesNothingMsMax)]) }).catch(() => response.destroy());
}

function textOf(message: Message): string {
  if (message.kind === 'event') return `id: ${message.cursor}\ndata: ${JSON.stringify(message.event)}\n\n`;
  if (message.kind === 'closed') return 'event: closed\ndata: {}\n\n';
  return `id: ${message.cursor}\nevent: ${message.kind}\ndata: ${JSON.stringify({ cursor: message.cursor })}\n\n`;
}
