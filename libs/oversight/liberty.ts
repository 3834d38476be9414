import { childhood } from './liberty.childhood.js';
import { classificationRule, type Claim, type LibertyClass } from './liberty.classification.js';
import type { Edge, Range } from './liberty.edges.js';
import { type Episode, episodesOf } from './liberty.episodes.js';
import { type Figures, figuresOf } from './liberty.figures.js';
import { facilityFigures, type FacilityFigures, overlapConflicts, type OverlapConflict, overlapMs } from './liberty.overlaps.js';
import type { ReportedEnd, Segment } from './liberty.segments.js';
import { type Stay, staysOf, type Stretch } from './liberty.stays.js';
import { type Instant, type LocalDate, shippedZones, type Zones } from '../zones/zones.js';

/** Name and version of the calculation rules; it rises whenever the same record would give another figure. */
export const calculationRules = 'CAL@1';

/** What one child's record says about the child's liberty, as of an instant. */
export interface Liberty {
  readonly asOf: Instant;
  /** The rules and their versions that gave every class and figure here. */
  readonly rules: readonly string[];
  /** CAL-3: version of the time-zone data behind every local day and night here. */
  readonly zoneData: string;
  readonly segments: readonly ClassifiedSegment[];
  readonly episodes: readonly Episode[];
  /** A column for each class, reports united; only DEPRIVED is the headline. Childhood only (CAL-12). */
  readonly figures: Figures;
  /** The day on which childhood ends, as attested; without one, it goes on. */
  readonly majorityOn?: LocalDate;
  /** The same of the time since then: whoever turns 18 in custody is held on. */
  readonly asAdult: Figures;
  readonly facilities: readonly FacilityFigures[];
  /** Time that more than one report tells of. */
  readonly overlapMs: number;
  readonly overlapConflicts: readonly OverlapConflict[];
  readonly contestedEnds: readonly ContestedEnd[];
  readonly transfersWithoutArrival: readonly TransferWithoutArrival[];
  /** Segments in private confinement: whether an authority acquiesces in it has to be found out. */
  readonly acquiescenceToCheck: readonly string[];
}

/** A segment, or a part of it, with the class that the rule gives it. */
export interface ClassifiedSegment {
  readonly segment: Segment;
  readonly class: LibertyClass;
  readonly rule: string;
  /** CLASSIFICATION_CONTESTED: what others say of it, where that is something else (R5). */
  readonly contestedBy: readonly Claim[];
  readonly start: Edge;
  /** Absent while it is open at asOf. */
  readonly end?: Edge;
  readonly endReason?: Stretch['endReason'];
  /** The child had left the segment's place, and no report says where to. */
  readonly onTheRoad: boolean;
}

export interface ContestedEnd extends ReportedEnd {
  readonly reportId: string;
}

export interface TransferWithoutArrival {
  readonly code: 'TRANSFER_WITHOUT_ARRIVAL';
  readonly reportId: string;
  readonly since: Range;
}

/**
 * The liberty of one child as of an instant, from all that is known of the child's stays. The same segments, asOf and zone data
 * give the same result bit for bit (CAL-21): nothing here reads a clock or the runtime's zones.
 */
export function libertyOf(segments: readonly Segment[], asOf: Instant, { majorityOn, zones = shippedZones }: { readonly majorityOn?: LocalDate; readonly zones?: Zones } = {}): Liberty {
  const stays = staysOf(segments);
  const stretches = stays.flatMap((stay) => stay.stretches);
  const span = childhood(majorityOn);
  let episodes: Liberty['episodes'] | undefined;
  let figures: Figures | undefined;
  let asAdult: Figures | undefined;
  const begun = stretches.filter(({ start }) => start.earliest <= asOf);
  return {
    asOf,
    rules: [classificationRule, calculationRules],
    zoneData: zones.zoneDataVersion,
    segments: begun.map((stretch) => classifiedSegment(stretch, asOf)),
    // Who asks what was done to the child waits for no figure of how long.
    get episodes() { return episodes ??= episodesOf(stays, asOf, zones, span); },
    get figures() { return figures ??= figuresOf(stretches, asOf, zones, span); },
    ...(majorityOn !== undefined && { majorityOn }),
    get asAdult() { return asAdult ??= figuresOf(majorityOn === undefined ? [] : stretches, asOf, zones, { from: majorityOn }); },
    get facilities() { return facilityFigures(stays, asOf, zones, span); },
    get overlapMs() { return overlapMs(stays, asOf); },
    get overlapConflicts() { return overlapConflicts(stays, asOf); },
    contestedEnds: stays.flatMap(({ reportId, contestedEnds }) => contestedEnds.map((end) => ({ reportId, ...end }))),
    transfersWithoutArrival: stays.flatMap((stay) => transferWithoutArrival(stay, asOf)),
    acquiescenceToCheck: [...new Set(begun.filter((stretch) => stretch.class === 'PRIVATE_CONFINEMENT').map(({ segment }) => segment.segmentId))],
  };
}

function classifiedSegment({ segment, class: value, contestedBy, start, end, endReason, onTheRoad }: Stretch, asOf: Instant): ClassifiedSegment {
  const ended = end && end.earliest <= asOf;
  return { segment, class: value, rule: classificationRule, contestedBy, start, ...(ended && { end, endReason }), onTheRoad };
}

/** R7. */
function transferWithoutArrival({ reportId, stretches }: Stay, asOf: Instant): readonly TransferWithoutArrival[] {
  const road = stretches.find(({ onTheRoad, end, start }) => onTheRoad && !end && start.earliest <= asOf);
  return road ? [{ code: 'TRANSFER_WITHOUT_ARRIVAL', reportId, since: road.start }] : [];
}
