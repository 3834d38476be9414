import { Controller, Get, Inject, Param, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import type { Actor } from '../../libs/decider/actor.js';
import { SystemClock } from '../../libs/case-file/clock.js';
import { registry } from '../../libs/case-file/contexts.js';
import { lineageOf } from '../../libs/case-file/lineage.js';
import type { Fact } from '../../libs/decider/event.js';
import { KnownTime } from '../../libs/event-store/known-time.js';
import { childReaders } from '../../libs/oversight/access.js';
import { auditRules } from '../../libs/oversight/liberty.audit.js';
import { situationOf } from '../../libs/oversight/situation.js';
import { Access, Caller } from './auth.js';
import { ChildAccess } from './child-access.js';
import { DecisionsAbout, DutiesTowards, FileOf, HistoryOf } from './children.queries.js';
import { AsOf, KnownAt, Paged, assertCarried, cursorFor, cursorIn, instantIn, invalidQuery, isUuid, knownIn, limitIn, offsetIn, pageFrom, parametersOf } from './query.js';
import { unknownSubject } from './translate.js';

const readers = { roles: childReaders };

/** A child's record, replayed from the log alone. Every answer but 404 has an entry in the access log. */
@ApiTags('Replay')
@Controller('children/:childId')
export class ChildrenController {
  constructor(
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(ChildAccess) private readonly access: ChildAccess,
    @Inject(KnownTime) private readonly knownTime: KnownTime,
    @Inject(SystemClock) private readonly clock: SystemClock,
  ) {}

  @Get()
  @Access(readers)
  @ApiOperation({ summary: 'The child\'s situation at an instant (asOf), as it was known at an instant (knownAt): who represents it, where it is, hours and days deprived of liberty, and what is owed to it by when.' })
  @AsOf()
  @KnownAt()
  @ApiQuery({ name: 'rules', required: false, description: 'The rules that the audit of its liberty must be made with, as an answer names them; others are a bad question, and the problem names those that are carried.' })
  async situation(@Caller() actor: Actor, @Param('childId') childId: string, @Req() request: Request, @Res({ passthrough: true }) response: Response) {
    const { asOf, knownAt, rules } = parametersOf(request, ['asOf', 'knownAt', 'rules']);
    assertCarried('rules', rules, auditRules.map(({ names }) => names.join()));
    const madeBy = auditRules.find(({ names }) => names.join() === rules);
    const instant = instantIn('asOf', asOf) ?? await this.clock.nowOrNearly();
    const known = await knownIn(this.knownTime, knownAt);
    const now = await this.access.enter(childId, actor, request);
    const file = known.position === undefined ? now : await this.queries.execute(new FileOf(childId, known.position));
    response.setHeader('ETag', `"${now.revision}"`);
    const owed = await this.queries.execute(new DutiesTowards(childId, { asOf: instant, knownAt: known.position }));
    return { childId, ...known.printed, ...situationOf(registry, (file.asRead ?? file).facts, instant, madeBy), ...owed };
  }

  @Get('history')
  @Access(readers)
  @ApiOperation({ summary: 'Every event of the child in order, page by page, with both clocks, who recorded it and on what basis.' })
  @KnownAt()
  @Paged()
  async history(@Caller() actor: Actor, @Param('childId') childId: string, @Req() request: Request) {
    const { knownAt, limit, cursor } = parametersOf(request, ['knownAt', 'limit', 'cursor']);
    const query = { history: childId, knownAt };
    const size = limitIn(limit);
    const from = offsetIn(query, cursor);
    const known = await knownIn(this.knownTime, knownAt);
    const { facts, merged } = await this.access.enter(childId, actor, request);
    const then = known.position;
    const by = (all: readonly Fact[]) => (then === undefined ? all : all.filter(({ position }) => position <= then));
    const told = lineageOf(by(facts), new Map([...merged].map(([stream, its]) => [stream, by(its)])));
    const entries = await this.queries.execute(new HistoryOf(childId, actor, { from, limit: size + 1, facts: told }));
    return { childId, ...known.printed, ...pageFrom(query, from, size, entries) };
  }

  @Get('decisions')
  @Access(readers)
  @ApiOperation({ summary: 'Every decision about the child: taken with its basis, refused with what was missing, or reported of others; with what was said since of the facts that it rested on.' })
  @KnownAt()
  @ApiQuery({ name: 'restedOn', required: false, description: 'Only decisions that this event proved something to.' })
  @Paged()
  async decisions(@Caller() actor: Actor, @Param('childId') childId: string, @Req() request: Request) {
    const { knownAt, restedOn, limit, cursor } = parametersOf(request, ['knownAt', 'restedOn', 'limit', 'cursor']);
    if (restedOn !== undefined && !isUuid(restedOn)) throw invalidQuery('restedOn is the id of an event, as answers give it.');
    const query = { decisions: childId, knownAt, restedOn };
    const size = limitIn(limit);
    const after = cursorIn(query, cursor, [(part) => typeof part === 'string' && /^\d{1,20}(-\d{1,20})?$/.test(part)])?.[0];
    const known = await knownIn(this.knownTime, knownAt);
    await this.access.enter(childId, actor, request);
    const all = await this.queries.execute(new DecisionsAbout(childId, actor, known.position));
    const wanted = restedOn === undefined ? all : all.filter((entry) => entry.outcome === 'accepted' && entry.basis.facts.some(({ evidence }) => evidence.includes(restedOn)));
    const rest = wanted.filter((entry) => after === undefined || entry.position > String(after));
    const page = rest.slice(0, size);
    return { childId, ...known.printed, entries: page, next: rest.length > size ? cursorFor(query, [page.at(-1)!.position]) : null };
  }

  @Get('decisions/:eventId')
  @Access(readers)
  @ApiOperation({ summary: 'One decision, taken or refused, with its basis.' })
  async decision(@Caller() actor: Actor, @Param('childId') childId: string, @Param('eventId') eventId: string, @Req() request: Request) {
    parametersOf(request, []);
    await this.access.enter(childId, actor, request);
    const all = await this.queries.execute(new DecisionsAbout(childId, actor));
    const found = all.find((entry) => entry.eventId === eventId);
    if (!found) throw unknownSubject();
    return { childId, ...found };
  }
}
