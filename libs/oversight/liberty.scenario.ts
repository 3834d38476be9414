import type { EndReason, Segment } from './liberty.segments.js';
import { type Instant, occurredAt } from '../zones/zones.js';

/** Records of stays for specs: short to write, and complete. */

export const bishkek = 'Asia/Bishkek';
export const almaty = 'Asia/Almaty';
export const kyiv = 'Europe/Kyiv';
export const moscow = 'Europe/Moscow';

export const hourMs = 3_600_000;

export function instant(iso: string): Instant {
  return Date.parse(iso);
}

export interface StayInWords extends Partial<Omit<Segment, 'start' | 'ends' | 'lastConfirmedAt' | 'medicalIndication'>> {
  readonly zone: string;
  readonly from: string;
  readonly fromUntil?: string;
  /** Left out: open. */
  readonly to?: string;
  readonly end?: EndReason;
  readonly alsoEnded?: readonly { readonly at: string; readonly reason: EndReason }[];
  readonly confirmed?: string;
  readonly medical?: { readonly value: 'YES' | 'NO' | 'UNKNOWN'; readonly from?: string; readonly until?: string };
}

let number = 0;

/** A child held in a police cell by order, unless the words say otherwise. */
export function held({ zone, from, fromUntil, to, end = 'RELEASE', alsoEnded = [], confirmed, medical, ...answers }: StayInWords): Segment {
  number += 1;
  const at = (stated: string) => occurredAt({ at: stated, zone });
  return {
    segmentId: `segment-${number}`,
    reportId: `report-${number}`,
    settingKind: 'POLICE_CELL',
    custodialSetting: 'YES',
    leaveAtWill: 'NO',
    nexus: 'ORDER',
    exitControl: 'UNKNOWN',
    guarded: 'UNKNOWN',
    sources: [],
    ...answers,
    start: occurredAt({ at: from, ...(fromUntil && { to: fromUntil }), zone }),
    ends: [...(to ? [{ at: at(to), reason: end }] : []), ...alsoEnded.map(({ at: stated, reason }) => ({ at: at(stated), reason }))],
    ...(confirmed && { lastConfirmedAt: at(confirmed) }),
    ...(medical && {
      medicalIndication: {
        value: medical.value,
        ...(medical.from && { from: at(medical.from) }),
        ...(medical.until && { until: at(medical.until) }),
      },
    }),
  };
}

/** In an open place, free to go: at liberty, by what was recorded. */
export function atLiberty(words: StayInWords): Segment {
  return held({ settingKind: 'SHELTER', leaveAtWill: 'YES', nexus: 'NONE', ...words });
}
