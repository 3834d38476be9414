import { isCivil } from '../decider/actor.js';
import type { Fact } from '../decider/event.js';
import { ChildFound } from '../identification/finding.events.js';
import { ChildArrived, SupportReported } from '../reintegration/aftercare.events.js';
import { ReintegrationPlanApproved, SolutionPlanApproved } from '../reintegration/plan.events.js';
import { agreementsWithoutDecision } from '../repatriation/agreement.js';
import { CoercionInquiryClosed, CoercionReported } from '../repatriation/claims.events.js';
import { ConsentGiven } from '../repatriation/consent.events.js';
import { DelayReasonGiven, EntryBanReported, ReturnOutsideProcedureReported } from '../repatriation/course.events.js';
import { RepatriationDecided } from '../repatriation/decision.events.js';
import { answersOf } from '../repatriation/origin.state.js';
import { ChildInformed } from '../repatriation/preparation.events.js';
import { DepartureConfirmed, EscortAssigned, HandoverReported, TransferAuthorised, TransferLegReported } from '../repatriation/transfer.events.js';
import { dateAfter, startOfLocalDay } from '../zones/zones.js';
import { act, body, findingRule, lasting, type Found } from './findings.js';
import { at, exactly, factsOf, type ChildRecord } from './findings.record.js';
import { custodians, firstAfter, isHeld, mayTouch, stayParts } from './findings.stays.js';
import type { Range } from './liberty.edges.js';
import { unite, without } from './liberty.intervals.js';

/** How a return is agreed to, prepared and carried out, and what waits at its end. */

export const coercionReported = findingRule({
  code: 'COERCION_REPORTED', version: 1, severity: 'GRAVE',
  promise: 'Nobody presses a child, its family or those with it to agree to a return.',
  basis: 'International Child Repatriation Guidelines, guarantee 5; OSCE/ODIHR, After the Chisinau Agreement, note 12 (v)',
  check: (record) => factsOf(record, CoercionReported).map((fact) => {
    const inquiries = factsOf(record, CoercionInquiryClosed).filter(({ data }) => data.reportRef === fact.id);
    // What an inquiry has found goes on being so; only what it has not found is over.
    const unfounded = inquiries.at(-1)?.data.result === 'NO_COERCION_FOUND' ? inquiries.at(-1) : undefined;
    return lasting(fact, unfounded, {
      concerns: body(fact, fact.data.coercedBy), alsoShownBy: inquiries.map(({ id }) => id),
      details: { coerced: fact.data.coerced, means: fact.data.means, inquiry: inquiries.at(-1)?.data.result ?? 'OPEN' },
    });
  }),
});

/** Until it is given again at liberty, by the same person. */
export const consentUnderDeprivation = findingRule({
  code: 'CONSENT_UNDER_DEPRIVATION', version: 1, severity: 'GRAVE',
  promise: 'Consent is given at liberty; what was agreed to in custody is asked again outside of it.',
  basis: 'International Child Repatriation Guidelines, guarantee 5',
  check(record) {
    const held = stayParts(record).filter(isHeld);
    const consents = factsOf(record, ConsentGiven).map((fact) => ({ fact, during: held.filter((part) => mayTouch(timeOf(part), at(fact))) }));
    return consents.flatMap(({ fact, during }) => {
      if (during.length === 0) return [];
      const renewed = firstAfter(consents.filter((other) => other.during.length === 0 && other.fact.data.by === fact.data.by && other.fact.data.representativeRef === fact.data.representativeRef).map((other) => other.fact), at(fact));
      const certainly = during.some(({ class: value, start, end }) => value === 'DEPRIVED' && start.latest <= at(fact).earliest && (end === undefined || end.earliest > at(fact).latest));
      return [lasting(fact, renewed, {
        concerns: during.flatMap(custodians), presumed: !certainly, alsoShownBy: during.flatMap(({ segment }) => segment.sources), details: { by: fact.data.by, destinationState: fact.data.destinationState },
      })];
    });
  },
});

export const informedTooLate = findingRule({
  code: 'INFORMED_TOO_LATE', version: 1, severity: 'SERIOUS',
  promise: 'The child is told in good time before it leaves what will happen, and understands it.',
  basis: 'International Child Repatriation Guidelines, guarantee 5; the length is the profile\'s',
  check: (record) => factsOf(record, DepartureConfirmed).flatMap((departure) => {
    const informed = factsOf(record, ChildInformed).filter(({ data }) => data.understanding !== 'NOT_UNDERSTOOD').sort((a, b) => at(a).earliest - at(b).earliest)
      .filter((fact) => at(fact).earliest <= at(departure).earliest);
    const setting = record.settingOf(departure.meta.jurisdiction, new Date(departure.meta.occurredAt.from));
    const inTime = informed.some(({ meta }) => setting.endOf('CHILD_INFORMED_BEFORE_DEPARTURE', { from: meta.occurredAt.from }).getTime() <= at(departure).latest);
    if (inTime) return [];
    return [act(departure, {
      concerns: body(departure, departure.meta.recordedBy), alsoShownBy: informed.map(({ id }) => id),
      details: { profileVersion: setting.profile.version, informed: informed.length === 0 ? 'NEVER' : 'TOO_LATE' },
    })];
  }),
});

const delay = {
  code: 'UNJUSTIFIED_DELAY', severity: 'SERIOUS',
  promise: 'A return that was decided and agreed to is not put off without a reason.',
  basis: 'International Child Repatriation Guidelines, guarantee 5',
} as const;

/** Once the time for it is over, a reason is asked that justifies the wait; that nobody acted is none at any time. */
export const unjustifiedDelay = findingRule({
  ...delay, version: 1,
  check: (record) => [...idle(record), ...unexplained(record).flatMap(([first]) => (first ? [first.found] : []))],
});

/** Each day needs a reason of its own: every stretch without one is found, and not the first alone. */
export const everyUnjustifiedDelay = findingRule({
  ...delay, version: 2,
  // The stretch that begins with the delay is the one that version 1 found; the others are told apart by when they begin.
  check: (record) => [...idle(record), ...unexplained(record).flatMap((stretches) => stretches.map(({ found, from, isFirst }): Found =>
    (isFirst ? found : { ...found, about: new Date(from).toISOString() })))],
});

function idle(record: ChildRecord): readonly Found[] {
  return factsOf(record, DelayReasonGiven).filter(({ data }) => data.reason === 'NOBODY_ACTED').map((fact): Found => {
    const { since, until } = daysOf(fact);
    return { because: [fact.id], since, ...(until && { until }), concerns: body(fact, fact.data.waitsFor), details: { reason: 'NOBODY_ACTED', step: fact.data.step } };
  });
}

/** Of each decision whose time is over, the stretches of waiting for which nobody gave a reason, in their order. */
function unexplained(record: ChildRecord): readonly (readonly { readonly found: Found; readonly from: number; readonly isFirst: boolean }[])[] {
  const reasons = factsOf(record, DelayReasonGiven);
  return record.duties.filter(({ code }) => code === 'EXECUTION').map((duty) => {
    const decision = factsOf(record, RepatriationDecided).find(({ id }) => id === duty.startedBy);
    if (!decision) return [];
    const { zone } = decision.meta.occurredAt;
    const over = [duty.met, duty.ended].filter((happening) => happening !== undefined).map(({ at: instant }) => Date.parse(instant));
    const justified = unite(reasons.filter(({ data }) => data.reason !== 'NOBODY_ACTED').map(daysOf).map(({ since, until }) => ({ from: since.earliest, to: until?.latest ?? Infinity })));
    const begins = Date.parse(duty.due) + 1;
    return without([{ from: begins, to: Math.min(Infinity, ...over) }], justified).map(({ from, to }) => ({
      from, isFirst: from === begins,
      found: {
        because: [decision.id], since: exactly(from, zone), ...(to < Infinity && { until: exactly(to, zone) }), concerns: body(decision, decision.meta.recordedBy),
        details: { reason: 'NONE_GIVEN', profileVersion: duty.profileVersion },
      },
    }));
  });
}

function daysOf({ data, meta }: Fact<typeof DelayReasonGiven>): { readonly since: Range; readonly until?: Range } {
  const { zone } = meta.occurredAt;
  return { since: exactly(startOfLocalDay(data.from, zone), zone), ...(data.until !== undefined && { until: exactly(startOfLocalDay(dateAfter(data.until), zone), zone) }) };
}

export const lawEnforcementEscort = findingRule({
  code: 'LAW_ENFORCEMENT_ESCORT', version: 1, severity: 'GRAVE',
  promise: 'Child protection travels with a child, and nobody who enforces the law or holds people.',
  basis: 'OSCE/ODIHR, After the Chisinau Agreement, note 12 (v); International Child Repatriation Guidelines, guarantee 5',
  check: (record) => [
    ...factsOf(record, EscortAssigned).filter(({ data }) => data.escorts.some(({ orgType }) => !isCivil(orgType)))
      .map((fact) => act(fact, { concerns: fact.data.escorts.filter(({ orgType }) => !isCivil(orgType)).flatMap(({ orgRef, orgType }) => body(fact, { orgRef, orgType })) })),
    ...factsOf(record, TransferLegReported).filter(({ data }) => data.escortOrgTypes.some((orgType) => !isCivil(orgType)))
      .map((fact) => act(fact, { concerns: fact.data.escortOrgTypes.filter((orgType) => !isCivil(orgType)).flatMap((orgType) => body(fact, { orgType }, { state: fact.data.fromState })) })),
    ...factsOf(record, ReturnOutsideProcedureReported).filter(({ data }) => data.carriedOutBy !== undefined && !isCivil(data.carriedOutBy.orgType))
      .map((fact) => act(fact, { concerns: body(fact, fact.data.carriedOutBy) })),
  ],
});

export const borderHandover = findingRule({
  code: 'BORDER_HANDOVER', version: 1, severity: 'GRAVE',
  promise: 'A child is not handed over at a border: it is accompanied to those who will care for it.',
  basis: 'OSCE/ODIHR, After the Chisinau Agreement, note 12 (v); A/79/213',
  check: (record) => [
    ...factsOf(record, HandoverReported).filter(({ data }) => data.place === 'BORDER')
      .map((fact) => act(fact, { concerns: [fact.data.sender, fact.data.receiver].flatMap(({ orgType }) => body(fact, { orgType }, { facilityRef: fact.data.facilityRef, state: fact.data.state })) })),
    ...factsOf(record, ReturnOutsideProcedureReported).filter(({ data }) => data.handedOverAtBorder === 'YES').map((fact) => act(fact, { concerns: body(fact, fact.data.carriedOutBy) })),
  ],
});

const outsideProcedure = {
  code: 'RETURN_OUTSIDE_PROCEDURE', severity: 'GRAVE',
  promise: 'A child is brought to another state by the procedure or not at all.',
  basis: 'International Child Repatriation Guidelines, guarantees 3 and 5; UN General Assembly resolution 64/142, paras 146 to 148',
} as const;

/** A return that is reported as such, and each crossing of a border before anything was authorised. */
export const returnOutsideProcedure = findingRule({
  ...outsideProcedure, version: 1,
  check(record) {
    const authorised = factsOf(record, TransferAuthorised);
    const onItsWay = (leg: Fact<typeof TransferLegReported>) => authorised.some((fact) => at(fact).earliest <= at(leg).latest);
    return [
      ...reportedOutside(record),
      ...factsOf(record, TransferLegReported).filter((leg) => leg.data.fromState !== leg.data.toState && !onItsWay(leg)).map(crossing),
    ];
  },
});

/**
 * Whoever is said to be in another state was brought there, also where nobody tells how: by a departure that was confirmed, on whose way that state
 * lies, or outside of the procedure. Who has arrived is on that way no longer.
 */
export const everyReturnOutsideProcedure = findingRule({
  ...outsideProcedure, version: 2,
  check(record) {
    const wentAlone = (state: string) => factsOf(record, ReturnOutsideProcedureReported).some(({ data }) => isAlone(data) && data.destinationState === state);
    const isAbroad = (state: string) => factsOf(record, ChildFound).some(({ data }) => data.foundIn !== undefined && data.foundIn !== state) && !wentAlone(state);
    return [
      ...reportedOutside(record),
      ...factsOf(record, TransferLegReported).filter((leg) => leg.data.fromState !== leg.data.toState && !isOnWay(record, leg, leg.data.toState)).map(crossing),
      ...factsOf(record, HandoverReported).filter((fact) => isAbroad(fact.data.state) && !isOnWay(record, fact, fact.data.state))
        .map((fact) => act(fact, { concerns: body(fact, fact.data.sender, { facilityRef: fact.data.facilityRef, state: fact.data.state }), details: { kind: 'HANDOVER', destinationState: fact.data.state } })),
      ...factsOf(record, ChildArrived).filter((fact) => isAbroad(fact.data.state) && !isOnWay(record, fact, fact.data.state))
        .map((fact) => act(fact, { concerns: body(fact, undefined, { state: fact.data.state }), details: { kind: 'ARRIVAL', destinationState: fact.data.state } })),
    ];
  },
});

function isOnWay(record: ChildRecord, fact: Fact<typeof TransferLegReported | typeof HandoverReported | typeof ChildArrived>, state: string): boolean {
  return factsOf(record, DepartureConfirmed).some((departure) => {
    const journey = factsOf(record, TransferAuthorised).find(({ id }) => id === departure.data.authorisation)?.data;
    if (!journey || at(departure).earliest > at(fact).latest || !journey.legs.some(({ fromState, toState }) => fromState === state || toState === state)) return false;
    if (state === journey.destinationState) return true;
    return !factsOf(record, ChildArrived).some((arrival) => arrival.data.state === journey.destinationState && at(arrival).earliest >= at(departure).earliest && at(arrival).latest < at(fact).earliest);
  });
}

/** Whoever went alone was brought by nobody. */
function isAlone({ kind }: Fact<typeof ReturnOutsideProcedureReported>['data']): boolean {
  return kind === 'SELF_RETURN' || kind === 'ESCAPE';
}

function reportedOutside(record: ChildRecord): readonly Found[] {
  return factsOf(record, ReturnOutsideProcedureReported).filter(({ data }) => !isAlone(data)).map((fact) => act(fact, {
    concerns: body(fact, fact.data.carriedOutBy), details: { kind: fact.data.kind, destinationState: fact.data.destinationState, assessedBefore: fact.data.assessedBefore, childAgreed: fact.data.childAgreed },
  }));
}

function crossing(leg: Fact<typeof TransferLegReported>): Found {
  return act(leg, {
    concerns: leg.data.escortOrgTypes.length === 0 ? body(leg, undefined, { state: leg.data.fromState }) : leg.data.escortOrgTypes.flatMap((orgType) => body(leg, { orgType }, { state: leg.data.fromState })),
    details: { kind: 'TRANSFER_LEG', destinationState: leg.data.toState },
  });
}

export const entryBan = findingRule({
  code: 'ENTRY_BAN_ON_CHILD_OR_PARENT', version: 1, severity: 'SERIOUS',
  promise: 'No ban on entry keeps a child from its family, or its family from it.',
  basis: 'OSCE/ODIHR, After the Chisinau Agreement, Day 2; CRC art. 10',
  check: (record) => factsOf(record, EntryBanReported).filter(({ data }) => data.banned === 'CHILD' || data.banned === 'PARENT').map((fact): Found => {
    const { banned, imposedBy, state, from, until, ground } = fact.data;
    const { zone } = fact.meta.occurredAt;
    return {
      because: [fact.id], since: exactly(startOfLocalDay(from, zone), zone), ...(until !== undefined && { until: exactly(startOfLocalDay(dateAfter(until), zone), zone) }),
      concerns: body(fact, imposedBy, { state }), details: { banned, ground },
    };
  }),
});

/** X9: from the last of the three who agrees until somebody decides. */
export const stuckDespiteAgreement = findingRule({
  code: 'STUCK_DESPITE_AGREEMENT', version: 1, severity: 'SERIOUS',
  promise: 'Where the child, its family and the state agree on a return, somebody decides on it and the child is heard.',
  basis: 'OSCE/ODIHR, After the Chisinau Agreement, Day 1; International Child Repatriation Guidelines, guarantee 5',
  check(record) {
    const decisions = factsOf(record, RepatriationDecided);
    const waits = [
      ...decisions.map((decision) => ({ decision, state: record.repatriationBefore(decision as unknown as Fact), by: () => new Date(decision.meta.occurredAt.from) })),
      { decision: undefined, state: record.repatriation, by: () => record.asOf },
    ];
    // No instant is asked for where nobody has answered: most records are not looked at again as time goes by.
    return waits.filter(({ state }) => state.origin.answers.length > 0).flatMap(({ decision, state, by }) => agreementsWithoutDecision(state, by()).flatMap(({ destinationState, since }): Found[] => {
      const agreed = [...state.consent.given.filter(({ data }) => data.by === 'CHILD' && data.destinationState === destinationState).slice(-1), ...answersOf(state.origin, destinationState)];
      const [zone] = agreed.map(({ meta }) => meta.occurredAt.zone);
      if (decision && decision.data.destinationState !== destinationState) return [];
      return [{
        because: agreed.map(({ id }) => id), about: destinationState, since: exactly(since, zone!), ...(decision && { until: at(decision), alsoShownBy: [decision.id] }),
        concerns: body(agreed[0] as unknown as Fact, undefined), details: { destinationState },
      }];
    }));
  },
});

export const returnWithoutInstrument = findingRule({
  code: 'RETURN_WITHOUT_INSTRUMENT', version: 1, severity: 'NOTABLE',
  promise: 'A return rests on an agreement or a procedure that names who answers for the child; where there is none, that is known.',
  basis: 'OSCE/ODIHR, After the Chisinau Agreement, Recommendation 6',
  check: (record) => factsOf(record, RepatriationDecided).filter(({ data }) => data.instrument === 'NONE')
    .map((fact) => act(fact, { concerns: body(fact, fact.meta.recordedBy), details: { outcome: fact.data.outcome, destinationState: fact.data.destinationState } })),
});

export const plannedSupportNotDelivered = findingRule({
  code: 'PLANNED_SUPPORT_NOT_DELIVERED', version: 1, severity: 'SERIOUS',
  promise: 'The help that was planned for the child and its family is given on its day.',
  basis: 'International Child Repatriation Guidelines, guarantee 5; UN General Assembly resolution 64/142, para. 148',
  check: (record) => [...notGiven(record), ...neverHeardOf(record)],
});

function given(record: ChildRecord, component: string, since: Range): Fact | undefined {
  return firstAfter(factsOf(record, SupportReported).filter(({ data }) => data.component === component && (data.stage === 'STARTED' || data.stage === 'ENDED')), since);
}

function notGiven(record: ChildRecord): readonly Found[] {
  return factsOf(record, SupportReported).filter(({ data }) => data.stage === 'NOT_DELIVERED').map((fact) => lasting(fact, given(record, fact.data.component, at(fact)), {
    concerns: body(fact, { orgRef: fact.data.providerRef }), details: { component: fact.data.component, ...(fact.data.notDeliveredBecause && { because: fact.data.notDeliveredBecause }) },
  }));
}

/** Of the plan in force, once the child has arrived: from the end of the day on which the help was to begin. */
function neverHeardOf(record: ChildRecord): readonly Found[] {
  const plan = [...factsOf(record, ReintegrationPlanApproved), ...factsOf(record, SolutionPlanApproved)].sort((a, b) => a.revision - b.revision).at(-1);
  const arrival = factsOf(record, ChildArrived)[0];
  if (!plan || (plan.type === ReintegrationPlanApproved.type && !arrival)) return [];
  const { zone } = (arrival ?? plan).meta.occurredAt;
  return plan.data.components.flatMap(({ component, from, providerRef }): Found[] => {
    const dayIsOver = startOfLocalDay(dateAfter(from), zone);
    const since = exactly(Math.max(dayIsOver, arrival ? at(arrival).earliest : -Infinity), zone);
    const reported = factsOf(record, SupportReported).filter(({ data }) => data.component === component && data.stage !== 'PLANNED');
    if (reported.some((fact) => at(fact).earliest <= since.earliest || fact.data.stage === 'NOT_DELIVERED')) return [];
    const late = given(record, component, since);
    return [{
      because: [plan.id], about: component, alsoShownBy: late ? [late.id] : [], since, ...(late && { until: at(late) }),
      concerns: body(plan as unknown as Fact, plan.data.responsibleBody, { state: plan.data.destinationState }), details: { component, providerRef },
    }];
  });
}

function timeOf({ start, end }: { readonly start: Range; readonly end?: Range }) {
  return { since: start, ...(end && { until: end }) };
}
