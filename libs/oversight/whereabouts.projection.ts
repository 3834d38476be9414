import { corrections } from '../case-file/record.events.js';
import type { Fact } from '../decider/event.js';
import { projection, type Row } from '../event-store/projection.js';
import { identification } from '../identification/identification.context.js';
import { factsAsRestated, withFact, type KeptFacts } from './kept-facts.js';
import { segmentsOf } from './liberty.child.js';
import { classificationRule } from './liberty.classification.js';
import { edgeColumns } from './liberty.edges.js';
import type { Segment } from './liberty.segments.js';
import { staysOf, type Stretch } from './liberty.stays.js';
import { zoneDataVersion } from '../zones/zones.js';

/** Where each child was and is: every stay, whatever the place is called, with the class of liberty that the answers give (ruling 28). */
export const whereabouts = projection<KeptFacts>({
  name: 'whereabouts', version: 6,
  types: [
    'identification.DeprivationStarted', 'identification.DeprivationSettingChanged', 'identification.DeprivationEnded',
    'identification.LibertyAssessed', 'identification.LeaveRestricted',
    'identification.EmergencyCareStarted', 'identification.PlacementDecided', 'identification.StayPlaceChanged', 'identification.DeathReported', 'identification.DeathReportRefuted',
    'repatriation.TransferLegReported',
    ...corrections,
  ],
  basedOn: [classificationRule, `zones ${zoneDataVersion}`],
  tables: {
    whereabouts: `
      create table whereabouts (
        child           text not null,
        n               int not null,
        /** REPORTED, or how the child came into care. */
        kind            text not null check (kind in ('REPORTED', 'EMERGENCY_CARE', 'PLACEMENT')),
        stay            text not null,
        segment         text not null,
        facility_ref    text,
        setting_kind    text not null,
        state           text,
        class           text not null,
        rule            text not null,
        /** On the way from this place to one that nobody has reported yet. */
        on_the_road     boolean not null,
        starts_earliest timestamptz not null,
        starts_latest   timestamptz not null,
        /** Empty while nothing is known to end it. */
        ends_earliest   timestamptz,
        ends_latest     timestamptz,
        end_reason      text,
        zone            text not null,
        sources         text[] not null,
        primary key (child, n)
      );
      create index on whereabouts (class, state);
      create index on whereabouts (facility_ref)`,
  },
  initial: [],
  evolve: withFact,
  rows: (_, kept) => {
    const facts = factsAsRestated(kept);
    const state = facts.reduce(identification.evolve, identification.initial);
    const segments: readonly Segment[] = segmentsOf(state);
    const stretches = staysOf(segments).flatMap(({ stretches }) => stretches);
    return { whereabouts: stretches.map((stretch, n) => ({ n, kind: kindOf(stretch.segment, facts), ...rowOf(stretch) })) };
  },
});

function rowOf({ segment, class: value, start, end, endReason, onTheRoad }: Stretch): Row {
  return {
    stay: segment.reportId,
    segment: segment.segmentId,
    facility_ref: segment.facilityRef,
    setting_kind: segment.settingKind,
    state: segment.state,
    class: value,
    rule: classificationRule,
    on_the_road: onTheRoad,
    ...edgeColumns(start, end),
    end_reason: endReason,
    zone: segment.start.zone,
    sources: segment.sources,
  };
}

const careKinds = new Map([['identification.EmergencyCareStarted', 'EMERGENCY_CARE'], ['identification.PlacementDecided', 'PLACEMENT']]);

function kindOf({ reportId }: Segment, facts: readonly Fact[]): string {
  return careKinds.get(facts.find(({ id }) => id === reportId)?.type ?? '') ?? 'REPORTED';
}
