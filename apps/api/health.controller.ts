import { Controller, Get, Inject, Res } from '@nestjs/common';
import { ApiExcludeEndpoint, ApiOperation, ApiTags } from '@nestjs/swagger';
import { HealthCheckService, HealthIndicatorService, type HealthIndicatorResult } from '@nestjs/terminus';
import type { Response } from 'express';
import { Public } from './auth.js';
import type { Metrics } from './metrics.js';
import { Problem } from './problem.js';

/** What the process stands on, each with a name: resolves while it works, rejects with a sentence that tells nothing of the inside. */
export interface Vitals {
  readonly checks: { readonly [name: string]: () => Promise<object | void> };
  readonly metrics: Metrics;
}
export const vitals = Symbol('vitals');

@ApiTags('Operations')
@Controller()
export class HealthController {
  constructor(
    @Inject(vitals) private readonly parts: Vitals,
    @Inject(HealthCheckService) private readonly health: HealthCheckService,
    @Inject(HealthIndicatorService) private readonly indicators: HealthIndicatorService,
  ) {}

  @Get('health')
  @Public()
  @ApiOperation({ summary: 'Whether the log and the database answer, and how far each follower is.' })
  async check() {
    try {
      return await this.health.check(Object.entries(this.parts.checks).map(([name, check]) => () => this.indicate(name, check)));
    } catch (error) {
      const { details } = (error as { getResponse?: () => { details?: object } }).getResponse?.() ?? {};
      throw new Problem({ status: 503, code: 'unhealthy', title: 'Not healthy', detail: 'Something that the service stands on does not work; see "details".', extensions: { details } });
    }
  }

  @Get('metrics')
  @Public()
  @ApiExcludeEndpoint()
  async metrics(@Res() response: Response): Promise<void> {
    const { contentType, text } = await this.parts.metrics.render();
    response.type(contentType).send(text);
  }

  private async indicate(name: string, check: () => Promise<object | void>): Promise<HealthIndicatorResult> {
    const indicator = this.indicators.check(name);
    try {
      return indicator.up({ ...(await within(check(), 3_000)) });
    } catch {
      return indicator.down();
    }
  }
}

function within<T>(work: Promise<T>, milliseconds: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('no answer in time')), milliseconds);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
