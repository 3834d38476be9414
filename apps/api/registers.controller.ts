import { Controller, Get, Inject, Param, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { Executor } from '../../libs/case-file/executor.js';
import type { CaseFile } from '../../libs/case-file/case-file.js';
import type { Actor, Role } from '../../libs/decider/actor.js';
import type { Subject } from '../../libs/decider/subject.js';
import { suspensionsIn } from '../../libs/oversight/suspensions.js';
import { Access, Caller } from './auth.js';
import { HistoryOf } from './children.queries.js';
import { addresses } from './commands.js';
import { Paged, limitIn, offsetIn, pageFrom, parametersOf } from './query.js';
import { unknownSubject } from './translate.js';

const readers: { readonly roles: readonly Role[] } = { roles: ['CASE_WORKER', 'APPOINTING_AUTHORITY', 'AUDITOR', 'OMBUDSPERSON'] };

/** What concerns many children, from the log alone: places, and what stands between two states. It says nothing of any child. */
@ApiTags('Registers')
@Controller()
export class RegistersController {
  constructor(@Inject(QueryBus) readonly queries: QueryBus, @Inject(Executor) readonly executor: Executor) {}

  @Get('corridors/:corridorId')
  @Access(readers)
  @ApiOperation({ summary: 'What is and was suspended for those who travel from one state to another, such as KG-KZ.' })
  async corridor(@Param('corridorId') corridorId: string, @Req() request: Request, @Res({ passthrough: true }) response: Response) {
    parametersOf(request, []);
    const { facts, revision } = await openRegister(this.executor, 'corridor', corridorId, response);
    return { corridorId, revision, suspensions: suspensionsIn(facts) };
  }

  @Get('facilities/:facilityId')
  @Access(readers)
  @ApiOperation({ summary: 'A place of the register: names, kind, operator, exit control and size, each with its dates and the event that says so.' })
  async facility(@Param('facilityId') facilityId: string, @Req() request: Request, @Res({ passthrough: true }) response: Response) {
    parametersOf(request, []);
    const { restated, revision } = await openRegister(this.executor, 'facility', facilityId, response);
    return { facilityId, revision, ...restated.get('facility') as object };
  }

  @Get('corridors/:corridorId/history')
  @Access(readers)
  @ApiOperation({ summary: 'Every event of a corridor in order, page by page.' })
  @Paged()
  async corridorHistory(@Caller() actor: Actor, @Param('corridorId') corridorId: string, @Req() request: Request) {
    return { corridorId, ...await historyPage(this, 'corridor', corridorId, actor, request) };
  }

  @Get('facilities/:facilityId/history')
  @Access(readers)
  @ApiOperation({ summary: 'Every event of a place in order, page by page.' })
  @Paged()
  async facilityHistory(@Caller() actor: Actor, @Param('facilityId') facilityId: string, @Req() request: Request) {
    return { facilityId, ...await historyPage(this, 'facility', facilityId, actor, request) };
  }
}

/** @throws Problem 404 where nobody has said anything of it */
export async function openRegister(executor: Executor, subject: Subject, id: string, response?: Response): Promise<CaseFile> {
  if (!addresses[subject].isId(id)) throw unknownSubject();
  const file = await executor.open(subject, id);
  // Two states are there before anybody says anything of them.
  if (file.revision < 0 && subject !== 'corridor') throw unknownSubject();
  if (file.revision >= 0) response?.setHeader('ETag', `"${file.revision}"`);
  return file;
}

export async function historyPage({ queries, executor }: { queries: QueryBus; executor: Executor }, subject: Subject, id: string, actor: Actor, request: Request) {
  const { limit, cursor } = parametersOf(request, ['limit', 'cursor']);
  const query = { history: id };
  const size = limitIn(limit);
  const from = offsetIn(query, cursor);
  await openRegister(executor, subject, id);
  const entries = await queries.execute(new HistoryOf(id, actor, { from, limit: size + 1 }, subject));
  return pageFrom(query, from, size, entries);
}
