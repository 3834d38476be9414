import { it } from '@jest/globals';
import { startApp } from './app.js';
import { aPreparedReturn } from './returns.js';
it('x', async () => { const app = await startApp(); try { await aPreparedReturn(app, { until: 'assign-escort' }); } finally { await app.stop(); } });
