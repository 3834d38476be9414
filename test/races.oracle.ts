import type { StoredEvent } from '../libs/event-store/port.js';

/**
 * What must be true of a child's log, recomputed from the stored events alone. It shares no code with gates, facts, states and folds: each
 * guarantee is asked here a second time, in a few lines, of the events that stood before the decision. It knows the procedure of a return
 * from Moldova in which nobody was held, and nothing corrected but a date of birth. What was withdrawn, and what an appeal body has set aside
 * that rests on no gate itself, had proven something.
 */

type Log = readonly Entry[];

interface Entry {
  readonly id: string;
  /** Without the context. */
  readonly name: string;
  readonly revision: number;
  readonly recordedAt: Date;
  readonly data: Data;
  readonly meta: Meta;
  /** The revision at which somebody withdrew it, or an appeal body set it aside. */
  readonly withdrawnAt: number;
}

interface Meta {
  readonly recordedBy: { readonly actorRef: string; readonly orgRef: string };
  readonly occurredAt: { readonly from: string; readonly to?: string };
  readonly causationId: string;
  readonly clockAheadMs?: number;
  readonly basis?: {
    readonly revision: number;
    readonly facts: readonly { readonly code: string; readonly evidence: readonly string[]; readonly foreign?: readonly { readonly stream: string; readonly revision: number; readonly eventId?: string }[] }[];
  };
  readonly command: { readonly name: string; readonly key: string };
}

interface Journey {
  readonly outcome: string;
  readonly destinationState: string;
  readonly carerRef: string;
  readonly firstPlacementRef: string;
  readonly plannedDeparture: string;
  readonly legs: readonly { readonly fromState: string; readonly toState: string; readonly custodial: string; readonly escortRef: string; readonly nightStops: readonly string[] }[];
}

interface Member {
  readonly memberRef: string;
  readonly orgType: string;
  readonly discipline: string;
  readonly childSpecialist: string;
  readonly conflictOfInterest: string;
}

/** The fields of events that are asked for. */
interface Data extends Partial<Journey> {
  readonly [field: string]: unknown;
  readonly languages?: readonly string[];
  readonly present?: readonly string[];
  readonly members?: readonly Member[];
  readonly answers?: readonly { readonly answer: string }[];
  readonly escorts?: readonly { readonly escortRef: string; readonly orgRef: string; readonly orgType: string }[];
  readonly escortOrgTypes?: readonly string[];
  readonly documents?: readonly { readonly kind: string }[];
  readonly siblings?: readonly object[];
  readonly homeStudy?: { readonly doneOn: string };
  readonly visits?: readonly { readonly on: string }[];
  readonly protectsAgainst?: readonly string[];
  readonly authority?: { readonly orgRef?: string };
  readonly responsibleBody?: { readonly orgRef?: string };
  readonly receiver?: { readonly orgType: string };
  readonly lost?: readonly string[];
  readonly parents?: readonly string[];
  readonly fields?: { readonly [field: string]: unknown };
}

function read(events: readonly StoredEvent[]): Log {
  const decisions = new Set(events.filter(({ meta }) => meta['basis']).map(({ id }) => id as unknown));
  const setAside = events.filter(({ type, data }) => type === 'repatriation.AppealDecided' && data['result'] === 'UPHELD' && !decisions.has(data['decisionRef']));
  const withdrawals = new Map([
    ...setAside.toReversed().map(({ data, revision }) => [data['decisionRef'], revision] as const),
    ...events.filter(({ type }) => type === 'record.Retracted').map(({ data, revision }) => [data['target'], revision] as const),
  ]);
  return events.map(({ id, type, revision, recordedAt, data, meta }) =>
    ({ id, name: type.slice(type.indexOf('.') + 1), revision, recordedAt, data, meta, withdrawnAt: withdrawals.get(id) ?? Infinity }) as unknown as Entry);
}

type Where = (entry: Entry) => unknown;
const all = (log: Log, name: string, where: Where = () => true): Log =>
  log.filter((entry) => entry.name === name && entry.withdrawnAt > log.at(-1)!.revision && where(entry));
const last = (log: Log, name: string, where?: Where): Entry | undefined => all(log, name, where).at(-1);
const none = (log: Log, name: string, where?: Where): boolean => all(log, name, where).length === 0;
const since = (log: Log, { revision }: Entry): Log => log.filter((entry) => entry.revision > revision);
const ms = (instant: unknown): number => Date.parse(String(instant));

/** By the clock of the system, which is ahead of the store's. */
const recorded = ({ recordedAt, meta }: Entry): number => recordedAt.getTime() + (meta.clockAheadMs ?? 0);

const dayMs = 86_400_000;
const appealWindowDays = 30;
const planLeadDays = 14;
const riskAgeDaysMax = 92;
const determinationAgeDaysMax = 366;
/** Of answers, home studies and arrangements. */
const ageDaysMax = 185;
const uncivil = ['POLICE', 'BORDER', 'IMMIGRATION', 'RETURN', 'PROSECUTION', 'CUSTODIAL'];

const guardianCaseloadMax = 20;
const panelQuorum = 3;

/** Those before whom nobody agrees. */
const partners = (log: Log): readonly unknown[] => [
  ...all(log, 'RepatriationProposed'), ...all(log, 'RepatriationDecided'), ...all(log, 'TransferAuthorised'), ...all(log, 'DepartureConfirmed'),
].map(({ meta }) => meta.recordedBy.actorRef as unknown).concat(log.flatMap(({ data }) => [data.guardianRef, data.interpreterRef, data.carerRef, ...(data.escorts ?? []).map(({ escortRef }) => escortRef)]));

/** Whether nobody said since that the one through whom it was said was not understood. */
const arrived = (log: Log, said: Entry): boolean =>
  none(log, 'InterpreterReportedUnfit', ({ data }) => data.unfitness !== 'BROKE_CONFIDENCE' && data.interpreterRef === said.data.interpreterRef);

/** Whether somebody neutral heard the child, which understood, of what is being determined. */
const wasHeard = (log: Log, hearings = log): boolean => {
  const [opened] = all(log, 'AssessmentOpened');
  return opened !== undefined && !none(since(hearings, opened), 'ChildHeard', ({ data }) => data.understood === 'YES' && data.interpreter !== 'MISSING')
    && all(since(hearings, opened), 'ChildHeard').some((heard) => arrived(log, heard) && inItsLanguage(log, heard));
};

/** Whether it was said in a language of the child, or through somebody whom the child has confirmed for it. */
const inItsLanguage = (log: Log, { data: { language, interpreterRef } }: Entry): boolean =>
  interpreterRef === undefined && !none(log, 'ChildFound', ({ data }) => data.languages?.includes(String(language)))
  || !none(log, interpreterRef === undefined ? 'InterpreterFoundUnneeded' : 'InterpreterConfirmed', ({ data }) => data.childLanguage === language && data.interpreterRef === interpreterRef);

/** Whether it was agreed to what was determined and decided last, once the child knew of it. */
function ofDecision(log: Log, given: Entry): boolean {
  const decision = last(log, 'RepatriationDecided');
  const told = decision && all(log, 'DecisionExplained', (entry) => entry.data.decisionRef === decision.id && entry.data.understanding !== 'NOT_UNDERSTOOD' && arrived(log, entry) && inItsLanguage(log, entry))[0];
  return none(since(log, given), 'BestInterestsDetermined') && none(since(log, given), 'RepatriationDecided')
    && (!told || ms(told.meta.occurredAt.from) <= ms(given.meta.occurredAt.from));
}

function consented(log: Log, by: string, { outcome, destinationState, carerRef }: Journey): boolean {
  return all(log, 'ConsentGiven', ({ data }) => data.by === by && data.understanding !== 'NOT_UNDERSTOOD'
    && data.outcome === outcome && data.destinationState === destinationState && data.carerRef === carerRef)
    .some((given) => !partners(log).includes(given.data.witnessRef) && ofDecision(log, given) && arrived(log, given) && (by !== 'CHILD' || inItsLanguage(log, given)) && none(since(log, given), 'ConsentWithdrawn', ({ data }) => data.whose === by)
      && none(since(log, given), 'CoercionInquiryClosed', ({ data }) => data.result === 'COERCION_FOUND'));
}

function decided(log: Log, { outcome, destinationState }: Journey): Entry | undefined {
  const decision = last(log, 'RepatriationDecided');
  if (!decision || decision.data.outcome !== outcome || decision.data.destinationState !== destinationState) return undefined;
  const after = since(log, decision);
  const stands = none(after, 'BestInterestsDetermined') && none(after, 'DeterminationReopened')
    && none(after, 'AppealDecided', ({ data }) => data.result === 'UPHELD' && data.decisionRef === decision.id);
  return stands ? decision : undefined;
}

const isPending = (log: Log, { id }: Entry): boolean => last(log, 'AppealDecided', ({ data }) => data.appealRef === id)?.data.final !== true;

/** Whether an appeal is pending against an event, or against a ruling on it. */
const isContested = (log: Log, ref: string): boolean =>
  !none(log, 'AppealLodged', (appeal) => appeal.data.decisionRef === ref && isPending(log, appeal))
  || !none(log, 'AppealDecided', ({ id, data }) => data.decisionRef === ref && isContested(log, id));

/** What a decision says itself, in all that was stored for it, and what it saw of the places. */
interface Decided {
  readonly own: Log;
  readonly register: (facilityRef: unknown) => Log;
}

const saysNothing: Decided = { own: [], register: () => [] };

const attestedParts = (log: Log): Log => {
  const opened = last(log, 'AssessmentOpened', ({ data }) => data.trigger === 'DURABLE_SOLUTION');
  return opened ? all(since(log, opened), 'ComponentAttested') : [];
};
const hasAllParts = (log: Log): boolean => new Set(attestedParts(log).map(({ data }) => data.component)).size === 7
  && ['STATE_OF_STAY', 'STATE_OF_ORIGIN'].every((side) => attestedParts(log).some(({ data }) => data.side === side));

/** Of the panel that was convened last, those who sat. */
function sat(log: Log, present: readonly string[]): readonly Member[] {
  return last(log, 'BidPanelConvened')?.data.members?.filter(({ memberRef }) => present.includes(memberRef)) ?? [];
}
const disciplines = (members: readonly Member[]): number => new Set(members.map(({ discipline }) => discipline)).size;

/** The states that the child comes into; before its way is planned, the one where it is to live. */
const entered = ({ legs = [], destinationState }: Journey): readonly string[] => [destinationState, ...legs.flatMap(({ fromState, toState }) => (fromState === toState ? [] : [toState]))];

/** Whether each guarantee was true of a journey, at an instant, by the events so far. */
const guarantees: Readonly<Record<string, (log: Log, journey: Journey, now: number, decided: Decided) => boolean>> = {
  CHILD_REGISTERED: (log) => !none(log, 'ChildFound') && all(log, 'DeathReported').every((death) => !none(since(log, death), 'DeathReportRefuted')),
  MINORITY: (log, _, now) => all(log, 'ChildFound', ({ data }) => ms(data.majorityOn) > now).length === 1 && none(log, 'Corrected', ({ data: { fields } }) => ms(fields?.['majorityOn']) <= now),
  REPRESENTATIVE_ACTIVE: (log, _, now) => all(log, 'GuardianAppointed', ({ data }) => ms(data.from) <= now).some((appointed) => {
    const ofGuardian: Where = ({ data }) => data.guardianRef === appointed.data.guardianRef;
    return !none(since(log, appointed), 'MandateAccepted', (entry) => ofGuardian(entry) && entry.meta.recordedBy.actorRef === appointed.data.guardianRef)
      && none(log, 'ConflictDeclared', ofGuardian) && none(log, 'GuardianSuspended', ofGuardian) && none(log, 'GuardianReplaced');
  }),
  LEGAL_AID_ACTIVE: (log) => all(log, 'LegalAidAssigned').some((assigned) => {
    const { lawyerRef, languages = [] } = assigned.data;
    const after = since(log, assigned);
    return !none(after, 'CaseAccepted', ({ meta }) => meta.recordedBy.actorRef === lawyerRef) && none(after, 'LegalAidFailureReported', ({ data }) => data.lawyerRef === lawyerRef)
      && log.some(({ data: { childLanguage, otherLanguage } }) => languages.some((language) => language === childLanguage || language === otherLanguage));
  }),
  INTERPRETER_FIT: (log) => all(log, 'InterpreterConfirmed').some((confirmed) =>
    none(since(log, confirmed), 'InterpreterReportedUnfit', ({ data }) => data.interpreterRef === confirmed.data.interpreterRef)),
  CHILD_HEARD: (log) => wasHeard(log),
  BID_FINAL: (log, { outcome, destinationState }, now) => {
    const determined = last(log, 'BestInterestsDetermined');
    if (!determined || determined.data.outcome !== outcome || determined.data.destinationState !== destinationState) return false;
    const { present = [] } = determined.data;
    // What the child said later was not weighed.
    const heard = all(log, 'ChildHeard').filter((each) => wasHeard(log, [each]));
    if (heard.length > 0 && heard.every(({ revision }) => revision > determined.revision)) return false;
    const members = last(log.filter(({ revision }) => revision < determined.revision), 'BidPanelConvened')?.data.members ?? [];
    return none(since(log, determined), 'DeterminationReopened') && now - ms(determined.meta.occurredAt.from) < determinationAgeDaysMax * dayMs
      && present.length >= 3 && present.every((ref) => members.some(({ memberRef, conflictOfInterest }) => memberRef === ref && conflictOfInterest === 'NO'))
      && none(log, 'PanelConflictDeclared', ({ data }) => present.includes(String(data.memberRef)))
      && new Set(all(log, 'ComponentAttested').map(({ data }) => data.component)).size === 7;
  },
  APPEAL_CLEAR: (log, journey, now) => {
    const decision = decided(log, journey);
    const explained = last(log, 'DecisionExplained', ({ data }) => data.decisionRef === decision?.id && data.understanding !== 'NOT_UNDERSTOOD');
    if (!decision || !explained || !arrived(log, explained) || !inItsLanguage(log, explained)) return false;
    const { from, to = from } = explained.meta.occurredAt;
    const opened = Math.max(ms(to), recorded(decision));
    return now > opened + appealWindowDays * dayMs
      && none(log, 'AppealLodged', (appeal) => isPending(log, appeal));
  },
  NO_PROTECTION_CLAIM: (log, journey) =>
    all(log, 'ProtectionClaimOpened').every(({ id }) => {
      const returning = ['RepatriationProposed', 'BestInterestsDetermined', 'RepatriationDecided', 'EscortAssigned', 'TransferAuthorised'].flatMap((name) => all(log, name)).map(({ meta }) => meta.recordedBy.orgRef);
      const closed = last(log, 'ProtectionClaimClosed', ({ data }) => data.claimRef === id);
      return closed !== undefined && !isContested(log, closed.id) && !returning.includes(closed.meta.recordedBy.orgRef) && !returning.includes(closed.data.authority?.orgRef ?? '');
    })
    && none(log, 'ProtectionClaimClosed', ({ data }) => data.protectsAgainst?.some((state) => entered(journey).includes(state))),
  CONSENT_CHILD: (log, journey) => consented(log, 'CHILD', journey),
  CONSENT_REPRESENTATIVE: (log, journey) => consented(log, 'REPRESENTATIVE', journey),
  ORIGIN_STATE_READY: (log, { destinationState }, now) => {
    const ofState: Where = ({ data }) => data.destinationState === destinationState;
    const answered = last(log, 'OriginAnswered', ofState);
    return answered?.data.answer === 'CONFIRMED' && now <= ms(answered.data.validUntil) && now - ms(answered.meta.occurredAt.from) <= ageDaysMax * dayMs
      && none(since(log, answered), 'OriginReadinessWithdrawn', ofState) && none(log, 'SuspensionReported', ofState);
  },
  CARER_READY: (log, { destinationState, carerRef }, now) => {
    const confirmed = last(log, 'CarerConfirmed');
    return confirmed?.data.destinationState === destinationState && confirmed.data.carerRef === carerRef
      && now - ms(confirmed.data.homeStudy?.doneOn) <= ageDaysMax * dayMs && none(since(log, confirmed), 'CarerWithdrawn', ({ data }) => data.carerRef === carerRef);
  },
  PLAN_APPROVED: (log, { outcome, destinationState, plannedDeparture }) => {
    const decision = decided(log, { outcome, destinationState } as Journey);
    const plan = decision && last(since(log, decision), 'ReintegrationPlanApproved');
    return plan?.data.outcome === outcome && plan.data.destinationState === destinationState && none(log, 'SolutionPlanApproved')
      && recorded(plan) + planLeadDays * dayMs <= ms(plannedDeparture);
  },
  CHILD_INFORMED: (log, { outcome, destinationState }) => {
    const decision = last(log, 'RepatriationDecided');
    const informed = decision && last(since(log, decision), 'ChildInformed', ({ data }) => data.destinationState === destinationState);
    return informed?.data.outcome === outcome && informed.data.understanding !== 'NOT_UNDERSTOOD' && arrived(log, informed) && inItsLanguage(log, informed);
  },
  TIMING_ASSESSED: (log, { outcome, destinationState, plannedDeparture }) => {
    const decision = last(log, 'RepatriationDecided');
    const timing = decision && last(since(log, decision), 'TimingAssessed', ({ data }) => data.destinationState === destinationState);
    return timing?.data.outcome === outcome && ms(timing.data.suitableFrom) <= ms(plannedDeparture);
  },
  NO_DANGER: (log, journey, now) => {
    const { destinationState } = journey;
    const assessed = last(log, 'RiskAssessed', ({ data }) => data.destinationState === destinationState);
    return assessed?.data.result === 'NO_DANGER' && now - ms(assessed.meta.occurredAt.from) <= riskAgeDaysMax * dayMs
      && none(since(log, assessed), 'DangerReported', ({ data }) => data.destinationState === undefined || data.destinationState === destinationState)
      && none(log, 'DangerReported', ({ data }) => data.destinationState !== destinationState && entered(journey).includes(String(data.destinationState)));
  },
  ESCORT_CIVIL: (log, { legs = [] }, _, { own }) => {
    const assigned = last(own, 'EscortAssigned') ?? last(log, 'EscortAssigned');
    const { escorts = [] } = assigned?.data ?? {};
    return assigned !== undefined && escorts.some(({ orgType }) => ['CHILD_PROTECTION', 'GUARDIANSHIP'].includes(orgType)) && escorts.every(({ orgType }) => !uncivil.includes(orgType))
      && legs.every(({ escortRef }) => escorts.some((escort) => escort.escortRef === escortRef && ['CHILD_PROTECTION', 'GUARDIANSHIP'].includes(escort.orgType)))
      && none(since(log, assigned), 'TransferLegReported', ({ data }) => data.escortOrgTypes?.some((orgType) => uncivil.includes(orgType)))
      && none(since(log, assigned), 'HandoverReported', ({ data }) => uncivil.includes(String(data.receiver?.orgType)));
  },
  NOT_CUSTODIAL_TRAVEL: (log, { legs }) => legs.every(({ custodial, nightStops }) => custodial === 'NO' && nightStops.length === 0)
    && all(log, 'TransferLegReported', ({ data }) => data.custodial === 'YES').every((held) => !none(since(log, held), 'LibertyCertified')),
  SIBLINGS_RESOLVED: (log) => last(log, 'SiblingsResolved')?.data.siblings?.length === 0 && none(log, 'SiblingOutcomeReported')
    && none(log, 'FamilyLinkReported', ({ data }) => data.relation === 'SIBLING'),
  NO_OPEN_COERCION_REPORT: (log) => all(log, 'CoercionReported').every(({ id }) => !none(log, 'CoercionInquiryClosed', ({ data }) => data.reportRef === id)),
  MONITORING_ARRANGED: (log, { destinationState, plannedDeparture }, now) => {
    const monitoring = last(log, 'MonitoringArranged');
    const bodies = [...all(log, 'RepatriationProposed'), ...all(log, 'RepatriationDecided')].map(({ meta }) => meta.recordedBy.orgRef);
    const others = log.flatMap(({ data: { escorts = [], responsibleBody } }) => [...escorts.map(({ orgRef }) => orgRef), responsibleBody?.orgRef]);
    return monitoring?.data.destinationState === destinationState && now - recorded(monitoring) <= ageDaysMax * dayMs
      && monitoring.data.visits?.some(({ on }) => on >= plannedDeparture.slice(0, 10)) === true && ![...bodies, ...others].includes(String(monitoring.data.orgRef));
  },
  DOCUMENTS_READY: (log, { destinationState }) => {
    const obtained = last(log, 'DocumentsObtained', ({ data }) => data.destinationState === destinationState);
    const kinds = obtained?.data.documents?.map(({ kind }) => kind) ?? [];
    return obtained?.data.claimExposed === 'NO' && kinds.includes('PASSPORT') && kinds.includes('BIRTH_CERTIFICATE');
  },
  OPEN_RECEPTION: (log, { destinationState, firstPlacementRef }, now) => {
    const arranged = last(log, 'FirstPlacementArranged');
    return arranged?.data.destinationState === destinationState && arranged.data.facilityRef === firstPlacementRef && now - recorded(arranged) <= ageDaysMax * dayMs;
  },
  CENTRAL_AUTHORITY_OK: (log, { destinationState }) => last(log, 'CentralAuthorityAnswered', ({ data }) => data.destinationState === destinationState)?.data.answer === 'AGREED',
  OPEN_SETTING: (_, __, ___, { own, register }) => own.every(({ data }) => isOpen(register(data.facilityRef))),
  SAME_STATE: (log, _, __, { own, register }) => none(log, 'DepartureConfirmed')
    && own.every(({ data }) => all(register(data.facilityRef), 'FacilityRegistered').some((registered) => registered.data.state === last(log, 'ChildFound')?.data.foundIn)),
  GUARDIAN_INDEPENDENT: (log, _, __, { own }) => all(own, 'ConflictCheckCompleted').some(({ data: { guardianRef, employerType, answers = [] }, meta }) =>
    answers.length > 0 && answers.every(({ answer }) => answer === 'NO') && !uncivil.includes(String(employerType)) && guardianRef !== meta.recordedBy.actorRef
    && none(log, 'ConflictDeclared', ({ data }) => data.guardianRef === guardianRef)),
  GUARDIAN_CASELOAD: (_, __, ___, { own }) => all(own, 'GuardianAppointed').some(({ data }) => Number(data.caseload) < guardianCaseloadMax),
  ENQUIRY_CONSENTED: (log, { destinationState }) => all(log, 'EnquiryConsentGiven', ({ data }) => data.destinationState === destinationState)
    .some(({ meta }) => !none(log, 'GuardianAppointed', ({ data }) => data.guardianRef === meta.recordedBy.actorRef)),
  ASSESSMENT_DONE: (log) => hasAllParts(log),
  COMPONENTS_COMPLETE: (log, { destinationState }) => {
    const asked = last(log, 'ComponentAttested', ({ data }) => data.component === 'CHILD_OPINION');
    return hasAllParts(log) && attestedParts(log).some(({ data }) => data.country === destinationState)
      && asked !== undefined && none(since(log, asked), 'DeterminationReopened', ({ data }) => data.trigger === 'CONSENT_WITHDRAWN');
  },
  PANEL_INDEPENDENT: (log, _, __, { own }) => own.every(({ data: { members, present = [] } }) => {
    const sitting = members ?? sat(log, present);
    return disciplines(sitting) >= 2 && sitting.some(({ childSpecialist }) => childSpecialist === 'YES')
      && sitting.every(({ memberRef, orgType, conflictOfInterest }) => !uncivil.includes(orgType) && conflictOfInterest === 'NO' && none(log, 'PanelConflictDeclared', ({ data }) => data.memberRef === memberRef));
  }),
  PANEL_QUORUM: (log, _, __, { own }) => own.every(({ data: { present = [] } }) =>
    present.length >= panelQuorum && sat(log, present).length === present.length && disciplines(sat(log, present)) >= 2),
  PARENTS_HEARD: (log) => {
    const parents = all(log, 'FamilyLinkReported', ({ data }) => ['MOTHER', 'FATHER', 'ADOPTIVE_PARENT'].includes(String(data.relation)) && data.alive !== 'NO').map(({ data }) => data.relativeRef);
    const disputes = all(log, 'ParentalDisputeReported', ({ data }) => data.parents).filter((dispute) =>
      none(since(log, dispute), 'ParentalDisputeEnded', ({ data }) => dispute.data.parents!.every((parent) => data.parents?.includes(parent))));
    return disputes.every((dispute) => [...parents, ...dispute.data.parents!].every((person) => !none(since(log, dispute), 'ParentHeard', ({ data }) => data.personRef === person)));
  },
  TRANSFER_IN_FORCE: (log, { plannedDeparture }, now) => {
    const [, sign, hours, minutes] = /([+-])(\d{2}):(\d{2})$/.exec(plannedDeparture)!;
    const localDay = new Date(now + (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000).toISOString().slice(0, 10);
    return authorised(log)?.data.plannedDeparture === plannedDeparture && plannedDeparture.startsWith(localDay);
  },
};

const ofOtherDecisions = ['TRANSFER_IN_FORCE', 'OPEN_SETTING', 'SAME_STATE', 'GUARDIAN_INDEPENDENT', 'GUARDIAN_CASELOAD', 'ENQUIRY_CONSENTED', 'ASSESSMENT_DONE', 'COMPONENTS_COMPLETE', 'PANEL_INDEPENDENT', 'PANEL_QUORUM', 'PARENTS_HEARD'];
const journeyNeeds = Object.keys(guarantees).filter((code) => !ofOtherDecisions.includes(code));
const known = ['CHILD_REGISTERED', 'MINORITY'];
const represented = [...known, 'REPRESENTATIVE_ACTIVE'];
const heard = [...represented, 'LEGAL_AID_ACTIVE', 'CHILD_HEARD'];
const appointed = [...known, 'GUARDIAN_INDEPENDENT', 'GUARDIAN_CASELOAD'];

/** What each decision must rest on; one that is not among them is reported. */
const needs: Readonly<Record<string, readonly string[]>> = {
  EmergencyCareStarted: ['OPEN_SETTING', 'SAME_STATE'],
  ConflictCheckCompleted: appointed,
  GuardianAppointed: appointed,
  GuardianSuspended: ['MINORITY'],
  LegalAidAssigned: known,
  OriginInformationRequested: [...represented, 'ENQUIRY_CONSENTED', 'NO_PROTECTION_CLAIM'],
  PlacementDecided: [...represented, 'OPEN_SETTING', 'CHILD_HEARD', 'ASSESSMENT_DONE', 'SAME_STATE'],
  BidPanelConvened: [...known, 'PANEL_INDEPENDENT'],
  BestInterestsDetermined: [...heard, 'COMPONENTS_COMPLETE', 'PANEL_INDEPENDENT', 'PANEL_QUORUM', 'PARENTS_HEARD'],
  RepatriationProposed: [...represented, 'BID_FINAL'],
  RepatriationDecided: [...heard, 'BID_FINAL', 'NO_PROTECTION_CLAIM'],
  ConsentGiven: represented,
  CarerConfirmed: represented,
  ReintegrationPlanApproved: represented,
  MonitoringArranged: represented,
  FirstPlacementArranged: [...represented, 'OPEN_SETTING'],
  EscortAssigned: [...represented, 'ESCORT_CIVIL'],
  TransferAuthorised: journeyNeeds,
  DepartureConfirmed: ['TRANSFER_IN_FORCE', ...journeyNeeds],
};

/** What a decision has looked at elsewhere: up to which revision of which stream. */
function seenBy({ meta }: Entry): ReadonlyMap<string, number> {
  return new Map((meta.basis?.facts ?? []).flatMap(({ foreign = [] }) => foreign).map(({ stream, revision }) => [stream, revision]));
}
const lookedElsewhere = ['TransferAuthorised', 'DepartureConfirmed'];

/** What the child was told of another stream, and up to which revision of it. */
function tellingIn({ name, data }: Entry): { readonly stream: string; readonly revision: number; readonly free: boolean } | undefined {
  const { corridor, corridorRevision, suspensions, facilityRef, register } = data as { [field in 'corridor' | 'facilityRef']?: string } & {
    corridorRevision?: number; suspensions?: readonly object[]; register?: { facilityRevision: number; open?: { until?: string } };
  };
  if (name === 'CorridorChanged') return { stream: `corridor-${corridor}`, revision: corridorRevision!, free: suspensions!.length === 0 };
  if (name === 'StayPlaceChanged') return { stream: `facility-${facilityRef}`, revision: register!.facilityRevision, free: register!.open !== undefined && register!.open.until === undefined };
  return undefined;
}

/** Whether, by what the child was told since its journey was decided on, each stream of a kind that the decision looked at is still free. */
function stillFree(log: Log, kind: string): boolean {
  const seen = new Map(log.filter(({ name }) => lookedElsewhere.includes(name)).flatMap((decision) => [...seenBy(decision)]));
  const told = log.flatMap((entry) => tellingIn(entry) ?? []).filter(({ stream, revision }) => stream.startsWith(kind) && revision > (seen.get(stream) ?? Infinity));
  return [...new Map(told.map((telling) => [telling.stream, telling])).values()].every(({ free }) => free);
}
const elsewhere: Readonly<Record<string, (log: Log) => boolean>> = {
  ORIGIN_STATE_READY: (log) => stillFree(log, 'corridor-'),
  OPEN_RECEPTION: (log) => stillFree(log, 'facility-'),
};

/** Streams of which the child does not know the end, by what it was told and by what its decisions looked at, though a decision looked there. */
export function untold(events: readonly StoredEvent[], places: ReadonlyMap<string, readonly StoredEvent[]>): readonly string[] {
  const log = read(events);
  const known = [...log.flatMap((entry) => [...seenBy(entry)]), ...log.flatMap((entry) => tellingIn(entry) ?? []).map(({ stream, revision }) => [stream, revision] as const)];
  const looked = new Set(log.filter(({ name }) => name === 'TransferAuthorised').flatMap((decision) => [...seenBy(decision).keys()]));
  return [...looked].filter((stream) => Math.max(...known.filter(([of]) => of === stream).map(([, revision]) => revision)) < (places.get(stream)?.at(-1)?.revision ?? -1));
}

/** The authorisation that stands at the end of a log: an arrival ends it like a halt. */
function authorised(log: Log): Entry | undefined {
  const latest = log.findLast(({ name }) => ['TransferAuthorised', 'TransferHalted', 'ChildArrived'].includes(name));
  return latest?.name === 'TransferAuthorised' ? latest : undefined;
}

/** What is wrong with the bases of the decisions, one sentence each. `places` are the streams of the places and of the corridors, by name. */
export function falseBases(events: readonly StoredEvent[], places: ReadonlyMap<string, readonly StoredEvent[]>): readonly string[] {
  const log = read(events);
  return log.filter(({ meta }) => meta.basis).flatMap((decision) => {
    const { name, revision, data, meta: { basis, command } } = decision;
    const { facts, revision: weighedAt } = basis!;
    const before = log.filter((entry) => entry.revision <= weighedAt);
    const first = log.find(({ meta }) => meta.command.key === command.key && meta.basis);
    const here = `${name} at ${revision}`;
    const journey = name === 'DepartureConfirmed' ? log.find(({ id }) => id === data.authorisation)?.data : data;
    const wrong = [
      ...(first?.revision === weighedAt + 1 ? [] : [`${here} was weighed at ${weighedAt}`]),
      ...facts.flatMap(({ code, evidence }) => evidence.filter((id) => !before.some((entry) => entry.id === id)).map((id) => `${here}: ${code} rests on ${id}, which was not there`)),
    ];
    if (!needs[name]) wrong.push(`${here} rests on what nobody looks at again`);
    const own = log.filter(({ meta }) => meta.basis && meta.command.key === command.key);
    const register = (facilityRef: unknown) => read(places.get(`facility-${String(facilityRef)}`) ?? []).filter((entry) => entry.revision <= (seenBy(decision).get(`facility-${String(facilityRef)}`) ?? -1));
    for (const code of needs[name] ?? []) {
      if (!facts.some((fact) => fact.code === code)) wrong.push(`${here} does not say ${code}`);
      if (!guarantees[code]!(before, journey as Journey, recorded(decision), { own, register })) wrong.push(`${here}: ${code} was not true`);
    }
    for (const { stream, revision: seen, eventId } of facts.flatMap(({ foreign = [] }) => foreign)) {
      const register = read(places.get(stream) ?? []).filter((entry) => entry.revision <= seen);
      if (stream.startsWith('corridor-')) {
        if (register.at(-1)?.id !== eventId || register.length !== seen + 1 || !isFree(register)) wrong.push(`${here}: ${stream} was not free at ${seen}`);
        continue;
      }
      if (register.at(-1)?.id !== eventId || !isOpen(register)) wrong.push(`${here}: ${stream} was not open at ${seen}`);
    }
    // Whoever reads the record first and looks elsewhere then sees all of which the record tells.
    for (const [stream, seen] of seenBy(decision)) {
      const told = before.flatMap((entry) => tellingIn(entry) ?? []).findLast((telling) => telling.stream === stream);
      if (told && told.revision > seen) wrong.push(`${here} looked at ${stream} as of ${seen}, and the record told of ${told.revision}`);
    }
    const way = facts.find(({ code }) => code === 'ORIGIN_STATE_READY');
    if (way && !way.foreign?.some(({ stream }) => stream === `corridor-MD-${journey?.destinationState}`)) wrong.push(`${here} did not look at what is suspended on the way`);
    const waits = facts.find(({ code }) => code === 'OPEN_RECEPTION');
    if (waits && !waits.foreign?.some(({ stream }) => stream === `facility-${journey?.firstPlacementRef}`)) wrong.push(`${here} did not look at the place that waits for the child`);
    return wrong;
  });
}

const isOpen = (register: Log): boolean =>
  register.findLast((entry) => entry.data.exitControl)?.data.exitControl === 'OPEN' && register.every((entry) => !entry.data.closed);

/** Whether each suspension between two states was over. */
const isFree = (register: Log): boolean => all(register, 'SuspensionDeclared').every((declared) =>
  !none(since(register, declared), 'TransfersResumed', ({ data }) => data.suspensionRef === (declared.data.suspensionRef ?? declared.id)));

/** Events that took a guarantee of a journey away while it was authorised, and were not stored together with its halt. */
export function lostHalts(events: readonly StoredEvent[]): readonly string[] {
  const log = read(events);
  return log.flatMap((cause, index) => {
    const [before, upTo] = [log.slice(0, index), log.slice(0, index + 1)];
    const authorisation = authorised(before);
    if (!authorisation || authorised(upTo)?.id !== authorisation.id) return [];
    const holds = (entries: Log) => journeyNeeds.filter((code) => guarantees[code]!(entries, authorisation.data as unknown as Journey, recorded(cause), saysNothing) && (elsewhere[code]?.(entries) ?? true));
    const after = holds(upTo);
    const lost = holds(before).filter((code) => !after.includes(code));
    if (lost.length === 0) return [];
    const halt = log.slice(index + 1).filter((entry) => isOfSameAppend(cause, entry))
      .find(({ name, data, meta }) => name === 'TransferHalted' && meta.causationId === cause.id && data.authorisation === authorisation.id);
    const named = halt && lost.every((code) => halt.data.lost?.includes(code)) && halt.data.cause === cause.id;
    return named ? [] : [`${cause.name} at ${cause.revision} took ${lost.join(', ')} away, and the journey was not halted with it`];
  });
}

const isOfSameAppend = (one: Entry, other: Entry): boolean =>
  one.meta.command.key === other.meta.command.key && one.meta.recordedBy.actorRef === other.meta.recordedBy.actorRef && one.recordedAt.getTime() === other.recordedAt.getTime();

/** Commands whose events are not one stretch of the log, stored at one instant: they took effect more than once. */
export function doubled(events: readonly StoredEvent[]): readonly string[] {
  const log = read(events);
  const ids = log.filter(({ id }, index) => log.findIndex((entry) => entry.id === id) !== index).map(({ id }) => `event ${id} is there twice`);
  const commands = new Map(log.map((entry) => [`${entry.meta.recordedBy.actorRef} ${entry.meta.command.key}`, entry]));
  return [...ids, ...[...commands.values()].flatMap((latest) => {
    const stored = log.filter(({ meta }) => meta.command.key === latest.meta.command.key && meta.recordedBy.actorRef === latest.meta.recordedBy.actorRef);
    const once = stored.every((entry, index) => isOfSameAppend(latest, entry) && entry.revision === stored[0]!.revision + index);
    return once ? [] : [`${latest.meta.command.name} took effect more than once`];
  })];
}
