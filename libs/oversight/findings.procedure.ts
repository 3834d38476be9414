import { BestInterestsDetermined, DeterminationReopened, ViewsWeighed } from '../best-interests/determination.events.js';
import { AssessmentOpened } from '../best-interests/assessment.events.js';
import { PlacementRefused } from '../best-interests/placement.events.js';
import { enforcementBodies } from '../decider/actor.js';
import { isChildsWord } from '../decider/childs-word.js';
import type { Fact } from '../decider/event.js';
import { disputeReported, noDisputes } from '../decider/parental-dispute.js';
import { AgencyContactReported, DecisionTakenWithoutRepresentative } from '../guardianship/contact.events.js';
import { DisclosureReported } from '../guardianship/disclosure.events.js';
import { LegalAidFailureReported } from '../guardianship/legal-aid.events.js';
import { activeMandates, mandatesInForce, withTold } from '../guardianship/representative.state.js';
import { VictimProceedingReported } from '../guardianship/victim.events.js';
import { AppealDecided, AppealLodged } from '../repatriation/appeal.events.js';
import { ProtectionClaimClosed, ProtectionClaimOpened } from '../repatriation/claims.events.js';
import { RepatriationDecided } from '../repatriation/decision.events.js';
import { DepartureConfirmed } from '../repatriation/transfer.events.js';
import { startOfLocalDay } from '../zones/zones.js';
import { act, body, findingRule, type Found } from './findings.js';
import { at, exactly, factsOf, type ChildRecord } from './findings.record.js';
import { foundIn, heldTimes, mayTouch } from './findings.stays.js';
import { conflictsIn, denialsOf, ofMandates, tellingOfMandates, overAtAcceptance, turnsIn, type Turn } from './representation.js';

/** What is decided about a child, and who speaks for it meanwhile. */

export const actedWithoutRepresentative = findingRule({
  code: 'ACTED_WITHOUT_REPRESENTATIVE', version: 1, severity: 'GRAVE',
  promise: 'Nothing is decided about a child before somebody independent can speak for it.',
  basis: 'International Child Repatriation Guidelines, guarantee 2; CRC art. 18(2) and 20',
  check: (record) => factsOf(record, DecisionTakenWithoutRepresentative)
    .map((fact) => act(fact, { concerns: body(fact, { orgRef: fact.data.authorityRef, orgType: fact.data.authorityType }), details: { decision: fact.data.decision } })),
});

export const contactWithoutRepresentative = findingRule({
  code: 'CONTACT_WITHOUT_REPRESENTATIVE', version: 1, severity: 'SERIOUS',
  promise: 'A representative is there whenever a state body is in contact with the child.',
  basis: 'International Child Repatriation Guidelines, guarantee 2',
  check: (record) => factsOf(record, AgencyContactReported).filter(({ data }) => data.representativePresent === 'NO')
    .map((fact) => act(fact, { concerns: body(fact, { orgRef: fact.data.agencyRef, orgType: fact.data.agencyType }), details: { contact: fact.data.kind } })),
});

const uncovered = {
  code: 'GUARDIAN_GAP', severity: 'SERIOUS',
  promise: 'A child who had a representative is never without one.',
  basis: 'International Child Repatriation Guidelines, guarantee 2; CRC General Comment 6, para. 33',
} as const;

/** Interval arithmetic on the mandates as they were in fact: from the end of a cover to the next one. What comes before the first is a duty's. */
export const guardianGap = findingRule({ ...uncovered, version: 1, check: (record) => gapsIn(record, turnsIn({ told: toldOf(record, ofMandates), actingAt: overAtAcceptance(mandatesInForce) })) });

/** Nobody is covered by a guardian whose check for conflicts was withdrawn, or found one. */
export const gapOfIndependentGuardians = findingRule({ ...uncovered, version: 2, check: (record) => gapsIn(record, turnsIn({ told: toldOf(record, ofMandates), actingAt: overAtAcceptance(activeMandates) })) });

/** Nor by somebody who is in dispute over the child, nor, from then on, by what the child says is not so. */
export const gapOfUndisputedGuardians = findingRule({
  ...uncovered, version: 3,
  check(record) {
    const told = toldOf(record, [...ofMandates, disputeReported, 'record.Disputed']);
    return gapsIn(record, turnsIn({ told, actingAt: overAtAcceptance(activeMandates), denials: told.filter(isChildsWord), evolve: (state, fact) => withTold({ ...state, disputes: noDisputes }, fact) }));
  },
});

/** Nor by what somebody who spoke for the child then says is not so; and a dispute that the authority finds to be none silences nobody any more. */
export const gapOfUndeniedGuardians = findingRule({
  ...uncovered, version: 4,
  check(record) {
    const told = toldOf(record, tellingOfMandates);
    return gapsIn(record, turnsIn({ told, actingAt: overAtAcceptance(activeMandates), denials: denialsOf(told) }));
  },
});

/** A guardian goes on until the mandate begins of the one who follows, however early that one accepts it. */
export const gapBetweenGuardians = findingRule({
  ...uncovered, version: 5,
  check(record) {
    const told = toldOf(record, tellingOfMandates);
    return gapsIn(record, turnsIn({ told, actingAt: activeMandates, denials: denialsOf(told) }));
  },
});

function toldOf({ ofType }: ChildRecord, types: readonly string[]): readonly Fact[] {
  return types.flatMap((type) => ofType(type)).sort((a, b) => a.revision - b.revision);
}

function gapsIn({ majorityOn: end }: ChildRecord, turns: readonly Turn[]): readonly Found[] {
  const asChild = end === undefined ? turns : turns.filter(({ at: { earliest, zone } }) => earliest < startOfLocalDay(end, zone));
  return asChild.slice(0, -1).flatMap(({ active }, index): Found[] => {
    const gap = asChild[index + 1]!;
    if (!active || gap.active) return [];
    const next = asChild.slice(index + 2).find((turn) => turn.active);
    return [{ because: [gap.by], alsoShownBy: next ? [next.by] : [], since: exactly(gap.at.earliest, gap.at.zone), ...(next && { until: exactly(next.at.earliest, next.at.zone) }) }];
  });
}

/**
 * What somebody with a conflict did in the child's name, from when the conflict has existed (ruling 23, edge case A4-7): each of it is listed, so that
 * it is looked at anew, and marked as remedied when it was. What they only report binds nobody, and is not among it.
 */
export const actedInConflict = findingRule({
  code: 'ACTED_IN_CONFLICT', version: 1, severity: 'SERIOUS',
  promise: 'Who speaks for a child has no interest of their own in what is decided; what was done in a conflict is reviewed.',
  basis: 'International Child Repatriation Guidelines, guarantee 2; CRC General Comment 6, para. 33',
  check(record) {
    const conflicts = conflictsIn(toldOf(record, ofMandates));
    if (conflicts.length === 0) return [];
    const commands = new Map<string, readonly Fact[]>();
    for (const fact of record.facts) commands.set(fact.meta.command.key, [...commands.get(fact.meta.command.key) ?? [], fact]);
    return [...commands.values()].flatMap(([first, ...rest]): Found[] => {
      const { recordedBy, command } = first!.meta;
      const { representativeRef = recordedBy.actorRef } = first!.data as { representativeRef?: string };
      const conflict = conflicts.find(({ guardianRef, since, cleared }) => guardianRef === representativeRef && at(first!).latest >= since.earliest && !(cleared && first!.revision > cleared.revision));
      if (!conflict || command.kind === 'RECORD' || command.name === 'DeclareConflict') return [];
      return [act(first!, { concerns: body(first!, recordedBy), alsoShownBy: [...rest.map(({ id }) => id), conflict.by.id], details: { act: command.name, guardianRef: conflict.guardianRef } })];
    });
  },
});

export const paidOrUnintelligibleAssistance = findingRule({
  code: 'PAID_OR_UNINTELLIGIBLE_ASSISTANCE', version: 1, severity: 'SERIOUS',
  promise: 'Legal assistance costs the child nothing, and it understands it.',
  basis: 'International Child Repatriation Guidelines, guarantee 4; CMW/CRC Joint General Comment 4/23 (2017), para. 16',
  check: (record) => factsOf(record, LegalAidFailureReported).filter(({ data }) => data.failure === 'CHARGED_FEES' || data.failure === 'NOT_UNDERSTOOD')
    .map((fact) => act(fact, { concerns: body(fact, { orgType: 'LEGAL_AID' }), details: { failure: fact.data.failure, lawyerRef: fact.data.lawyerRef } })),
});

export const inadmissibleGround = findingRule({
  code: 'INADMISSIBLE_GROUND', version: 1, severity: 'SERIOUS',
  promise: 'Poverty, a disability, a diagnosis or a status decides nothing about a child.',
  basis: 'International Child Repatriation Guidelines, guarantee 3; CRC art. 2',
  check: (record) => [
    ...heldTimes(record, ({ groundCode }) => groundCode === 'VAGRANCY_OR_BEGGING' || groundCode === 'HEALTH').map((time) => foundIn(time)),
    ...factsOf(record, PlacementRefused).filter(({ data }) => inadmissible.includes(data.reason))
      .map((fact) => act(fact, { concerns: body(fact, undefined, { facilityRef: fact.data.facilityRef }), details: { grounds: [fact.data.reason] } })),
  ],
});

const inadmissible: readonly string[] = ['DISABILITY', 'HEALTH', 'FOREIGN', 'NO_PAPERS', 'NOT_AN_ORPHAN'];

export const viewOverridden = findingRule({
  code: 'VIEW_OVERRIDDEN', version: 1, severity: 'NOTABLE',
  promise: 'Where it is decided against the child\'s view, the reasons are given and can be looked at.',
  basis: 'International Child Repatriation Guidelines, guarantee 3; CRC art. 12',
  check(record) {
    const weighed = factsOf(record, ViewsWeighed).filter(({ data }) => data.result === 'OVERRIDDEN');
    return factsOf(record, BestInterestsDetermined).flatMap((fact) => {
      const told = weighed.filter(({ data }) => data.determination === fact.id);
      if (fact.data.childsView !== 'OVERRIDDEN' && told.length === 0) return [];
      return [act(fact, { concerns: body(fact, fact.meta.recordedBy), alsoShownBy: told.map(({ id }) => id), details: { reasons: fact.data.viewOverriddenBecause === undefined ? 'NOT_GIVEN' : 'GIVEN' } })];
    });
  },
});

export const decisionAttemptRefused = findingRule({
  code: 'DECISION_ATTEMPT_REFUSED', version: 1, severity: 'NOTABLE',
  promise: 'Nobody tries to decide about a child while its guarantees are unmet.',
  basis: 'International Child Repatriation Guidelines, guarantees 1 to 7',
  check: (record) => record.refusals.map((fact) => act(fact as unknown as Fact, {
    concerns: body(fact as unknown as Fact, fact.meta.recordedBy, fact.data.about.facilityRef === undefined ? {} : { facilityRef: fact.data.about.facilityRef }),
    details: { command: fact.data.command, missing: fact.data.missing },
  })),
});

export const firewallBreach = findingRule({
  code: 'FIREWALL_BREACH', version: 1, severity: 'GRAVE',
  promise: 'What a child tells a school, a doctor or a helper never reaches those who enforce migration law.',
  basis: 'CMW/CRC Joint General Comment 3/22 (2017), para. 17; A/73/178/Rev.1, para. 35; International Child Repatriation Guidelines, guarantee 6',
  // Who protects children may be told by others who do, and the child may want somebody to know.
  check: (record) => factsOf(record, DisclosureReported)
    .filter(({ data: { receiver, purpose, childAgreed } }) => purpose === 'MIGRATION_CONTROL' || (childAgreed !== 'YES' && purpose !== 'PROTECTION' && enforcementBodies.includes(receiver.orgType)))
    .map((fact) => act(fact, { concerns: [...body(fact, fact.data.disclosedBy), ...body(fact, fact.data.receiver)], details: { matters: fact.data.matters, purpose: fact.data.purpose, learntThrough: fact.data.learntThrough } })),
});

/** What says that somebody harmed the child, in the order of the log for each kind. */
export function toldToBeVictim(record: ChildRecord): readonly Fact[] {
  return [...factsOf(record, VictimProceedingReported).filter(({ data }) => data.harm !== 'NONE_KNOWN'), ...factsOf(record, ProtectionClaimOpened).filter(({ data }) => data.kind === 'TRAFFICKING')] as readonly Fact[];
}

export const victimPunished = findingRule({
  code: 'VICTIM_PUNISHED', version: 1, severity: 'GRAVE',
  promise: 'A child is not held, charged or punished for what was done to it, or for what it was made to do.',
  basis: 'Council of Europe Convention on Action against Trafficking in Human Beings, art. 26; CRC art. 39; International Child Repatriation Guidelines, guarantee 1',
  check(record) {
    const accused = factsOf(record, VictimProceedingReported).filter(({ data: { harm, role, outcome } }) => harm !== 'NONE_KNOWN' && (role === 'ACCUSED' || outcome === 'CHARGED' || outcome === 'PUNISHED'));
    const victimSince = toldToBeVictim(record);
    const offences = heldTimes(record, ({ groundCode }) => groundCode === 'OFFENCE_SUSPECTED' || groundCode === 'SENTENCE' || groundCode === 'VAGRANCY_OR_BEGGING');
    return [
      ...accused.map((fact) => act(fact, {
        concerns: body(fact, { orgRef: fact.data.authorityRef, orgType: fact.data.authorityType }), details: { harm: fact.data.harm, role: fact.data.role, outcome: fact.data.outcome },
      })),
      ...heldTimes(record, ({ groundCode }) => groundCode === 'TRAFFICKING').map((time) => foundIn(time)),
      ...offences.flatMap((time) => {
        const harm = victimSince.filter((fact) => at(fact).earliest <= time.since.latest || mayTouch(time, at(fact)));
        return harm.length === 0 ? [] : [foundIn(time, { alsoShownBy: [...time.parts.flatMap(({ segment }) => segment.sources), ...harm.map(({ id }) => id)] })];
      }),
    ];
  },
});

/** Each procedure that was open when childhood ended, with the days that it had been. */
export const agedOutWhilePending = findingRule({
  code: 'AGED_OUT_WHILE_PENDING', version: 1, severity: 'SERIOUS',
  promise: 'A procedure about a child ends while it is one.',
  basis: 'CRC art. 3; International Child Repatriation Guidelines, guarantee 3; CMW/CRC Joint General Comment 4/23 (2017), para. 3',
  check(record) {
    const { majorityOn } = record;
    if (majorityOn === undefined) return [];
    return pendingIn(record).flatMap(({ opened, closed, procedure }): Found[] => {
      const { zone } = opened.meta.occurredAt;
      const majority = startOfLocalDay(majorityOn, zone);
      const began = at(opened).earliest;
      if (began >= majority || (closed && at(closed).latest <= majority)) return [];
      return [{ because: [opened.id], since: exactly(majority, zone), until: exactly(majority, zone), details: { procedure, daysPending: Math.floor((majority - began) / 86_400_000) } }];
    });
  },
});

interface Procedure {
  readonly procedure: string;
  readonly opened: Fact;
  readonly closed: Fact | undefined;
}

function pendingIn(record: ChildRecord): readonly Procedure[] {
  const after = (opened: Fact, closing: readonly Fact[]) => closing.find(({ revision }) => revision > opened.revision);
  const determined = factsOf(record, BestInterestsDetermined);
  const departed = [...factsOf(record, DepartureConfirmed), ...factsOf(record, RepatriationDecided), ...factsOf(record, DeterminationReopened)];
  return [
    ...[...factsOf(record, AssessmentOpened), ...factsOf(record, DeterminationReopened)].map((opened) => ({ procedure: 'DETERMINATION', opened, closed: after(opened, determined) })),
    ...factsOf(record, AppealLodged).map((opened) => ({ procedure: 'APPEAL', opened, closed: factsOf(record, AppealDecided).find(({ data }) => data.final && data.appealRef === opened.id) })),
    ...factsOf(record, ProtectionClaimOpened).map((opened) => ({ procedure: 'PROTECTION_CLAIM', opened, closed: factsOf(record, ProtectionClaimClosed).find(({ data }) => data.claimRef === opened.id && data.final !== false) })),
    ...factsOf(record, RepatriationDecided).map((opened) => ({ procedure: 'EXECUTION', opened, closed: after(opened, [...departed].sort((a, b) => a.revision - b.revision)) })),
    ...custodyPending(record),
  ];
}

/** As a procedure that was pending. */
export const inCustody = 'DEPRIVATION_OF_LIBERTY';

/** Whoever turns 18 in custody was held until then: what was to end it was still pending. */
function custodyPending(record: ChildRecord): readonly Procedure[] {
  return record.liberty.episodes.flatMap(({ segmentIds, end }) => {
    const opened = record.factOf(segmentIds[0]!.split(':')[0]!);
    const closed = end && opened ? { ...opened, meta: { ...opened.meta, occurredAt: { ...opened.meta.occurredAt, from: new Date(end.earliest).toISOString(), precision: 'exact' as const, to: undefined } } } : undefined;
    return opened ? [{ procedure: inCustody, opened, closed }] : [];
  });
}
