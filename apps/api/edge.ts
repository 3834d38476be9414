import type { INestApplication } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Server } from 'node:http';
import { readJsonBody, refuseLongUrls } from './body.js';
import { logRequests, type Log } from './logging.js';
import type { Metrics } from './metrics.js';
import { ProblemFilter, type Translate } from './problem.js';
import { configureServer } from './server.js';

/**
 * What every request passes before the guard and the routes, in this order. For an application that was created with
 * `bodyParser: false`; to be called before `init`.
 */
export function fitEdge(app: INestApplication<Server>, { log, metrics, translate }: { log: Log; metrics: Metrics; translate?: Translate }): void {
  configureServer(app.getHttpServer());
  app.use(logRequests(log, metrics.requestAnswered));
  app.use((_request: Request, response: Response, next: () => void) => {
    response.removeHeader('X-Powered-By');
    response.setHeader('Cache-Control', 'no-store');
    response.setHeader('X-Content-Type-Options', 'nosniff');
    next();
  });
  app.use(refuseLongUrls, readJsonBody);
  app.useGlobalFilters(new ProblemFilter(log, translate));
}
