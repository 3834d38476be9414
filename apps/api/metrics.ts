import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { AnsweredRequest } from './logging.js';

export interface WebhookCounts {
  readonly webhooks: number;
  readonly failing: number;
  readonly parked: number;
}

/** Figures about the program, never about a child: no label holds a reference. */
export interface Metrics {
  requestAnswered(request: AnsweredRequest): void;
  /** @param outcome what became of the append: stored, refused because the stream stood elsewhere, or failed */
  appendEnded(outcome: 'stored' | 'conflict' | 'failed', seconds: number): void;
  /** How far a follower is behind the log: events that wait, and the age of the oldest of them in seconds. */
  followerLag(follower: string, lag: { events: number; seconds: number }): void;
  /** How much of the log the filling of a read model has taken in that is to take its place; 1 where none is being filled. */
  readModelFilled(readModel: string, progress: { share: number; eventsPerSecond: number }): void;
  /** A child whom a read model leaves out since an event that could not be taken in. */
  childParked(projection: string): void;
  /** An attempt to take a batch in, or to look after the followers, that failed and is made again. */
  batchFailed(projection: string): void;
  /** How many services are called and how that goes, asked for whenever figures are read. */
  webhooks(counts: () => Promise<WebhookCounts>): void;
  /** In the Prometheus text format. */
  render(): Promise<{ contentType: string; text: string }>;
}

/** @param projections have figures from the start, so that the first failure is seen as a rise */
export function createMetrics(projections: readonly string[] = []): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: 'guarantor_http_request_duration_seconds',
    help: 'From the arrival of a request to the end of its answer.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  });
  const appends = new Histogram({
    name: 'guarantor_append_duration_seconds',
    help: 'How long the event store took for an append.',
    labelNames: ['outcome'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5],
    registers,
  });
  const lagEvents = new Gauge({
    name: 'guarantor_follower_lag_events', help: 'Events of the log that the follower has not taken in.', labelNames: ['follower'], registers,
  });
  const lagSeconds = new Gauge({
    name: 'guarantor_follower_lag_seconds', help: 'Age of the oldest event that the follower has not taken in.', labelNames: ['follower'], registers,
  });
  const filledShare = new Gauge({
    name: 'guarantor_read_model_filled_ratio', help: 'Of the log, what the filling has taken in that is to take the place of the read model; 1 where none is being filled.', labelNames: ['projection'], registers,
  });
  const fillingPace = new Gauge({
    name: 'guarantor_read_model_filling_events_per_second', help: 'Pace of the filling that is to take the place of the read model; 0 where none is being filled.', labelNames: ['projection'], registers,
  });
  const parked = new Counter({
    name: 'guarantor_projection_parked_children_total', help: 'Children whom a read model has left out since an event that could not be taken in.', labelNames: ['projection'], registers,
  });
  const failed = new Counter({
    name: 'guarantor_projection_failed_batches_total', help: 'Attempts to take events in that failed.', labelNames: ['projection'], registers,
  });
  for (const projection of projections) [parked, failed].forEach((counter) => counter.inc({ projection }, 0));
  return {
    childParked: (projection) => parked.inc({ projection }),
    batchFailed: (projection) => failed.inc({ projection }),
    requestAnswered: ({ method, route = 'none', status, seconds }) => requests.observe({ method, route, status }, seconds),
    appendEnded: (outcome, seconds) => appends.observe({ outcome }, seconds),
    followerLag(follower, { events, seconds }) {
      lagEvents.set({ follower }, events);
      lagSeconds.set({ follower }, seconds);
    },
    readModelFilled(projection, { share, eventsPerSecond }) {
      filledShare.set({ projection }, share);
      fillingPace.set({ projection }, eventsPerSecond);
    },
    webhooks(counts) {
      new Gauge({
        name: 'guarantor_webhooks', help: 'Services that are called: those that nothing holds up, those where an attempt failed and another is due, and those that are parked until somebody has them tried again.',
        labelNames: ['standing'], registers,
        async collect() {
          // Without the database there is no figure, and the others are shown.
          const known = await counts().catch(() => undefined);
          this.reset();
          if (!known) return;
          this.set({ standing: 'called' }, known.webhooks - known.failing - known.parked);
          this.set({ standing: 'failing' }, known.failing);
          this.set({ standing: 'parked' }, known.parked);
        },
      });
    },
    render: async () => ({ contentType: registry.contentType, text: await registry.metrics() }),
  };
}
