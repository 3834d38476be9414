import { Controller, Get, Inject, Param, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { SystemClock } from '../../libs/case-file/clock.js';
import { registry } from '../../libs/case-file/contexts.js';
import { Executor, refusalsOf } from '../../libs/case-file/executor.js';
import type { DecisionAttemptRefused } from '../../libs/case-file/record.events.js';
import type { Actor, Role } from '../../libs/decider/actor.js';
import type { Fact } from '../../libs/decider/event.js';
import type { EventStore } from '../../libs/event-store/port.js';
import type { Consumer } from '../../libs/feed/consumer.state.js';
import { recipientsOf } from '../../libs/feed/recipients.js';
import type { Forgetting } from '../../libs/forgetting/forgetting.state.js';
import { openMatters } from '../../libs/oversight/open-matters.js';
import { Replay } from '../../libs/oversight/replay.js';
import { Access, Caller } from './auth.js';
import { ChildAccess } from './child-access.js';
import { HistoryOf } from './children.queries.js';
import { limitIn, offsetIn, pageFrom, Paged, parametersOf } from './query.js';

/** What the keys of one child are asked from; the log is the store of everything else. */
export const keyStore = Symbol('the store that the keys are told from');

const readers: { readonly roles: readonly Role[] } = { roles: ['DATA_PROTECTION_OFFICER', 'AUDITOR', 'OMBUDSPERSON'] };

/** How far it has come that a child is forgotten, what stands against it, and who has to forget it, too. */
@ApiTags('Forgetting')
@Controller('keys')
export class KeysController {
  constructor(
    @Inject(QueryBus) private readonly queries: QueryBus, @Inject(Executor) private readonly executor: Executor, @Inject(Replay) private readonly replay: Replay,
    @Inject(ChildAccess) private readonly access: ChildAccess, @Inject(SystemClock) private readonly clock: SystemClock, @Inject(keyStore) private readonly store: EventStore,
  ) {}

  @Get(':childId')
  @Access(readers)
  @ApiOperation({
    operationId: 'Keys',
    summary: 'How far it has come that a child is forgotten: holds, who asked, what is open and stands against it, attempts that were refused, and each service that was told of the child, with when it was told to forget it and when it acknowledged that.',
  })
  async keys(@Caller() actor: Actor, @Param('childId') childId: string, @Req() request: Request, @Res({ passthrough: true }) response: Response) {
    parametersOf(request, []);
    await this.access.enter(childId, actor, request);
    const [{ recorded, revision, facts }, { state }, told, refused] = await Promise.all([
      this.executor.open('keys', childId), openMatters(this.replay, childId, await this.clock.nowOrNearly()), this.replay.record(childId), this.replay.facts(refusalsOf('keys', childId)),
    ]);
    const { settled, asked, disabled, told: whoKnows, destroyed, forgotten } = recorded.get('forgetting') as Forgetting;
    const held = await Promise.all(state.records.map(async (record) => {
      const { holds } = (record === childId ? recorded : (await this.executor.open('keys', record)).recorded).get('forgetting') as Forgetting;
      return holds.map((hold) => ({ ...said(hold), childId: record, ground: hold.data.ground, orgRef: hold.meta.recordedBy.orgRef }));
    }));
    if (revision >= 0) response.setHeader('ETag', `"${revision}"`);
    const open = async (consumer: string) => (await this.executor.open('consumer', consumer)).recorded.get('feed') as Consumer;
    return {
      childId, revision, records: state.records, mergedInto: state.mergedInto ?? null,
      holds: held.flat(),
      open: state.open.filter(({ kind, ref }) => kind !== 'DUTY' || !settled.includes(ref)),
      asked: asked ? { ...said(asked), ground: asked.data.ground } : null,
      disabled: disabled ? { ...said(disabled), records: disabled.data.records } : null,
      told: whoKnows.map((each) => ({ ...said(each), to: each.data.to })),
      destroyed: destroyed ? said(destroyed) : null,
      forgotten: forgotten === undefined ? null : said(facts.find(({ id }) => id === forgotten)!),
      refused: (refused as unknown as readonly Fact<typeof DecisionAttemptRefused>[]).map((attempt) => ({ ...said(attempt), command: attempt.data.command, missing: attempt.data.missing })),
      recipients: await recipientsOf({ store: this.store, shared: registry.shared, open }, told.facts, facts.find(({ id }) => id === forgotten)),
    };
  }

  @Get(':childId/history')
  @Access(readers)
  @ApiOperation({ operationId: 'KeysHistory', summary: 'Who had a child kept, asked that it be forgotten, approved that and carried it out, page by page.' })
  @Paged()
  async history(@Caller() actor: Actor, @Param('childId') childId: string, @Req() request: Request) {
    const { limit, cursor } = parametersOf(request, ['limit', 'cursor']);
    const query = { keys: childId };
    const size = limitIn(limit);
    const from = offsetIn(query, cursor);
    await this.access.enter(childId, actor, request);
    return { childId, ...pageFrom(query, from, size, await this.queries.execute(new HistoryOf(childId, actor, { from, limit: size + 1 }, 'keys'))) };
  }
}

function said({ id, recordedAt, meta: { recordedBy: { actorRef, role } } }: Fact) {
  return { event: id, at: recordedAt, by: { actorRef, role } };
}
