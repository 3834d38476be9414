import { applyDecorators, Body, Controller, Get, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiBody, ApiOperation, ApiProduces, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { IsString, MaxLength } from 'class-validator';
import { registry } from '../../libs/case-file/contexts.js';
import { servicePurposes, type Actor } from '../../libs/decider/actor.js';
import { Feed, type FeedPage } from '../../libs/feed/feed.js';
import { contextOf } from '../../libs/feed/scope.js';
import type { Selection } from '../../libs/feed/telling.js';
import { Access, Caller } from './auth.js';
import { Deliveries } from './feed-deliveries.js';
import { askingOf, FeedPageAfter } from './feed.queries.js';
import { invalidBody, methodNotAllowed, notAcceptable } from './problem.js';
import { invalidQuery, limitIn, parametersOf } from './query.js';
import { validateBody } from './validation.js';

const limits = { usual: 100, most: 1_000 };
const batch = 'application/cloudevents-batch+json';
const lines = 'application/x-ndjson';
const types = [...registry.shared.keys()];
const contexts = [...new Set(types.map(contextOf))];
export const services = Access({ roles: ['SERVICE'], purposes: servicePurposes });

/** How what is asked within a scope describes itself. */
export function Selected(): MethodDecorator {
  return applyDecorators(
    ApiQuery({ name: 'context', required: false, description: `Only events of these contexts, with commas between them: of ${contexts.join(', ')}.` }),
    ApiQuery({ name: 'type', required: false, description: 'Only events of these types, with commas between them, and what is said of them later.' }),
    ApiQuery({ name: 'jurisdiction', required: false, description: 'Only of records under the law of these states, with commas between them.' }),
  );
}

class Acknowledgement {
  /** Of a page, of an event, or the id of a live message. */
  @IsString({ message: 'cursor is one that the feed gave' }) @MaxLength(500, { message: 'cursor is one that the feed gave' })
  readonly cursor!: string;
}

/** What other services are told of events: codes, days and pseudonyms, as far as the scope of each goes. */
@ApiTags('Feed')
@Controller('feed')
export class FeedController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus, @Inject(Feed) private readonly feed: Feed, @Inject(Deliveries) private readonly deliveries: Deliveries) {}

  @Get()
  @services
  @ApiOperation({
    operationId: 'Feed',
    summary: 'Events after a cursor, in the order of the log and without a gap, as CloudEvents: at least once, under ids that stay. Feed-Cursor asks for the next page; Feed-Caught-Up says whether there was more.',
  })
  @ApiProduces(batch, lines)
  @ApiResponse({ status: 200, description: 'A JSON array of CloudEvents, or one to a line.', headers: { 'Feed-Cursor': { schema: { type: 'string' } }, 'Feed-Caught-Up': { schema: { type: 'boolean' } }, Link: { schema: { type: 'string' } } } })
  @ApiQuery({ name: 'cursor', required: false, description: 'Feed-Cursor of the page before, or the cursor of an event. Left out: the beginning of the log.' })
  @ApiQuery({ name: 'limit', required: false, description: `Events in a page at most, 1 to ${limits.most}; ${limits.usual} if left out.`, schema: { type: 'integer', minimum: 1, maximum: limits.most } })
  @Selected()
  async page(@Caller() actor: Actor, @Req() request: Request, @Res() response: Response): Promise<void> {
    assertTakesAnswer(request);
    const { cursor, limit, ...filters } = parametersOf(request, ['cursor', 'limit', 'context', 'type', 'jurisdiction']);
    const form = request.accepts([batch, lines]);
    if (!form) throw notAcceptable(`Events are given as ${batch} or as ${lines}.`);
    const page = await this.queries.execute(new FeedPageAfter(actor, selectionIn(filters), cursor, limitIn(limit, limits)));
    response.set({ 'Content-Type': `${form}; charset=utf-8`, Vary: 'Accept', 'Feed-Cursor': page.cursor, 'Feed-Caught-Up': String(page.caughtUp), Link: `<${nextOf(request, page)}>; rel="next"` });
    response.send(Buffer.from(form === batch ? JSON.stringify(page.events) : page.events.map((event) => `${JSON.stringify(event)}\n`).join('')));
  }

  @Post('acknowledgements')
  @HttpCode(200)
  @services
  @ApiOperation({ operationId: 'AcknowledgeFeed', summary: 'Says that the caller has taken in everything up to a cursor; what was acknowledged is on record. Takes nothing back, and is the same when it is repeated.' })
  @ApiBody({ schema: { type: 'object', required: ['cursor'], additionalProperties: false, properties: { cursor: { type: 'string' } } } })
  @Selected()
  async acknowledge(@Caller() actor: Actor, @Req() request: Request, @Body() body: unknown) {
    const selection = selectionIn(parametersOf(request, ['context', 'type', 'jurisdiction']));
    const { cursor } = validateBody(Acknowledgement, body === undefined ? {} : body);
    const reading = await this.feed.enter(askingOf(actor, selection));
    const through = await reading.positionOf(cursor);
    if (through === undefined) throw invalidBody([{ field: 'cursor', message: 'cursor is one of after the first event.' }]);
    return { acknowledged: reading.cursorAt(await this.deliveries.acknowledge(actor, selection, through)) };
  }

  @Get('acknowledgements')
  @services
  @ApiOperation({ operationId: 'FeedAcknowledged', summary: 'Up to where the caller has said that it has taken everything in, for the purpose of its token and of what is asked for.' })
  @Selected()
  async acknowledged(@Caller() actor: Actor, @Req() request: Request) {
    const selection = selectionIn(parametersOf(request, ['context', 'type', 'jurisdiction']));
    const reading = await this.feed.enter(askingOf(actor, selection));
    const through = await this.deliveries.acknowledged(actor, selection);
    return { acknowledged: through === undefined ? null : reading.cursorAt(through) };
  }
}

/** Who asks for the headers alone would be on record as told what never left. @throws Problem 405 */
export function assertTakesAnswer({ method }: Request): void {
  if (method === 'HEAD') throw methodNotAllowed(['GET']);
}

/** What is asked for within a scope. @throws Problem 400 where it names what there is not */
export function selectionIn({ context, type, jurisdiction }: { readonly context?: string; readonly type?: string; readonly jurisdiction?: string }): Selection {
  return {
    contexts: listIn('context', context, (value) => contexts.includes(value), `of ${contexts.join(', ')}`),
    types: listIn('type', type, (value) => types.includes(value), 'of the types of events that other services are told of'),
    jurisdictions: listIn('jurisdiction', jurisdiction, (value) => /^[A-Z]{2}$/.test(value), 'of country codes of two capital letters (ISO 3166-1)'),
  };
}

function listIn(name: string, value: string | undefined, isOne: (value: string) => boolean, inWords: string): readonly string[] | undefined {
  const list = value?.split(',');
  if (list && (!list.every(isOne) || new Set(list).size < list.length)) throw invalidQuery(`${name} is a list ${inWords}, with commas between them and none twice.`);
  return list;
}

/** The same question after this page. */
function nextOf({ originalUrl }: Request, { cursor }: FeedPage): string {
  const next = new URL(originalUrl, 'http://localhost');
  next.searchParams.set('cursor', cursor);
  return `${next.pathname}${next.search}`;
}
