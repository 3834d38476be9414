import { Controller, Get, Inject, Param, Req } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { SystemClock } from '../../libs/case-file/clock.js';
import type { Actor } from '../../libs/decider/actor.js';
import { KnownTime } from '../../libs/event-store/known-time.js';
import { childReaders } from '../../libs/oversight/access.js';
import { findingsAnswer } from '../../libs/oversight/findings.answer.js';
import { catalogue, populationRules } from '../../libs/oversight/findings.catalogue.js';
import { ChildFindings } from '../../libs/oversight/findings.child.js';
import { newestRuleSet, ruleSets } from '../../libs/oversight/findings.rules.js';
import { Access, Caller } from './auth.js';
import { ChildAccess } from './child-access.js';
import { AsOf, KnownAt, instantIn, invalidQuery, knownIn, parametersOf } from './query.js';

const versions = ruleSets.map(({ version }) => version);

/** What follows from the record of a child by the rules, and the rules themselves. */
@ApiTags('Findings')
@Controller()
export class FindingsController {
  constructor(
    @Inject(ChildFindings) private readonly findings: ChildFindings,
    @Inject(ChildAccess) private readonly access: ChildAccess,
    @Inject(KnownTime) private readonly knownTime: KnownTime,
    @Inject(SystemClock) private readonly clock: SystemClock,
  ) {}

  @Get('findings/rules')
  @Access({ roles: [...childReaders, 'ANALYST'] })
  @ApiOperation({ operationId: 'FindingRules', summary: 'Every version of every rule of findings: what is promised, by which law, how severe a breach is, and which rule sets name it.' })
  rules(@Req() request: Request) {
    parametersOf(request, []);
    return { ruleSets: ruleSets.map(({ version, liberty }) => ({ version, liberty })), newest: newestRuleSet.version, rules: catalogue(), ofPopulation: populationRules };
  }

  @Get('children/:childId/findings')
  @Access({ roles: childReaders })
  @ApiOperation({
    operationId: 'FindingsOfChild',
    summary: 'What follows from the record of the child by a rule set, at an instant (asOf), as it was known at an instant (knownAt): each finding with the events that prove it, whom it concerns, and what oversight says of it.',
  })
  @AsOf()
  @KnownAt()
  @ApiQuery({ name: 'ruleSet', required: false, description: `One of ${versions.join(', ')}. Left out: the newest.` })
  async ofChild(@Caller() actor: Actor, @Param('childId') childId: string, @Req() request: Request) {
    const { asOf, knownAt, ruleSet } = parametersOf(request, ['asOf', 'knownAt', 'ruleSet']);
    const set = ruleSet === undefined ? newestRuleSet : ruleSets.find(({ version }) => version === ruleSet);
    if (!set) throw invalidQuery(`ruleSet is one of ${versions.join(', ')}.`);
    const instant = instantIn('asOf', asOf) ?? await this.clock.nowOrNearly();
    const known = await knownIn(this.knownTime, knownAt);
    await this.access.enter(childId, actor, request);
    const found = await this.findings.of(childId, { asOf: instant, ruleSet: set, knownAt: known.position });
    return { childId, ...known.printed, ...findingsAnswer(found, set) };
  }
}
