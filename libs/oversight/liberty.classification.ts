import type { Answer, LeaveAnswer, Nexus, Segment } from './liberty.segments.js';

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
