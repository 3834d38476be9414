import { Controller, Get, Inject, Param, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { SystemClock } from '../../libs/case-file/clock.js';
import { registry } from '../../libs/case-file/contexts.js';
import type { Actor } from '../../libs/decider/actor.js';
import { KnownTime } from '../../libs/event-store/known-time.js';
import { childReaders, opensFor } from '../../libs/oversight/access.js';
import { caseFileAsJson, exportCaseFile } from '../../libs/oversight/case-file-export.js';
import { caseFileAsPage } from '../../libs/oversight/case-file-page.js';
import { ChildFindings } from '../../libs/oversight/findings.child.js';
import { Replay } from '../../libs/oversight/replay.js';
import { Views } from '../../libs/oversight/views.js';
import { linesOf, sendText } from './audit.forms.js';
import { Access, Caller } from './auth.js';
import { ChildAccess } from './child-access.js';
import { notAcceptable } from './problem.js';
import { AsOf, KnownAt, instantIn, invalidQuery, knownIn, parametersOf } from './query.js';

const readers = { roles: childReaders };
const forms = { json: 'application/json', html: 'text/html; charset=utf-8', ndjson: 'application/x-ndjson' } as const;

/** A child's record at any instant and revision, what changed between two of them, and all of it at once. */
@ApiTags('Replay')
@Controller('children/:childId')
export class ReplayController {
  private readonly views: Views;

  constructor(
    @Inject(Replay) private readonly replay: Replay,
    @Inject(ChildFindings) private readonly findings: ChildFindings,
    @Inject(ChildAccess) private readonly access: ChildAccess,
    @Inject(KnownTime) private readonly knownTime: KnownTime,
    @Inject(SystemClock) private readonly clock: SystemClock,
  ) {
    this.views = new Views({ replay, findings, registry });
  }

  @Get('timeline')
  @Access(readers)
  @ApiOperation({ summary: 'Every event of the child in order, with both clocks, as a stream of lines (NDJSON), the first of which says what it is true of; the same page by page is the history.' })
  @KnownAt()
  @ApiProduces(forms.ndjson)
  async timeline(@Caller() actor: Actor, @Param('childId') childId: string, @Req() request: Request, @Res() response: Response) {
    const { knownAt } = parametersOf(request, ['knownAt']);
    const known = await knownIn(this.knownTime, knownAt);
    const position = known.position ?? await this.replay.head();
    const { facts } = await this.access.enter(childId, actor, request);
    const revision = facts.findLast((fact) => position !== undefined && fact.position <= position)?.revision ?? -1;
    await sendText(response, forms.ndjson, linesOf({ childId, revision, position: position || null, ...known.printed }, this.replay.timeline(childId, actor, position)));
  }

  @Get('state')
  @Access(readers)
  @ApiOperation({ summary: 'The child\'s situation as it stood once the event with a revision was stored: at that moment, or as of another instant by what was known then.' })
  @ApiQuery({ name: 'revision', required: true, description: 'Revision of the child\'s stream, from 0.' })
  @ApiQuery({ name: 'asOf', required: false, description: 'The instant that is asked about. Left out: when the event was recorded.' })
  async state(@Caller() actor: Actor, @Param('childId') childId: string, @Req() request: Request) {
    const { revision, asOf } = parametersOf(request, ['revision', 'asOf']);
    if (revision === undefined || !/^(0|[1-9]\d{0,8})$/.test(revision)) throw invalidQuery('revision is a whole number from 0, as the history gives it.');
    const instant = instantIn('asOf', asOf);
    const file = await this.access.enter(childId, actor, request);
    const state = await this.views.atRevision(childId, Number(revision), instant);
    if (!state) throw invalidQuery(`The record of this child has not come to that revision: it stands at ${file.revision}.`);
    return { childId, ...state };
  }

  @Get('differences')
  @Access(readers)
  @ApiOperation({ summary: 'What changed between two instants, of what was so or of what was known: events added, corrected, retracted and disputed, and the facts, duties and findings that read otherwise for it.' })
  @ApiQuery({ name: 'sinceAsOf', required: false, description: 'The earlier instant that is asked about. Left out: the same as asOf.' })
  @ApiQuery({ name: 'sinceKnownAt', required: false, description: 'The earlier instant of what the log knew. Left out: the same as knownAt.' })
  @ApiQuery({ name: 'asOf', required: false, description: 'The later instant that is asked about. Left out: now.' })
  @ApiQuery({ name: 'knownAt', required: false, description: 'The later instant of what the log knew. Left out: all that it knows.' })
  async differences(@Caller() actor: Actor, @Param('childId') childId: string, @Req() request: Request) {
    const { sinceAsOf, sinceKnownAt, asOf, knownAt } = parametersOf(request, ['sinceAsOf', 'sinceKnownAt', 'asOf', 'knownAt']);
    if (sinceAsOf === undefined && sinceKnownAt === undefined) throw invalidQuery('sinceAsOf or sinceKnownAt says since when: one of them is needed.');
    const later = instantIn('asOf', asOf) ?? await this.clock.nowOrNearly();
    const earlier = instantIn('sinceAsOf', sinceAsOf) ?? later;
    if (earlier > later) throw invalidQuery('sinceAsOf is not after asOf.');
    const [since, until] = [instantIn('sinceKnownAt', sinceKnownAt), instantIn('knownAt', knownAt)];
    if (since && until && since > until) throw invalidQuery('sinceKnownAt is not after knownAt.');
    const knownLater = await knownIn(this.knownTime, knownAt);
    const knownEarlier = since ? await knownIn(this.knownTime, sinceKnownAt) : knownLater;
    await this.access.enter(childId, actor, request);
    const position = knownLater.position ?? await this.replay.head();
    const changes = await this.views.differences(childId, { asOf: earlier, knownAt: since ? knownEarlier.position : position }, { asOf: later, knownAt: position });
    return { childId, before: { asOf: earlier, ...knownEarlier.printed }, after: { asOf: later, position: position || null, ...knownLater.printed }, ...changes };
  }

  @Get('case-file')
  @Access(readers)
  @ApiOperation({ summary: 'The whole case file, as JSON or as a page that prints well (Accept, or format): situation, findings, what is owed, decisions, and every event, with versions and positions.' })
  @AsOf()
  @KnownAt()
  @ApiQuery({ name: 'format', required: false, description: 'json or html, in place of Accept.' })
  @ApiProduces('application/json', 'text/html')
  async caseFile(@Caller() actor: Actor, @Param('childId') childId: string, @Req() request: Request, @Res() response: Response) {
    const { asOf, knownAt, format } = parametersOf(request, ['asOf', 'knownAt', 'format']);
    const form = formOf(request, format);
    const instant = instantIn('asOf', asOf) ?? await this.clock.nowOrNearly();
    const known = await knownIn(this.knownTime, knownAt);
    await this.access.enter(childId, actor, request);
    const { replay, findings } = this;
    const exported = await exportCaseFile({ replay, findings, registry }, childId, actor, ['D1', ...opensFor(actor)], { asOf: instant, knownAt: known.position });
    response.setHeader('Vary', 'Accept');
    // Nothing in the page may load or run anything, whatever words stand in it.
    if (form === 'html') response.setHeader('Content-Security-Policy', `default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`);
    await sendText(response, forms[form], form === 'html' ? caseFileAsPage(exported) : caseFileAsJson(exported));
  }
}

/** @throws Problem 400 or 406 */
function formOf(request: Request, named: string | undefined): 'json' | 'html' {
  if (named !== undefined && named !== 'json' && named !== 'html') throw invalidQuery('format is one of json, html.');
  if (named !== undefined) return named;
  const wanted = request.accepts(['json', 'html']);
  if (wanted === 'json' || wanted === 'html') return wanted;
  throw notAcceptable('The case file is given as application/json or text/html.');
}
