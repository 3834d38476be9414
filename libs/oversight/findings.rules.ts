import type { FindingRule } from './findings.js';
import type { ChildhoodBy } from './findings.record.js';
import * as duties from './findings.duties.js';
import * as family from './findings.family.js';
import * as liberty from './findings.liberty.js';
import * as plan from './findings.plan.js';
import * as procedure from './findings.procedure.js';
import * as returns from './findings.return.js';
import { classificationRule } from './liberty.classification.js';
import { calculationRules } from './liberty.js';

/** Every version of every rule that this program carries. A rule is added in its file, and in the next rule set. */
export const findingRules: readonly FindingRule[] = [liberty, procedure, family, returns, plan, duties].flatMap((topic) => Object.values(topic).filter(isRule));

/** Which version of each rule is asked, and the rules of the liberty audit that they rest on. Once published, a set never changes. */
export interface RuleSet {
  readonly version: string;
  readonly liberty: readonly string[];
  readonly childhoodBy: ChildhoodBy;
  readonly rules: Readonly<Record<string, number>>;
}

const first: RuleSet = {
  version: 'findings@1', liberty: ['LIB-1@1', 'CAL@1'], childhoodBy: 'REGISTRATION',
  rules: {
    MIGRATION_DETENTION: 1, CRIMINALISED_MIGRATION: 1, FAMILY_UNITY_USED_AS_GROUND: 1, BEST_INTERESTS_AS_RESTRICTION: 1, ALTERNATIVE_FORM_OF_DETENTION: 1,
    WITH_ADULTS: 1, LAW_ENFORCEMENT_LEAD: 1, EDUCATION_ONLY_IN_CENTRE: 1, OVERSTAY: 1, PARENT_DETAINED_CHILD_AFFECTED: 1, RETURN_IMPOSSIBLE_STILL_DEPRIVED: 1,
    RAPID_REDETENTION: 1, DETAINED_ON_RETURN: 1, CLASSIFICATION_CONTESTED: 1, OVERLAP_CONFLICT: 1,
    ACTED_WITHOUT_REPRESENTATIVE: 1, CONTACT_WITHOUT_REPRESENTATIVE: 1, GUARDIAN_GAP: 1, PAID_OR_UNINTELLIGIBLE_ASSISTANCE: 1, INADMISSIBLE_GROUND: 1,
    VIEW_OVERRIDDEN: 1, DECISION_ATTEMPT_REFUSED: 1, FIREWALL_BREACH: 1, VICTIM_PUNISHED: 1, AGED_OUT_WHILE_PENDING: 1,
    SEPARATED_BECAUSE_PARENT_DETAINED: 1, INADMISSIBLE_SEPARATION_GROUND: 1, MISLABELLED_ABANDONED: 1, ADOPTION_WITH_KNOWN_PARENT: 1, FAMILY_TURNED_AWAY: 1, INSTITUTION_BEFORE_FAMILY: 1,
    DEATH_IN_CARE_OR_CUSTODY: 1,
    COERCION_REPORTED: 1, CONSENT_UNDER_DEPRIVATION: 1, INFORMED_TOO_LATE: 1, UNJUSTIFIED_DELAY: 1, LAW_ENFORCEMENT_ESCORT: 1, BORDER_HANDOVER: 1,
    RETURN_OUTSIDE_PROCEDURE: 1, ENTRY_BAN_ON_CHILD_OR_PARENT: 1, STUCK_DESPITE_AGREEMENT: 1, PLANNED_SUPPORT_NOT_DELIVERED: 1,
    DUTY_MISSED: 1, RULING_NOT_EXECUTED: 1,
  },
};

const second: RuleSet = { ...first, version: 'findings@2', rules: { ...first.rules, UNJUSTIFIED_DELAY: 2 } };

const third: RuleSet = { ...second, version: 'findings@3', rules: { ...second.rules, GUARDIAN_GAP: 2 } };

const fourth: RuleSet = { ...third, version: 'findings@4', rules: { ...third.rules, RETURN_OUTSIDE_PROCEDURE: 2 } };

const fifth: RuleSet = { ...fourth, version: 'findings@5', rules: { ...fourth.rules, GUARDIAN_GAP: 3 } };

const sixth: RuleSet = { ...fifth, version: 'findings@6', rules: { ...fifth.rules, GUARDIAN_GAP: 4 } };

const seventh: RuleSet = { ...sixth, version: 'findings@7', rules: { ...sixth.rules, RETURN_WITHOUT_INSTRUMENT: 1, VICTIM_WITHOUT_LONG_TERM_CARE: 1, SUPPORT_NOT_CHOSEN: 1 } };

const eighth: RuleSet = { ...seventh, version: 'findings@8', rules: { ...seventh.rules, ACTED_IN_CONFLICT: 1 } };

const ninth: RuleSet = { ...eighth, version: 'findings@9', childhoodBy: 'ATTESTATION', rules: { ...eighth.rules, RAPID_REDETENTION: 2 } };

/** The newest names what this program carries: where the rules of the liberty audit change, this does not compile until there is a further set. */
const newest: RuleSet & { readonly liberty: readonly [typeof classificationRule, typeof calculationRules] } = {
  version: 'findings@10', liberty: ['LIB-1@1', 'CAL@1'], childhoodBy: 'ATTESTATION',
  rules: { ...ninth.rules, GUARDIAN_GAP: 5 },
};

/** Oldest first. */
export const ruleSets: readonly RuleSet[] = [first, second, third, fourth, fifth, sixth, seventh, eighth, ninth, newest];
export const newestRuleSet: RuleSet = newest;

export function ruleSetOf(version: string, sets: readonly RuleSet[] = ruleSets): RuleSet {
  const found = sets.find((set) => set.version === version);
  if (!found) throw new Error(`there is no rule set ${version}`);
  return found;
}

/** The rules that a set names, in its order. A version that is missing is an error, never another figure. */
export function rulesIn({ version, liberty: restsOn, rules }: RuleSet, carried: readonly FindingRule[] = findingRules): readonly FindingRule[] {
  const missing = restsOn.find((rule) => rule !== classificationRule && rule !== calculationRules);
  if (missing !== undefined) throw new Error(`${version} rests on ${missing}, which this program does not carry`);
  return Object.entries(rules).map(([code, wanted]) => {
    const rule = carried.find((each) => each.code === code && each.version === wanted);
    if (!rule) throw new Error(`${version} names ${code}@${wanted}, which this program does not carry`);
    return rule;
  });
}

function isRule(value: unknown): value is FindingRule {
  return typeof value === 'object' && value !== null && 'check' in value && 'promise' in value;
}
