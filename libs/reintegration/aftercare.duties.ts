import { dependentBodies } from '../decider/actor.js';
import { duty, hadHappenedBy, on, onDay, onOther, type Part, type Seen } from '../decider/duty.js';
import type { Fact } from '../decider/event.js';
import { hasPart, participantsIn, partsNamedIn } from '../decider/participants.js';
import { ChildArrived, ContactMissed, MissingReported, SupportReported, VisitHeld, type visitPurposes } from './aftercare.events.js';
import { ReintegrationPlanApproved, SolutionPlanApproved } from './plan.events.js';
import { monitoringBodies, MonitoringArranged } from './reception.events.js';

type Visit = Fact<typeof VisitHeld>;
type Plan = Fact<typeof ReintegrationPlanApproved> | Fact<typeof SolutionPlanApproved>;

/** Whoever decides the return, carries it out or receives the child takes a part by these. */
const partsInReturn = Object.keys(partsNamedIn).filter((type) => /^(repatriation|reintegration)\./.test(type));

/** A visit at which nobody saw the child says nothing of how it is. */
const sawChild = ({ data: { child } }: Visit): boolean => child !== undefined && child.result !== 'NOT_SEEN';
/** Nor is it looked after by its own relatives, by the police or by whoever holds it: to follow up is for those who protect children. */
const followsUp = (visit: Visit): boolean => sawChild(visit) && !dependentBodies.includes(visit.data.visitorOrgType);
/** Danger to its family, or from the people around it, is danger to the child. */
const isInDanger = ({ data: { child, family, community } }: Visit): boolean => [child, family, community].some((found) => found?.result === 'DANGER');
const planStarts = [
  on(ChildArrived), on(SolutionPlanApproved),
  // A plan that is approved after the arrival takes the place of the one before.
  on(ReintegrationPlanApproved, (_, { before }) => before.some(({ type }) => type === ChildArrived.type)),
];
const planEnds = [on(ReintegrationPlanApproved), on(SolutionPlanApproved)];

export const aftercareDuties = [
  duty({
    code: 'FOLLOW_UP_VISIT', holder: 'CASE_WORKER',
    promise: 'After the arrival, also where no procedure led there, or where the child stays, somebody looks how it is, again and again.',
    basis: 'OSCE/ODIHR, After the Chisinau Agreement, Recommendation 2; the length is ours',
    starts: [on(ChildArrived), onOther('repatriation.ReturnOutsideProcedureReported'), on(SolutionPlanApproved), on(VisitHeld, followsUp)],
    meets: [on(VisitHeld, followsUp)],
  }),
  duty({
    code: 'PLANNED_VISIT', holder: 'CASE_WORKER',
    promise: 'The visits that the plan for the life of the child names are made on their days.',
    basis: 'International Child Repatriation Guidelines, guarantee 5; OSCE/ODIHR, After the Chisinau Agreement, Recommendation 2; that a day late is late is ours',
    starts: planStarts,
    each: (start, before) => visitsFrom(start, planAt(start, before)?.data.followUp),
    meets: [on(VisitHeld, isOneOf('FOLLOW_UP', followsUp))], ends: planEnds, looksBackOn: [ReintegrationPlanApproved.type],
  }),
  duty({
    code: 'MONITORING_VISIT', holder: 'CASE_WORKER',
    promise: 'Somebody independent looks how the child is on the days that were arranged before its return.',
    basis: 'OSCE/ODIHR, After the Chisinau Agreement, Recommendation 2; A/HRC/38/41; that a day late is late is ours',
    starts: [on(ChildArrived)],
    each: (start, before) => visitsFrom(start, monitoringAt(start as Fact<typeof ChildArrived>, before)?.data.visits),
    meets: [on(VisitHeld, isOneOf('INDEPENDENT_MONITORING', isIndependent))],
    looksBackOn: [MonitoringArranged.type, ...partsInReturn],
  }),
  duty({
    code: 'PLANNED_SUPPORT', holder: 'CASE_WORKER',
    promise: 'The help that the plan names begins when the plan says so.',
    basis: 'International Child Repatriation Guidelines, guarantee 5; the length is ours',
    starts: planStarts,
    each: (start, before) => planAt(start, before)?.data.components.map(({ component, from }) => ({ name: component, from: notBefore(start, onDay(from)) })) ?? [],
    meets: [on(SupportReported, ({ data: { component, stage } }, { part }) => component === part && (stage === 'STARTED' || stage === 'ENDED'))],
    ends: planEnds, looksBackOn: [ReintegrationPlanApproved.type],
  }),
  duty({
    code: 'MISSED_CONTACT_ALARM', holder: 'CASE_WORKER',
    promise: 'A child who was not met when it should have been is found, or reported missing.',
    basis: 'International Child Repatriation Guidelines, guarantee 5; the length is ours',
    starts: [on(ContactMissed)],
    meets: [on(VisitHeld, sawChild), on(MissingReported)],
  }),
  duty({
    code: 'DANGER_RESPONSE', holder: 'CASE_WORKER',
    promise: 'A child whom a visit finds in danger is safe within a day: taken in, or apart from whom it is in danger with, or found by somebody competent to be in none.',
    basis: 'CRC art. 19 and 20; International Child Repatriation Guidelines, guarantees 5 and 7; the length is ours',
    starts: [on(VisitHeld, isInDanger)],
    // A plan, an offer of help and another visit keep nobody safe by themselves.
    meets: [
      onOther('identification.EmergencyCareStarted'), onOther('identification.PlacementDecided'), onOther('best-interests.SeparationAuthorised'),
      onOther('best-interests.DangerAssessed', ({ data }) => (data as { finding?: string }).finding === 'NOT_FOUND'),
    ],
  }),
];

/** The plan that holds from the start on: it itself, or the last one for the state in which the child arrived. */
function planAt(start: Fact, before: readonly Fact[]): Plan | undefined {
  if (start.type !== ChildArrived.type) return start as Plan;
  return before.findLast((fact): fact is Fact<typeof ReintegrationPlanApproved> => fact.type === ReintegrationPlanApproved.type && isFor(fact, start as Fact<typeof ChildArrived>));
}

function monitoringAt(arrival: Fact<typeof ChildArrived>, before: readonly Fact[]): Fact<typeof MonitoringArranged> | undefined {
  return before.findLast((fact): fact is Fact<typeof MonitoringArranged> => fact.type === MonitoringArranged.type && isFor(fact, arrival));
}

function isFor({ data }: Fact, { data: { state } }: Fact<typeof ChildArrived>): boolean {
  return (data as { destinationState: string }).destinationState === state;
}

/** The days still to come at the start, in their order; where all of them are over, one visit is owed at once, for a plan without visits is none. */
function visitsFrom(start: Fact, visits: readonly { readonly on: string }[] = []): readonly Part[] {
  const ahead = visits.map((visit) => onDay(visit.on)).filter((day) => notBefore(start, day) === day).sort();
  const days = ahead.length > 0 || visits.length === 0 ? ahead : [start.meta.occurredAt.from];
  return days.map((from, index) => ({ name: String(index + 1), from }));
}

function notBefore({ meta: { occurredAt } }: Fact, instant: string): string {
  return Date.parse(instant) < Date.parse(occurredAt.from) ? occurredAt.from : instant;
}

/** The second visit of a kind since the start is the second of those that were planned. */
function isOneOf(purpose: (typeof visitPurposes)[number], holds: (visit: Visit, seen: Seen) => boolean): (visit: Visit, seen: Seen) => boolean {
  const isSuch = (visit: Visit, seen: Seen) => visit.data.purpose === purpose && holds(visit, seen);
  return (visit, seen) => isSuch(visit, seen)
    && seen.since.filter((fact) => fact.type === VisitHeld.type && isSuch(fact as Visit, seen) && hadHappenedBy(fact, visit)).length >= Number(seen.part);
}

/** Whoever has a part in the return does not look independently how it went, and neither do those of whom nobody could have been named for it. */
function isIndependent(visit: Visit, { all }: Seen): boolean {
  const { visitorRef, visitorOrgType } = visit.data;
  return sawChild(visit) && monitoringBodies.some((body) => body === visitorOrgType) && !hasPart(participantsIn(all), { personRef: visitorRef });
}
