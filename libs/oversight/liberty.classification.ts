import type { Answer, LeaveAnswer, Nexus, Segment, Word } from './liberty.segments.js';

/** The classes, gravest first. */
export const libertyClasses = ['DEPRIVED', 'DEPRIVED?', 'PRIVATE_CONFINEMENT', 'UNDETERMINED', 'RESTRICTED', 'NOT_DEPRIVED'] as const;
export type LibertyClass = (typeof libertyClasses)[number];

/** Name and version of the rule that gave a class. */
export const classificationRule = 'LIB-1@1';

/** Ruling 39: of several classes at one instant, those that are graver count before it. */
export function graverThan(than: LibertyClass): readonly LibertyClass[] {
  return libertyClasses.slice(0, libertyClasses.indexOf(than));
}

/** CAL-6, ruling 31: only these two are liberty; what is unknown, presumed or private does not interrupt an episode. */
export function isLiberty(value: LibertyClass): boolean {
  return value === 'NOT_DEPRIVED' || value === 'RESTRICTED';
}

/**
 * LIB-1: a child is deprived of liberty who is in a custodial or placement setting, may not leave at will, and is there by
 * order, at the instigation, with the consent or with the acquiescence of a public authority, whatever the place is called
 * (UN Global Study on Children Deprived of Liberty; Havana Rules, rule 11 (b)).
 * A combination that no line names is UNDETERMINED (ruling 41).
 */
export function classify(segment: Pick<Segment, 'custodialSetting' | 'leaveAtWill' | 'nexus' | 'exitControl'>): LibertyClass {
  const { custodialSetting, nexus, exitControl } = segment;
  const leave = leaveAsKnown(segment);
  if (leave === 'RESTRICTED') return isAuthority(nexus) ? 'RESTRICTED' : 'UNDETERMINED';
  if (custodialSetting !== 'YES') return 'UNDETERMINED';
  switch (leave) {
    case 'YES': return 'NOT_DEPRIVED';
    case 'NO': return confined(nexus);
    case 'UNKNOWN': return exitControl === 'CONTROLLED' ? 'DEPRIVED?' : 'UNDETERMINED';
  }
}

function confined(nexus: Nexus): LibertyClass {
  if (nexus === 'UNKNOWN') return 'DEPRIVED?';
  return isAuthority(nexus) ? 'DEPRIVED' : 'PRIVATE_CONFINEMENT';
}

function isAuthority(nexus: Nexus): boolean {
  return nexus !== 'NONE' && nexus !== 'UNKNOWN';
}

/** Ruling 41: a register that calls the place open answers the second question where nobody else does. */
function leaveAsKnown({ leaveAtWill, exitControl }: Pick<Segment, 'leaveAtWill' | 'exitControl'>): LeaveAnswer {
  return leaveAtWill === 'UNKNOWN' && exitControl === 'OPEN' ? 'YES' : leaveAtWill;
}

/**
 * R8: a stay in hospital that medicine requires is no deprivation, unless the child is guarded there or was brought out of
 * custody; from the end of the indication the three questions decide again. Where the indication or the guard is unknown,
 * deprivation is presumed and not stated.
 */
export function classifyHospital(byQuestions: LibertyClass, indication: Answer, guarded: Answer, followsCustody: boolean): LibertyClass {
  if (indication === 'NO' || guarded === 'YES' || followsCustody) return byQuestions;
  if (indication === 'YES' && guarded === 'NO') return 'NOT_DEPRIVED';
  return byQuestions === 'DEPRIVED' ? 'DEPRIVED?' : byQuestions;
}

/** What one voice makes of a stay. */
export interface Claim {
  readonly class: LibertyClass;
  readonly assessor: string;
  /** The event in which it stands; of the register, none. */
  readonly eventId?: string;
}

const monitors = ['INDEPENDENT_MONITOR'];
const courts = ['COURT', 'COURT_FILE'];
const theChildsSide = ['CHILD', 'GUARDIAN', 'PARENT_REPRESENTATIVE', 'LAWYER', 'PARENT', 'NGO', 'NGO_VISIT', 'NGO_ADVOCATE'];
const papers = ['AUTHORITY', 'AUTHORITY_NOTICE', 'DOCUMENT'];
const factorsMin = 2;

/** R5: whose word goes before whose; a lower number first. Who is near the child counts so with two factors, which a court would ask for. */
function rankOf(assessor: string, factorsAnswered: number): number {
  if (monitors.includes(assessor)) return 0;
  if (courts.includes(assessor)) return 1;
  if (theChildsSide.includes(assessor) && factorsAnswered >= factorsMin) return 2;
  if (papers.includes(assessor)) return 3;
  return 4;
}

/**
 * R5: of several words about a stay the first in rank counts, of equal rank the gravest class; one that leaves it undetermined yields to the
 * next. The register speaks last, and answers only what nobody has answered (ruling 41). Every word that says something else is shown
 * beside the one that counts: it contests the class.
 */
export function weighed(segment: Segment, words: readonly Word[]): { readonly class: LibertyClass; readonly contestedBy: readonly Claim[] } {
  const { custodialSetting, leaveAtWill, nexus } = segment;
  const own = { assessor: segment.assessor ?? 'UNKNOWN', factorsAnswered: segment.factorsAnswered ?? 0, eventId: segment.sources.at(-1), custodialSetting, leaveAtWill, nexus };
  const others = words.map((word) => ({ ...word, custodialSetting: word.custodial ?? custodialSetting, leaveAtWill: word.mayLeave ?? leaveAtWill, nexus: word.nexus ?? nexus }));
  const claims = [own, ...others].map(({ assessor, factorsAnswered, eventId, ...answers }) =>
    ({ rank: rankOf(assessor, factorsAnswered), assessor, eventId, class: classify({ ...answers, exitControl: 'UNKNOWN' }) }));
  const register = { assessor: 'REGISTER', eventId: undefined, class: classify({ ...segment, leaveAtWill: 'UNKNOWN' }) };

  const determined = claims.filter((claim) => claim.class !== 'UNDETERMINED');
  const first = Math.min(...determined.map(({ rank }) => rank));
  const counting = determined.filter(({ rank }) => rank === first).map((claim) => claim.class);
  const unanswered = others.every((word) => word.leaveAtWill === 'UNKNOWN') && leaveAtWill === 'UNKNOWN';
  const value = libertyClasses.find((each) => counting.includes(each)) ?? (unanswered ? register.class : 'UNDETERMINED');
  const contests = (claim: Claim): boolean => value !== 'UNDETERMINED' && claim.class !== 'UNDETERMINED' && claim.class !== value && !(claim.class === 'DEPRIVED?' && value === 'DEPRIVED');
  return { class: value, contestedBy: [...claims, register].filter(contests).map(({ class: said, assessor, eventId }) => ({ class: said, assessor, eventId })) };
}
