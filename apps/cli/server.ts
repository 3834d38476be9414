import type { AddressInfo } from 'node:net';
import { registry } from '../../libs/case-file/contexts.js';
import { KeyKeeper } from '../../libs/case-file/key-keeper.js';
import { tellThrough } from '../../libs/case-file/telling.js';
import type { Fact } from '../../libs/decider/event.js';
import { AnotherLog, Follower, type FollowerParts } from '../../libs/event-store/follower.js';
import { KnownTime } from '../../libs/event-store/known-time.js';
import { ReadModels } from '../../libs/event-store/read-model.js';
import { errorClass } from '../../libs/event-store/transaction.js';
import type { Consumer } from '../../libs/feed/consumer.state.js';
import { Feed } from '../../libs/feed/feed.js';
import { DutyTimer } from '../../libs/oversight/duty-timer.js';
import { ChildFindings } from '../../libs/oversight/findings.child.js';
import { projections } from '../../libs/oversight/projections.js';
import { settingOf } from '../../libs/profiles/profiles.js';
import { CheckpointTimer } from '../../libs/transparency/checkpoints.js';
import { WebhookSecrets } from '../../libs/webhooks/secrets.js';
import { Standings } from '../../libs/webhooks/standings.js';
import { allowing, Webhooks } from '../../libs/webhooks/webhooks.js';
import { createApi } from '../api/api.module.js';
import { Authenticator, oidcIssuer, type TrustedIssuer } from '../api/auth.js';
import { Deliveries } from '../api/feed-deliveries.js';
import type { Log } from '../api/logging.js';
import { tellingPersonal } from '../api/feed-personal.js';
import { createMetrics } from '../api/metrics.js';
import { assertListenable, listen } from '../api/server.js';
import type { Settings } from '../api/settings.js';
import { checkpointSigner, openSystem, type System } from './system.js';

/** So old is what came in last before it is in a checkpoint. */
const checkpointEveryMs = 60_000;

/** The running program: API, follower, or both. */
export interface Running {
  readonly url: string;
  readonly system: System;
  /** Takes no new requests, answers what is under way, ends the batches, and lets go of everything, in this order. */
  stop(): Promise<void>;
}

export async function startServer(settings: Settings, { log, say, localIssuer }: { log: Log; say: (line: string) => void; localIssuer?: TrustedIssuer }): Promise<Running> {
  const metrics = createMetrics([...projections, ...registry.reactions].map(({ name }) => name));
  await assertListenable(settings);
  const system = await openSystem(settings, { log, appendEnded: metrics.appendEnded });
  const undo: (() => Promise<unknown>)[] = [() => system.close()];
  const stop = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const { store, pool, database, logId, clock } = system;
    const keeper = new KeyKeeper({ store, clock, ring: system.ring, executor: system.executor, failed: (error) => log.warn({ error: errorClass(error) }, 'telling the keys what becomes of them failed and is tried again') });
    await keeper.start();
    undo.push(() => keeper.stop());
    const readModels = new ReadModels(database);
    const follower = newFollower(system, {
      moved: ({ name }, position) => readModels.moved(name, position),
      parked(name, error) {
        metrics.childParked(name);
        log.error({ projection: name, error }, 'a child was parked');
      },
      failed(name, error) {
        metrics.batchFailed(name);
        log.warn({ projection: name, error }, 'a follower failed and tries again');
      },
      followerLag: metrics.followerLag,
      filled: metrics.readModelFilled,
    });
    const open = async (consumer: string) => (await system.executor.open('consumer', consumer)).recorded.get('feed') as Consumer;
    const feed = new Feed({ store, logId, ring: system.ring, shared: registry.shared, open, ...tellingPersonal(system) });
    const called = { secrets: new WebhookSecrets(pool, system.ring), standings: new Standings(pool), allows: allowing(settings.webhooks.targets) };
    metrics.webhooks(() => called.standings.counts());
    const api = await createApi({
      executor: system.executor, clock, clockIsMovable: settings.clock === 'movable', registry, replay: system.replay, database, readModels, log,
      findings: new ChildFindings({ store, clock, executor: system.executor, replay: system.replay }),
      knownTime: new KnownTime(pool, store),
      store, checkpoints: system.checkpoints,
      feed, listenersMax: settings.listenersMax,
      webhooks: called,
      authenticator: new Authenticator(localIssuer ?? (settings.issuer.kind === 'oidc' ? oidcIssuer(settings.issuer) : undefined)),
      vitals: {
        metrics,
        checks: {
          database: async () => void await clock.now(),
          log: async () => ({ logId, position: (await store.head()) ?? null }),
          followers: async () => Object.fromEntries((await follower.status()).map((each) => [
            `${each.name} ${each.version}${each.status === 'filling' ? ' (filling)' : ''}`,
            {
              position: each.position ?? null, secondsBehind: each.lag.seconds, parked: each.parked, waiting: each.waiting, stuck: each.stuck,
              ...(each.status === 'filling' && { share: each.share ?? null, eventsPerSecond: each.eventsPerSecond ?? null, secondsLeft: each.secondsLeft ?? null }),
            },
          ])),
          webhooks: () => called.standings.counts(),
        },
      },
      answers: settings.role === 'follower' ? 'health' : 'everything',
    });
    undo.push(() => api.close());
    if (settings.role === 'api') await assertSameLog(system);
    else {
      undo.push(() => follower.stop());
      await follower.start();
      const timer = new DutyTimer({
        store, pool, clock, readModels, registry, settingOf, executor: system.executor,
        failed: (error) => log.warn({ error }, 'the timer of the duties failed and tries again'),
      });
      undo.push(() => timer.stop());
      await timer.start();
      const checkpoints = new CheckpointTimer({
        checkpoints: system.checkpoints, signer: await checkpointSigner(settings, logId), everyMs: checkpointEveryMs,
        refused: (reason) => log.error({ reason }, 'no checkpoint is signed any more'),
        failed: (error) => log.warn({ error }, 'signing a checkpoint failed and is tried again'),
      });
      undo.push(() => checkpoints.stop());
      checkpoints.start();
    }
    undo.push(() => api.drain());
    if (settings.role !== 'api') {
      const deliveries = new Deliveries(system.executor, store, clock);
      const webhooks = new Webhooks({
        ...called, pool, store, feed, open, clock,
        begin: (consumer, webhook, after) => deliveries.startWebhook(consumer, webhook, after),
        hooks: {
          parked: (consumer, reason) => log.error({ consumer, reason }, 'the calls of a service were parked'),
          failed: (error) => log.warn({ error }, 'calling a service failed here and is tried again'),
        },
        settings: settings.webhooks.retriesMs ? { retriesMs: settings.webhooks.retriesMs } : {},
      });
      undo.push(() => webhooks.stop());
      await webhooks.start();
    }
    const address: AddressInfo = await listen(api.server, settings, say);
    const host = address.family === 'IPv6' ? `[${address.address}]` : address.address;
    return { url: `http://${host}:${address.port}`, system, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The follower asserts it itself; an API alone must not serve what was filled from another log. @throws AnotherLog */
async function assertSameLog({ pool, logId }: System): Promise<void> {
  const { rows: [filledFrom] } = await pool.query<{ id: string }>('select id from follower.log');
  if (filledFrom && filledFrom.id !== logId) throw new AnotherLog(filledFrom.id, logId);
}

/** The follower of all projections and reactions, for the server and for commands about read models. */
export function newFollower(
  { pool, store, logId, executor, checkpoints: { tree } }: System, hooks: FollowerParts['hooks'] = {}, settings: FollowerParts['settings'] = {}, readModels = projections,
): Follower {
  const { reactions } = registry;
  return new Follower({
    pool, store, logId, projections: readModels, reactions, inOrder: [tree], tell: tellThrough(executor), hooks, settings, check: (event) => registry.assertStored(event as unknown as Fact),
  });
}
