import { Controller, Get, Inject, Param, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { Executor } from '../../libs/case-file/executor.js';
import type { Actor, Role } from '../../libs/decider/actor.js';
import { isConsumer } from '../../libs/decider/consumer.js';
import type { Consumer } from '../../libs/feed/consumer.state.js';
import { Access, Caller } from './auth.js';
import { Deliveries } from './feed-deliveries.js';
import { Paged, cursorFor, cursorIn, limitIn, offsetIn, pageFrom, parametersOf } from './query.js';
import { historyPage, openRegister } from './registers.controller.js';
import { unknownSubject } from './translate.js';
import { WebhookView } from './webhooks.js';

const readers: { readonly roles: readonly Role[] } = { roles: ['DATA_PROTECTION_OFFICER', 'AUDITOR', 'OMBUDSPERSON', 'ADMINISTRATOR'] };

/** The services that are told of events, for those who answer for it and those who look at them. */
@ApiTags('Services that are told of events')
@Controller('consumers')
export class ConsumersController {
  constructor(@Inject(QueryBus) readonly queries: QueryBus, @Inject(Executor) readonly executor: Executor, @Inject(Deliveries) private readonly deliveries: Deliveries, @Inject(WebhookView) private readonly webhooks: WebhookView) {}

  @Get(':consumerId')
  @Access(readers)
  @ApiOperation({ operationId: 'Consumer', summary: 'What a service is told of and for what, and every scope that it ever had, the latest last; `former` is that of one that was revoked and goes on being told what is said of what it was told.' })
  async consumer(@Param('consumerId') consumerId: string, @Req() request: Request, @Res({ passthrough: true }) response: Response) {
    parametersOf(request, []);
    const { recorded, revision } = await openRegister(this.executor, 'consumer', consumerId, response);
    const { scope = null, former = null, scopes } = recorded.get('feed') as Consumer;
    return { consumerId, revision, scope, former, scopes };
  }

  @Get(':consumerId/webhook')
  @Access(readers)
  @ApiOperation({ operationId: 'ConsumerWebhook', summary: 'Where and with what a service is called, how far it has come, and what holds it up: PARKED calls wait until somebody has them tried again.' })
  async webhook(@Param('consumerId') consumerId: string, @Req() request: Request, @Res({ passthrough: true }) response: Response) {
    parametersOf(request, []);
    const { recorded, revision } = await openRegister(this.executor, 'consumer', consumerId, response);
    const { webhook } = recorded.get('feed') as Consumer;
    if (!webhook) throw unknownSubject();
    const { position = null, ...standing } = await this.webhooks.of(consumerId, webhook);
    return { consumerId, revision, ...standing, position };
  }

  @Get(':consumerId/history')
  @Access(readers)
  @ApiOperation({ operationId: 'ConsumerHistory', summary: 'Who registered, changed and ended what a service is told, page by page.' })
  @Paged()
  async history(@Caller() actor: Actor, @Param('consumerId') consumerId: string, @Req() request: Request) {
    return { consumerId, ...await historyPage(this, 'consumer', consumerId, actor, request) };
  }

  @Get(':consumerId/deliveries')
  @Access(readers)
  @ApiOperation({ operationId: 'ConsumerDeliveries', summary: 'What a service was told, as stretches of the log with what it asked for, and what it says that it has taken in, page by page.' })
  @Paged()
  async delivered(@Param('consumerId') consumerId: string, @Req() request: Request) {
    const { limit, cursor } = parametersOf(request, ['limit', 'cursor']);
    const query = { deliveries: consumerId };
    const size = limitIn(limit);
    const from = offsetIn(query, cursor);
    await openRegister(this.executor, 'consumer', consumerId);
    return { consumerId, ...pageFrom(query, from, size, await this.deliveries.page(consumerId, { from, limit: size + 1 })) };
  }
}

/** The calls that wait for somebody. */
@ApiTags('Services that are told of events')
@Controller('webhooks')
export class WebhooksController {
  constructor(@Inject(WebhookView) private readonly webhooks: WebhookView) {}

  @Get('parked')
  @Access(readers)
  @ApiOperation({ operationId: 'ParkedWebhooks', summary: 'The services whose calls are parked, since when and why, page by page: they wait until RedriveWebhook has them tried again.' })
  @Paged()
  async parked(@Req() request: Request) {
    const { limit, cursor } = parametersOf(request, ['limit', 'cursor']);
    const query = { webhooks: 'parked' };
    const size = limitIn(limit);
    const after = cursorIn(query, cursor, [(part) => typeof part === 'string' && isConsumer(part)])?.[0];
    const parked = await this.webhooks.parked({ ...(after !== undefined && { after: String(after) }), limit: size + 1 });
    const entries = parked.slice(0, size);
    return { entries, next: parked.length > size ? cursorFor(query, [entries.at(-1)!.consumerId]) : null };
  }
}
