import { Module, type DynamicModule, type INestApplication } from '@nestjs/common';
import { APP_GUARD, NestFactory } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import { SwaggerModule } from '@nestjs/swagger';
import { TerminusModule } from '@nestjs/terminus';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { Server } from 'node:http';
import type { DataSource } from 'typeorm';
import { SystemClock } from '../../libs/case-file/clock.js';
import { Executor } from '../../libs/case-file/executor.js';
import type { Registry } from '../../libs/case-file/registry.js';
import { KnownTime } from '../../libs/event-store/known-time.js';
import type { EventStore } from '../../libs/event-store/port.js';
import { ReadModels } from '../../libs/event-store/read-model.js';
import { Feed } from '../../libs/feed/feed.js';
import type { WebhookSecrets } from '../../libs/webhooks/secrets.js';
import type { Standings } from '../../libs/webhooks/standings.js';
import { decisionsTaken } from '../../libs/oversight/decisions.question.js';
import { ChildFindings } from '../../libs/oversight/findings.child.js';
import { findingsCounted, findingsOfAll, unequalTreatmentFound } from '../../libs/oversight/findings.question.js';
import { findingCommands } from '../../libs/oversight/findings.commands.js';
import { questions } from '../../libs/oversight/population.questions.js';
import { Replay } from '../../libs/oversight/replay.js';
import { auditController } from './audit.controller.js';
import { AuditHandler } from './audit.queries.js';
import { AccessGuard, assertEveryRouteDeclared, Authenticator } from './auth.js';
import { ChildAccess } from './child-access.js';
import { ChildrenController } from './children.controller.js';
import { DecisionsHandler, DutiesHandler, FileHandler, HistoryHandler } from './children.queries.js';
import { ClockController } from './clock.controller.js';
import { commandController, SubmitHandler } from './commands.js';
import { ConsumersController, WebhooksController } from './consumers.controller.js';
import { DutiesController } from './duties.controller.js';
import { DutyFiguresHandler } from './duties.queries.js';
import { fitEdge } from './edge.js';
import { FeedContractController } from './feed-contract.controller.js';
import { FeedController } from './feed.controller.js';
import { Deliveries } from './feed-deliveries.js';
import { FeedLiveController } from './feed-live.controller.js';
import { FeedWebhookController } from './feed-webhook.controller.js';
import { FeedHandler } from './feed.queries.js';
import { FindingsController } from './findings.controller.js';
import { HealthController, vitals, type Vitals } from './health.controller.js';
import { KeysController, keyStore } from './keys.controller.js';
import { ListsController } from './lists.controller.js';
import { ListHandler } from './lists.queries.js';
import { Listeners, type ListenersMax } from './live-sockets.js';
import { NestLog, type Log } from './logging.js';
import { describeApi } from './openapi.js';
import { Checkpoints } from '../../libs/transparency/checkpoints.js';
import { ProofsController } from './proofs.controller.js';
import { RegistersController } from './registers.controller.js';
import { ReplayController } from './replay.controller.js';
import { drainable } from './server.js';
import { translate } from './translate.js';
import { WebhookCommands, WebhookView } from './webhooks.js';

export interface ApiParts {
  readonly executor: Executor;
  readonly registry: Registry;
  readonly replay: Replay;
  readonly findings: ChildFindings;
  readonly knownTime: KnownTime;
  readonly database: DataSource;
  readonly readModels: ReadModels;
  readonly store: EventStore;
  readonly checkpoints: Checkpoints;
  readonly feed: Feed;
  readonly listenersMax: ListenersMax;
  readonly webhooks: { readonly secrets: WebhookSecrets; readonly standings: Standings; readonly allows: (target: string) => boolean };
  readonly authenticator: Authenticator;
  readonly vitals: Vitals;
  readonly clock: SystemClock;
  /** Whether requests may move it. */
  readonly clockIsMovable: boolean;
  readonly log: Log;
  /** A process that only follows answers for its health and for nothing else. */
  readonly answers: 'everything' | 'health';
}

@Module({})
class ApiModule {
  static with(parts: ApiParts, access: ChildAccess, deliveries: Deliveries): DynamicModule {
    const health = { imports: [TerminusModule], controllers: [HealthController], providers: [{ provide: vitals, useValue: parts.vitals }] };
    const guard = [{ provide: Authenticator, useValue: parts.authenticator }, { provide: APP_GUARD, useClass: AccessGuard }];
    if (parts.answers === 'health') return { module: ApiModule, ...health, providers: [...health.providers, ...guard] };
    return {
      module: ApiModule,
      imports: [CqrsModule.forRoot(), TypeOrmModule.forRootAsync({ useFactory: () => ({}), dataSourceFactory: async () => parts.database }), ...health.imports],
      controllers: [commandController([...parts.registry.commands, ...findingCommands]), ChildrenController, ReplayController, FindingsController, ListsController, DutiesController, auditController(questions), auditController([decisionsTaken], { root: '', tag: 'Decisions' }), auditController([findingsOfAll, findingsCounted, unequalTreatmentFound], { root: '', tag: 'Findings' }), ProofsController, RegistersController, ConsumersController, WebhooksController, KeysController, FeedController, FeedLiveController, FeedWebhookController, FeedContractController, ...(parts.clockIsMovable ? [ClockController] : []), ...health.controllers],
      providers: [
        ...health.providers, ...guard,
        { provide: Executor, useValue: parts.executor },
        { provide: SystemClock, useValue: parts.clock },
        { provide: Replay, useValue: parts.replay },
        { provide: ChildFindings, useValue: parts.findings },
        { provide: KnownTime, useValue: parts.knownTime },
        { provide: keyStore, useValue: parts.store },
        { provide: ReadModels, useValue: parts.readModels },
        { provide: Checkpoints, useValue: parts.checkpoints },
        { provide: Feed, useValue: parts.feed },
        { provide: Deliveries, useValue: deliveries },
        { provide: Listeners, useValue: new Listeners(parts.listenersMax) },
        { provide: WebhookCommands, useValue: new WebhookCommands({ executor: parts.executor, ...parts.webhooks }) },
        { provide: WebhookView, useValue: new WebhookView(parts.webhooks.standings) },
        { provide: ChildAccess, useValue: access },
        SubmitHandler, HistoryHandler, DecisionsHandler, DutiesHandler, FileHandler, ListHandler, DutyFiguresHandler, AuditHandler, FeedHandler,
      ],
    };
  }
}

export interface Api {
  /** Ready to listen. */
  readonly server: Server;
  /** Takes no new requests, and answers what is under way. */
  drain(): Promise<void>;
  /** Writes down who asked, and lets go of the database: nobody else may be at work with it any more. */
  close(): Promise<void>;
}

export async function createApi(parts: ApiParts): Promise<Api> {
  const access = new ChildAccess(parts.executor, parts.replay, parts.clock);
  const deliveries = new Deliveries(parts.executor, parts.store, parts.clock);
  const app = await NestFactory.create<INestApplication<Server>>(ApiModule.with(parts, access, deliveries), {
    bodyParser: false, logger: new NestLog(parts.log), forceCloseConnections: false, abortOnError: false,
  });
  const drain = drainable(app.getHttpServer());
  app.use(access.recordDenied);
  fitEdge(app, { log: parts.log, metrics: parts.vitals.metrics, translate });
  if (parts.answers === 'everything') {
    SwaggerModule.setup('docs', app, () => describeApi(app, [...parts.registry.commands, ...findingCommands]), { jsonDocumentUrl: 'openapi.json', customSiteTitle: 'Guarantor' });
  }
  await app.init();
  assertEveryRouteDeclared(app);
  return {
    server: app.getHttpServer(),
    async drain() {
      parts.feed.end();
      await drain();
    },
    async close() {
      await app.close();
      await Promise.all([access.close(), deliveries.close()]);
    },
  };
}
