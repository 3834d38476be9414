import { Controller, Get } from '@nestjs/common';
import request from 'supertest';
import { Public } from './auth.js';
import { startEdge } from './edge.scenario.js';
import { createMetrics } from './metrics.js';

@Controller('children')
@Public()
class Children {
  @Get(':childRef')
  child() { return {}; }
}

describe('the figures', () => {
  it('count requests by method, template of the route and status, and hold no reference', async () => {
    const edge = await startEdge([Children]);
    await request(edge.server).get('/children/aigul-1').expect(200);
    await request(edge.server).get('/children/aigul-2').expect(200);
    await request(edge.server).get('/aigul-3').expect(404);
    await edge.close();
    const { text, contentType } = await edge.metrics.render();
    expect(contentType).toContain('text/plain');
    expect(text).toContain('guarantor_http_request_duration_seconds_count{method="GET",route="/children/:childRef",status="200"} 2');
    expect(text).toContain('guarantor_http_request_duration_seconds_count{method="GET",route="none",status="404"} 1');
    expect(text).not.toContain('aigul');
  });

  it('show appends, the lag of each follower, and the process itself', async () => {
    const metrics = createMetrics();
    metrics.appendEnded('stored', 0.003);
    metrics.appendEnded('conflict', 0.001);
    metrics.followerLag('liberty-audit', { events: 12, seconds: 1.5 });
    metrics.followerLag('liberty-audit', { events: 0, seconds: 0 });
    const { text } = await metrics.render();
    expect(text).toContain('guarantor_append_duration_seconds_count{outcome="stored"} 1');
    expect(text).toContain('guarantor_append_duration_seconds_bucket{le="0.0025",outcome="conflict"} 1');
    expect(text).toContain('guarantor_follower_lag_events{follower="liberty-audit"} 0');
    expect(text).toContain('guarantor_follower_lag_seconds{follower="liberty-audit"} 0');
    expect(text).toContain('nodejs_eventloop_lag_seconds');
  });

  it('show how far the filling of a read model is, and how fast', async () => {
    const metrics = createMetrics();
    metrics.readModelFilled('liberty', { share: 0.25, eventsPerSecond: 1_200 });
    metrics.readModelFilled('findings', { share: 1, eventsPerSecond: 0 });
    const { text } = await metrics.render();
    expect(text).toContain('guarantor_read_model_filled_ratio{projection="liberty"} 0.25');
    expect(text).toContain('guarantor_read_model_filling_events_per_second{projection="liberty"} 1200');
    expect(text).toContain('guarantor_read_model_filled_ratio{projection="findings"} 1');
  });

  it('count parked children and failed batches by projection, from nought on', async () => {
    const metrics = createMetrics(['caseload', 'guardians']);
    metrics.childParked('guardians');
    metrics.batchFailed('guardians');
    metrics.batchFailed('guardians');
    const { text } = await metrics.render();
    for (const [projection, parked, failed] of [['caseload', 0, 0], ['guardians', 1, 2]] as const) {
      expect(text).toContain(`guarantor_projection_parked_children_total{projection="${projection}"} ${parked}`);
      expect(text).toContain(`guarantor_projection_failed_batches_total{projection="${projection}"} ${failed}`);
    }
  });

  it('show how many services are called and how many are parked, as of when they are read, and nothing of it where that cannot be asked', async () => {
    const metrics = createMetrics();
    let counts = async () => ({ webhooks: 5, failing: 1, parked: 2 });
    metrics.webhooks(() => counts());
    expect((await metrics.render()).text).toMatch(/guarantor_webhooks\{standing="called"\} 2\nguarantor_webhooks\{standing="failing"\} 1\nguarantor_webhooks\{standing="parked"\} 2\n/);
    counts = () => Promise.reject(new Error('no database'));
    const { text } = await metrics.render();
    expect(text).not.toContain('guarantor_webhooks{');
    expect(text).toContain('nodejs_eventloop_lag_seconds');
  });

  it('of two programs in one process are kept apart', async () => {
    const [one, other] = [createMetrics(), createMetrics()];
    one.appendEnded('failed', 1);
    expect((await other.render()).text).not.toContain('outcome="failed"');
  });
});
