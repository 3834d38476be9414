import { libertyClasses } from './liberty.classification.js';
import type { Range } from './liberty.edges.js';
import type { Episode } from './liberty.episodes.js';
import type { Bounds, Figure } from './liberty.figures.js';
import type { Liberty } from './liberty.js';
import { type Instant, type Zones, zonesOf } from '../zones/zones.js';

const hundredthMs = 36_000;

/** CAL-21: hours to two decimals, rounded here and nowhere else, half away from zero. */
export function formatHours(elapsedMs: number): string {
  const doubled = 2 * Math.abs(elapsedMs) + hundredthMs;
  const hundredths = (doubled - (doubled % (2 * hundredthMs))) / (2 * hundredthMs);
  const decimals = String(hundredths % 100).padStart(2, '0').replace(/0+$/, '');
  const sign = elapsedMs < 0 && hundredths > 0 ? '-' : '';
  return `${sign}${Math.floor(hundredths / 100)}${decimals && `.${decimals}`}`;
}

/** The lines of a timeline about a child's liberty: every figure with its label, and with the versions that made it. */
export function formatLiberty(liberty: Liberty, zones: Zones = zonesOf(liberty.zoneData)): readonly string[] {
  const { asOf, rules, zoneData, figures, episodes, overlapConflicts, contestedEnds, transfersWithoutArrival, acquiescenceToCheck } = liberty;
  const columns = libertyClasses.filter((value) => value === 'DEPRIVED' || figures[value].localDays.atMost > 0);
  return [
    `As of ${iso(asOf)} (rules ${rules.join(', ')}; time-zone data ${zoneData})`,
    ...columns.map((value) => `${value}: ${formatFigure(figures[value])}`),
    ...episodes.map((episode, i) => `Episode ${i + 1}: ${formatEpisode(episode, zones)}`),
    ...overlapConflicts.map(({ code, elapsedMs, facilityRefs }) => `${code}: ${count(formatHours(elapsedMs), 'hour')} in ${facilityRefs.join(' and ')} at once`),
    ...contestedEnds.map(({ reportId, reason, at }) => `Contested end of report ${reportId}: ${reason}, ${[at.from, at.to].filter(Boolean).join(' to ')}`),
    ...transfersWithoutArrival.map(({ code, reportId, since }) => `${code}: report ${reportId}, since ${formatRange(since, zones)}`),
    ...acquiescenceToCheck.map((segmentId) => `Duty open: does an authority acquiesce in the confinement of segment ${segmentId}?`),
  ];
}

function formatEpisode({ start, end, endReason, figure, confirmation }: Episode, zones: Zones): string {
  const until = end ? `to ${formatRange(end, zones)} (${endReason})` : 'open';
  return [
    `from ${formatRange(start, zones)}, ${until}`,
    formatFigure(figure),
    ...(confirmation
      ? [`confirmed until ${formatInstant(confirmation.confirmedUntil, start.zone, zones)} (${count(formatHours(confirmation.confirmedMs), 'hour')}), unconfirmed tail ${count(formatHours(confirmation.unconfirmedTailMs), 'hour')}`]
      : []),
  ].join('; ');
}

function formatFigure({ elapsedMs, localDays, nights }: Figure): string {
  return [
    formatBounds(elapsedMs, 'hour', formatHours),
    formatBounds(localDays, 'local day', String),
    formatBounds(nights, 'night', String),
  ].join(', ');
}

function formatBounds({ atLeast, atMost }: Bounds, unit: string, print: (figure: number) => string): string {
  if (atLeast === atMost) return count(print(atLeast), unit);
  return `at least ${count(print(atLeast), unit)} (at most ${print(atMost)})`;
}

function count(figure: string, unit: string): string {
  return `${figure} ${unit}${figure === '1' ? '' : 's'}`;
}

function formatRange({ earliest, latest, zone }: Range, zones: Zones): string {
  if (earliest === latest) return formatInstant(earliest, zone, zones);
  return `between ${formatInstant(earliest, zone, zones)} and ${formatInstant(latest, zone, zones)}`;
}

function formatInstant(instant: Instant, zone: string, zones: Zones): string {
  if (!Number.isFinite(instant)) return 'an unknown instant';
  return `${iso(instant + zones.offsetAt(instant, zone)).slice(0, 16).replace('T', ' ')} ${zone}`;
}

const iso = (instant: Instant): string => new Date(instant).toISOString();
