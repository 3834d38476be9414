import { restate } from '../case-file/case-file.js';
import { mayHaveHappenedBy } from '../decider/times.js';
import type { Fact } from '../decider/event.js';
import type { Period } from '../decider/profile.js';
import { identification, type Identification } from '../identification/identification.context.js';
import { isReview } from '../identification/review.state.js';
import { profiles, settingOf } from '../profiles/profiles.js';
import { type Chain, chainsOf, type RapidRedetention, rapidRedetentions } from './liberty.chains.js';
import { ageAttestations, childLiberty, childSegments } from './liberty.child.js';
import { childhood, presumedChildhood } from './liberty.childhood.js';
import { type Coverage, coverageOf, type Waiting, waitingFor } from './liberty.coverage.js';
import { edgeOf } from './liberty.edges.js';
import type { Episode } from './liberty.episodes.js';
import { type Figure, figuresOf } from './liberty.figures.js';
import { classificationRule } from './liberty.classification.js';
import { calculationRules, type Liberty } from './liberty.js';
import { type ReviewClock, reviewClock, type ReviewLengths } from './liberty.reviews.js';
import { coverCodes, coverRule, coverRules, coversIn, type CoverCode, type CoverRule, reviewsIn, visitCodes, type VisitCode, visitsIn } from './liberty.safeguards.js';
import { schoolDaysMissed } from './liberty.school.js';
import { type SeparationFigures, separationFigures, separationsIn } from './liberty.separation.js';
import { staysOf } from './liberty.stays.js';
import { dateAfter, type Instant, type LocalDate, shippedZones } from '../zones/zones.js';

const hourMs = 3_600_000;

/** What one child's record says about its liberty and about what it was owed meanwhile, as of an instant and as far as it is known. */
export interface LibertyAudit extends Liberty {
  readonly chains: readonly (Chain & { readonly reviews: ReviewClock })[];
  readonly rapidRedetentions: readonly RapidRedetention[];
  /** Of each episode, in their order. */
  readonly safeguards: readonly Safeguards[];
  readonly separation: SeparationFigures;
  readonly schoolDaysMissed: readonly LocalDate[];
  /** Held as a child by what was attested then, of somebody who was none by what is known now. */
  readonly treatedAsPresumedChild: readonly Figure[];
}

export interface Safeguards {
  readonly covers: Readonly<Record<CoverCode, Coverage>>;
  readonly visits: Readonly<Record<VisitCode, Waiting>>;
  readonly reviews: ReviewClock;
  /** Whether anything else was considered before the child was held, only since, or never. */
  readonly alternativeConsidered: 'BEFORE' | 'SINCE' | 'NEVER';
}

/** Rules that an audit of one child can be made by. */
export interface AuditRules {
  /** As the answer names them. */
  readonly names: readonly string[];
  readonly cover: CoverRule;
}

/** All that are carried, newest first. A report that names no rule of how long a guardian was there was made by the first one of those. */
export const auditRules: readonly [AuditRules, ...AuditRules[]] = [
  { names: [classificationRule, calculationRules, coverRule], cover: coverRule },
  { names: [classificationRule, calculationRules, coverRules[1]], cover: coverRules[1] },
  { names: [classificationRule, calculationRules], cover: coverRules[0] },
];

/** One pure function of the child's facts, given as far as they are known; what they say of later than asOf is cut by the rules themselves. */
export function libertyAudit(facts: readonly Fact[], asOf: Date, rules = auditRules[0]): LibertyAudit {
  const now = asOf.getTime();
  const known = restate(facts);
  const state: Identification = known.reduce((folded, fact) => identification.evolve(folded, fact), identification.initial);
  const liberty = childLiberty(facts, asOf);
  const span = childhood(liberty.majorityOn);
  const stays = staysOf(childSegments(facts));
  const stretches = stays.flatMap((stay) => stay.stretches);
  const happened = known.filter((fact) => mayHaveHappenedBy(fact, asOf));
  const covers = coversIn(happened, rules.cover);
  const visits = visitsIn(happened);
  const reviews = reviewsIn(state).INDEPENDENT_REVIEW.map(({ latest }) => latest).filter((at) => at <= now);
  const considered = [...state.reviews.filter((fact) => !isReview(fact)), ...state.measures.measures.map(({ imposed }) => imposed)].map(({ meta }) => edgeOf(meta.occurredAt).latest).filter((at) => at <= now);
  const clockOf = (episodes: readonly Episode[]): ReviewClock => {
    const first = episodes[0]!;
    const end = episodes.at(-1)!.end?.latest;
    return reviewClock({ start: first.start.earliest, ...(end !== undefined && { end }), deprived: episodes.flatMap(({ childTime }) => childTime.certain) }, reviews, reviewLengths(first, liberty), now);
  };

  return {
    ...liberty,
    rules: rules.names,
    chains: chainsOf(liberty.episodes, now).map((chain) => ({ ...chain, reviews: clockOf(chain.episodes) })),
    rapidRedetentions: rapidRedetentions(stays, now, shippedZones, span),
    safeguards: liberty.episodes.map((episode): Safeguards => ({
      covers: Object.fromEntries(coverCodes.map((code) => [code, coverageOf(episode, covers[code], now)])) as Safeguards['covers'],
      visits: Object.fromEntries(visitCodes.map((code) => [code, waitingFor(episode, visits[code])])) as Safeguards['visits'],
      reviews: clockOf([episode]),
      alternativeConsidered: consideration(episode, considered),
    })),
    separation: separationFigures(separationsIn(state, known), now, shippedZones, span),
    schoolDaysMissed: schoolDaysMissed(liberty.figures.DEPRIVED.dates, taughtOn(covers.EDUCATION, now), holidaysIn(liberty)),
    treatedAsPresumedChild: presumedChildhood(ageAttestations(facts))
      .map(({ before, ...presumed }) => figuresOf(stretches, Math.min(now, before), shippedZones, presumed).DEPRIVED)
      .filter(({ localDays }) => localDays.atMost > 0),
  };
}

function consideration({ start }: Episode, considered: readonly Instant[]): Safeguards['alternativeConsidered'] {
  if (considered.some((at) => at <= start.earliest)) return 'BEFORE';
  return considered.length > 0 ? 'SINCE' : 'NEVER';
}

/** R38: as elapsed hours, by the profile of the state where the child was taken, in force then. */
function reviewLengths({ start, segmentIds }: Episode, { segments }: Liberty): ReviewLengths {
  const state = segments.find(({ segment }) => segmentIds.includes(segment.segmentId))?.segment.state ?? 'ZZ';
  const { periods } = settingOf(state, new Date(start.earliest)).profile;
  return { firstMs: elapsed(periods.FIRST_APPEARANCE), thenMs: elapsed(periods.DEPRIVATION_REVIEW) };
}

const hoursIn: Readonly<Record<Period['unit'], number>> = { hours: 1, calendarDays: 24, workingDays: 24, months: 28 * 24 };

function elapsed({ length, unit }: Period): number {
  return length * hoursIn[unit] * hourMs;
}

function taughtOn(covers: ReturnType<typeof coversIn>['EDUCATION'], asOf: Instant): ReadonlySet<LocalDate> {
  const dates = new Set<LocalDate>();
  for (const { start, end } of covers) {
    const last = Math.min(end?.latest ?? asOf, asOf);
    for (let date = shippedZones.localDate(start.earliest, start.zone); shippedZones.startOfLocalDay(date, start.zone) < last; date = dateAfter(date)) dates.add(date);
  }
  return dates;
}

/** Of the states where the child was held. */
function holidaysIn({ segments }: Liberty): readonly string[] {
  const states = new Set(segments.map(({ segment }) => segment.state));
  return profiles.filter(({ state }) => states.has(state)).flatMap(({ holidays }) => holidays);
}
