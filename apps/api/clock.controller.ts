import { Body, Controller, Get, Headers, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiBody, ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Matches } from 'class-validator';
import { SystemClock } from '../../libs/case-file/clock.js';
import type { Actor } from '../../libs/decider/actor.js';
import { Access, Caller } from './auth.js';
import { keyOf } from './commands.js';
import { invalidBody } from './problem.js';
import { validateBody } from './validation.js';

const form = /^P(?=\d|T\d)(?:(\d{1,4})W)?(?:(\d{1,5})D)?(?:T(?=\d)(?:(\d{1,6})H)?(?:(\d{1,7})M)?(?:(\d{1,9})S)?)?$/;
const secondsMax = 3_660 * 86_400;

class MoveClock {
  /** An ISO 8601 duration without months and years, which have no length: P30D, PT36H, P1DT12H. */
  @Matches(form, { message: 'forward is a duration of weeks, days, hours, minutes and seconds, such as P30D or PT36H' })
  readonly forward!: string;
}

const operators = Access({ roles: ['ADMINISTRATOR'], purposes: ['OPERATIONS'] });

/** For tests and demonstrations: weeks pass in seconds. The routes exist only where the clock is movable, which a production start refuses. */
@ApiTags('Tests and demonstrations')
@Controller('clock')
export class ClockController {
  constructor(@Inject(SystemClock) private readonly clock: SystemClock) {}

  @Get()
  @operators
  @ApiOperation({ operationId: 'Clock', summary: 'What the system takes for now, and by how much that is ahead of the database\'s time.' })
  async now() {
    const now = await this.clock.now();
    return { now, aheadSeconds: this.clock.aheadMs / 1000 };
  }

  @Post()
  @HttpCode(200)
  @operators
  @ApiOperation({ operationId: 'MoveClock', summary: 'Moves the system\'s clock forward, for every process of this log. It never goes back.' })
  @ApiHeader({ name: 'Idempotency-Key', required: true, description: 'A UUID of your own; the same one when you repeat the request.' })
  @ApiBody({ schema: { type: 'object', required: ['forward'], additionalProperties: false, properties: { forward: { type: 'string', pattern: form.source, example: 'P30D' } } } })
  async move(@Caller() actor: Actor, @Headers('idempotency-key') header: string | undefined, @Body() body: unknown) {
    const key = keyOf(header);
    const seconds = secondsOf(validateBody(MoveClock, body === undefined ? {} : body).forward);
    if (seconds < 1 || seconds > secondsMax) throw invalidBody([{ field: 'forward', message: `forward is from 1 second to ${secondsMax / 86_400} days.` }]);
    await this.clock.forward(seconds, actor, key);
    return this.now();
  }
}

function secondsOf(duration: string): number {
  const [weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = form.exec(duration)!.slice(1).map((part) => Number(part ?? 0));
  return (((weeks * 7 + days) * 24 + hours) * 60 + minutes) * 60 + seconds;
}
