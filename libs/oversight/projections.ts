import type { Projection } from '../event-store/projection.js';

/** The read models that are kept up to date. */
export const projections: readonly Projection[] = [];
