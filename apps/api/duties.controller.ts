import { applyDecorators, Controller, Get, Inject, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiProduces, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { SystemClock } from '../../libs/case-file/clock.js';
import { registry } from '../../libs/case-file/contexts.js';
import { roles } from '../../libs/decider/actor.js';
import { countColumns, dutyGroupings, tenDaysColumns } from '../../libs/oversight/duties.counts.js';
import { answerForm, entriesFrom, forms, sendAnswer } from './audit.forms.js';
import { Access } from './auth.js';
import { DutyFigures, type DutyQuestion } from './duties.queries.js';
import { dutyVersions, readersOfLists } from './lists.controller.js';
import { Paged, codeIn, countryIn, cursorFor, cursorIn, instantIn, invalidQuery, isCount, isInstant, limitIn, limitMax, parametersOf, referenceIn } from './query.js';

const filters = {
  by: `One of ${dutyGroupings.join(', ')}; a line for each.`, organisation: 'Reference of the body that has to see to it.', holder: 'Role that has to see to it.', jurisdiction: 'State by whose law the time is counted.',
  at: 'The instant that is asked about. Left out: now.', soonDays: 'What is due within so many days is due soon, 1 to 90; 3 if left out.',
} as const;
const usualDays = 3;
const dayMs = 86_400_000;

/** How figures about duties describe themselves. */
function Figures(summary: string, asked: { readonly [name: string]: string }): MethodDecorator {
  return applyDecorators(
    Access({ roles: readersOfLists }), ApiOperation({ summary }),
    ...Object.entries({ ...asked, format: `${Object.keys(forms).join(', ')}; left out, by Accept. As lines and as a table an answer has all its entries, unless a limit is given.` })
      .map(([name, description]) => ApiQuery({ name, required: false, description })),
    Paged(), ApiProduces(...Object.values(forms)),
  );
}

/** Figures over what is owed: by organisation, role, jurisdiction and duty. */
@ApiTags('Read models')
@Controller('duties')
export class DutiesController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus, @Inject(SystemClock) private readonly clock: SystemClock) {}

  @Get('counts')
  @Figures('How many duties are open, due soon, paused, overdue (an alarm, or red after a day), met, met late, ended and contested.', { ...filters, code: 'Which duty, such as REPRESENTATIVE.' })
  counts(@Req() request: Request, @Res() response: Response): Promise<void> {
    return this.answer('counts', countColumns, request, response);
  }

  @Get('ten-days')
  @Figures('The assessment of what children need within the days that the law gives, ten in Kyrgyzstan, by each of the three acts that it is done by: due, due soon, overdue, done, done late.', filters)
  tenDays(@Req() request: Request, @Res() response: Response): Promise<void> {
    return this.answer('ten-days', ['component', ...tenDaysColumns], request, response);
  }

  private async answer(question: DutyQuestion, columns: readonly string[], request: Request, response: Response): Promise<void> {
    const { format, limit, cursor, ...given } = parametersOf(request, ['by', 'organisation', 'holder', 'jurisdiction', 'at', 'soonDays', 'format', 'limit', 'cursor', ...(question === 'counts' ? ['code' as const] : [])]);
    const form = answerForm(request, codeIn('format', format, Object.keys(forms)));
    const by = codeIn('by', given.by, dutyGroupings) ?? 'organisation';
    const query = { duties: question, ...given };
    // Every page is about the instant of the first.
    const next = cursorIn(query, cursor, [isInstant, isCount]);
    const at = next ? new Date(next[0] as string) : instantIn('at', given.at) ?? await this.clock.nowOrNearly();
    const asked = {
      by, at, soon: new Date(at.getTime() + daysIn(given.soonDays) * dayMs),
      equals: {
        organisation: referenceIn('organisation', given.organisation), holder: codeIn('holder', given.holder, roles), jurisdiction: countryIn('jurisdiction', given.jurisdiction),
        code: codeIn('code', given.code, registry.duties.map((duty) => duty.code)),
      },
    };
    const inPages = form === 'json' || limit !== undefined;
    const size = inPages ? limitIn(limit) : limitMax;
    const from = next ? Number(next[1]) : 0;
    const read = (offset: number) => this.queries.execute(new DutyFigures(question, { ...asked, offset, limit: size + 1 }));
    const first = await read(from);
    await sendAnswer(response, form, {
      question: `duties/${question}`, columns: [by, ...columns],
      head: { at: at.toISOString(), soon: asked.soon.toISOString(), position: first.position ?? null, versions: dutyVersions, leftOut: first.parked.map(({ key }) => key) },
      entries: entriesFrom({ entries: first.result }, size, inPages ? undefined : async (turned) => ({ entries: (await read(from + turned)).result })),
      next: inPages && first.result.length > size ? cursorFor(query, [at.toISOString(), from + size]) : null,
    });
  }
}

function daysIn(value: string | undefined): number {
  if (value === undefined) return usualDays;
  if (!/^[1-9]\d?$/.test(value) || Number(value) > 90) throw invalidQuery('soonDays is a whole number from 1 to 90.');
  return Number(value);
}
