// Written by contract.spec.ts from what is published (libs/feed/published.json); WRITE_CLIENT=1 writes it.

/** A CloudEvent 1.0 as Guarantor tells it to one service. */
export interface CloudEvent<Type extends string, Data, Version extends number = number> {
  readonly specversion: '1.0';
  /** The same however often it is told: what was taken in under this id was taken in. */
  readonly id: string;
  readonly source: string;
  readonly type: Type;
  /** Pseudonym of the child or place, for this service only; of two states, their names. */
  readonly subject: string;
  /** When it was recorded, to the second. */
  readonly time: string;
  readonly datacontenttype: 'application/json';
  /** Ends in the version of the data, which is that of the scope of the service. */
  readonly dataschema: `urn:guarantor:feed:schema:${Type}:${Version}`;
  /** The only purpose for which it may be used. */
  readonly purpose: string;
  /** State whose law the record is under, ISO 3166-1 alpha-2. */
  readonly jurisdiction: string;
  /** Asks for what comes after it. */
  readonly cursor: string;
  readonly data: Data;
}

/** The first and the last day on which it can have been, by the calendar of the place; left out where nothing is known of it. */
export type Occurred = { readonly from: string; readonly to: string };

/** What is told with each type of event, in each version of it. `unentitled`: the sender was none of those for whom the command is made; it contradicts and halts, and proves nothing. */
export interface FeedData {
  /** It was asked what is best for the child; a procedure is open from then on. */
  readonly 'best-interests.AssessmentOpened': { readonly 1: { readonly occurred?: Occurred; readonly unentitled?: true; readonly trigger?: 'DURABLE_SOLUTION' | 'CHILD_AT_RISK' | 'SEPARATION'; readonly priority?: 'EMERGENCY' | 'URGENT' | 'NORMAL' } };
  /** The panel determined which of the three solutions is best for the child, after weighing the others. */
  readonly 'best-interests.BestInterestsDetermined': { readonly 1: { readonly occurred?: Occurred; readonly unentitled?: true; readonly outcome: 'REPATRIATION' | 'INTEGRATION' | 'THIRD_COUNTRY'; readonly destinationState?: string; readonly reviewBy?: string } };
  /** A panel was convened to determine what is best for the child, each member with its discipline, its declaration of conflicts and its undertaking of confidentiality. */
  readonly 'best-interests.BidPanelConvened': { readonly 1: { readonly occurred?: Occurred; readonly unentitled?: true } };
  /** A neutral and qualified person gave the child the chance to be heard, and the child took it or declined. */
  readonly 'best-interests.ChildHeard': { readonly 1: { readonly occurred?: Occurred; readonly unentitled?: true; readonly result?: 'HEARD' | 'DECLINED' } };
  /** The child was told what was determined, and what that means. */
  readonly 'best-interests.DeterminationExplained': { readonly 1: { readonly occurred?: Occurred; readonly unentitled?: true; readonly determination: string } };
  /** What was determined is open again, because of a new fact or because the child asked for it. */
  readonly 'best-interests.DeterminationReopened': { readonly 1: { readonly occurred?: Occurred; readonly unentitled?: true; readonly determination?: string } };
  /** It was assessed how far the rights of the child are fulfilled, in every area. */
  readonly 'best-interests.NeedsAssessed': { readonly 1: { readonly occurred?: Occurred; readonly unentitled?: true } };
  /** It was looked at whether where the child lives is still best for it. */
  readonly 'best-interests.PlacementReviewed': { readonly 1: { readonly occurred?: Occurred; readonly unentitled?: true; readonly placement: string; readonly result: 'GOES_ON' | 'HAS_TO_CHANGE' | 'CAN_END'; readonly nextReviewBy: string } };
  /** It was decided that the child lives apart from somebody for as long as staying endangers its life or health. */
  readonly 'best-interests.SeparationAuthorised': { readonly 1: { readonly occurred?: Occurred; readonly unentitled?: true; readonly contact?: 'FREE' | 'SUPERVISED' | 'BY_PHONE_OR_LETTER' | 'NONE_FOR_SAFETY'; readonly reviewBy: string; readonly judicialReviewBy: string } };
  /** It was looked at whether a child that was separated can go back. */
  readonly 'best-interests.SeparationReviewed': { readonly 1: { readonly occurred?: Occurred; readonly unentitled?: true; readonly separationRef?: string; readonly result?: 'CAN_GO_BACK' | 'CAN_GO_BACK_WITH_HELP' | 'CHILD_OBJECTS' | 'FAMILY_NOT_FOUND' | 'FAMILY_NOT_ABLE' | 'FAMILY_DEAD' } };
  /** Transfers from one state to another are suspended, as reported; everything else that is owed to the children goes on. */
  readonly 'corridor.SuspensionDeclared': { readonly 1: { readonly occurred?: Occurred; readonly unentitled?: true; readonly suspensionRef?: string; readonly declaredByState: string; readonly cause: 'PANDEMIC' | 'ARMED_CONFLICT' | 'BORDER_CLOSED' | 'AGREEMENT_SUSPENDED' | 'OTHER' | 'UNKNOWN'; readonly scope: 'ALL_TRANSFERS' | 'REPATRIATION' | 'THIRD_COUNTRY'; readonly from: string; readonly reviewBy: string } };
  /** A suspension is over, as a document of those who declared it shows. */
  readonly 'corridor.TransfersResumed': { readonly 1: { readonly occurred?: Occurred; readonly unentitled?: true; readonly suspensionRef: string } };
  /** An inspection attested whether a child may leave the place. */
  readonly 'facility.ExitControlAttested': { readonly 1: { readonly occurred?: Occurred; readonly unentitled?: true; readonly exitControl: 'OPEN' | 'CONTROLLED' | 'UNKNOWN'; readonly from: string } };
  /** Somebody reported that a place changed: only what is named did. */
  readonly 'facility.FacilityChanged': { readonly 1: { readonly occurred?: Occurred; readonly unentitled?: true; readonly kind?: 'POLICE_CELL' | 'RECEPTION_CENTRE' | 'TRANSIT_CENTRE' | 'BORDER_ZONE' | 'AIRPORT' | 'PRISON' | 'CLOSED_SCHOOL' | 'HOSPITAL' | 'SHELTER' | 'CHILDRENS_HOME' | 'HOTEL' | 'PRIVATE_HOME' | 'OTHER'; readonly exitControl?: 'OPEN' | 'CONTROLLED' | 'UNKNOWN'; readonly capacity?: number; readonly closed?: boolean; readonly validFrom: string } };
  /** A place where children stay or are held was entered in the register by somebody who answers for what it says. */
  readonly 'facility.FacilityRegistered': { readonly 1: { readonly occurred?: Occurred; readonly unentitled?: true; readonly kind: 'POLICE_CELL' | 'RECEPTION_CENTRE' | 'TRANSIT_CENTRE' | 'BORDER_ZONE' | 'AIRPORT' | 'PRISON' | 'CLOSED_SCHOOL' | 'HOSPITAL' | 'SHELTER' | 'CHILDRENS_HOME' | 'HOTEL' | 'PRIVATE_HOME' | 'OTHER'; readonly state: string; readonly exitControl: 'OPEN' | 'CONTROLLED' | 'UNKNOWN'; readonly capacity?: number; readonly from: string } };
  /** The keys of the child are destroyed: what was sealed of it can be read by nobody, and whoever was told of it has to forget it, too. */
  readonly 'forgetting.SubjectForgotten': { readonly 1: { readonly occurred?: Occurred; readonly unentitled?: true } };
  /** A lawyer accepted the case; it counts where the lawyer is the one assigned. */
  readonly 'guardianship.CaseAccepted': { readonly 1: { readonly occurred?: Occurred; readonly unentitled?: true; readonly lawyerRef?: string } };
  /** A guardian was appointed; the mandate is active once the guardian has accepted it. */
  readonly 'guardianship.GuardianAppointed': { readonly 1: { readonly occurred?: Occurred; readonly unentitled?: true; readonly guardianRef?: string; readonly model: 'PROFESSIONAL' | 'VOLUNTEER' | 'INSTITUTIONAL' | 'FAMILY'; readonly scope: readonly ('LEGAL' | 'WELFARE' | 'PROPERTY')[]; readonly from: string; readonly until?: string }; readonly 2: { readonly occurred?: Occurred; readonly unentitled?: true; readonly guardianRef?: string; readonly model: 'PROFESSIONAL' | 'VOLUNTEER' | 'INSTITUTIONAL' | 'FAMILY'; readonly scope: readonly ('LEGAL' | 'WELFARE' | 'PROPERTY')[]; readonly from: string; readonly until?: string; readonly contact?: string } };
  /** Another guardian takes over; the former mandate ends when the new one is accepted, so that no gap opens. */
  readonly 'guardianship.GuardianReplaced': { readonly 1: { readonly occurred?: Occurred; readonly unentitled?: true; readonly guardianRef?: string; readonly formerGuardianRef?: string } };
  /** Somebody asked that a guardian be appointed for the child. */
  readonly 'guardianship.GuardianRequested': { readonly 1: { readonly occurred?: Occurred; readonly unentitled?: true; readonly reason?: 'UNACCOMPANIED' | 'SEPARATED' | 'PARENT_UNREACHABLE' | 'PARENT_IN_CONFLICT' | 'PARENT_DEPRIVED_OF_LIBERTY' | 'GUARDIAN_GAP'; readonly languages?: readonly string[] } };
  /** The guardian may no longer act for the child. */
  readonly 'guardianship.GuardianSuspended': { readonly 1: { readonly occurred?: Occurred; readonly unentitled?: true; readonly guardianRef?: string } };
  /** The child confirmed that it understands the interpreter and is understood. */
  readonly 'guardianship.InterpreterConfirmed': { readonly 1: { readonly occurred?: Occurred; readonly unentitled?: true; readonly childLanguage?: string; readonly otherLanguage?: string } };
  /** Somebody reported that an interpreter is not fit, or that one is needed after all. */
  readonly 'guardianship.InterpreterReportedUnfit': { readonly 1: { readonly occurred?: Occurred; readonly unentitled?: true } };
  /** Somebody asked that a lawyer be assigned to the child. */
  readonly 'guardianship.LawyerRequested': { readonly 1: { readonly occurred?: Occurred; readonly unentitled?: true; readonly languages?: readonly string[] } };
  /** A lawyer was assigned to the child, free of charge. */
  readonly 'guardianship.LegalAidAssigned': { readonly 1: { readonly occurred?: Occurred; readonly unentitled?: true; readonly lawyerRef?: string; readonly languages?: readonly string[] } };
  /** Somebody accepted the mandate; it counts where the person is the one appointed. */
  readonly 'guardianship.MandateAccepted': { readonly 1: { readonly occurred?: Occurred; readonly unentitled?: true; readonly guardianRef?: string } };
  /** An appeal body set the appointment or confirmation aside: the person does not represent the child, and somebody else has to. */
  readonly 'guardianship.MandateAnnulled': { readonly 1: { readonly occurred?: Occurred; readonly unentitled?: true; readonly guardianRef?: string; readonly appointment: string } };
  /** A parent who is fit and has no conflict with the child was confirmed to represent it. */
  readonly 'guardianship.RepresentingParentConfirmed': { readonly 1: { readonly occurred?: Occurred; readonly unentitled?: true; readonly parentRef?: string } };
  /** An appeal body finally set the suspension aside: the mandate goes on, unless somebody else has taken over. */
  readonly 'guardianship.SuspensionLifted': { readonly 1: { readonly occurred?: Occurred; readonly unentitled?: true; readonly guardianRef?: string; readonly suspension: string } };
  /** It was found out with whom the child is, in law. */
  readonly 'identification.AccompanimentAttested': { readonly 1: { readonly occurred?: Occurred; readonly unentitled?: true; readonly accompaniment: 'UNACCOMPANIED' | 'SEPARATED' | 'NON_LEGAL_CUSTODIAN' | 'WITH_PARENT' | 'UNKNOWN' } };
  /** Somebody who answers for it found out who cares for the child now. */
  readonly 'identification.CareGapClosed': { readonly 1: { readonly occurred?: Occurred; readonly unentitled?: true; readonly because?: 'CARER_IS_BACK' | 'OTHER_CARER_FOUND' | 'THERE_WAS_NONE' } };
  /** It is not known who cares for the child now, because of what happened to somebody who cared for it or for a child of its family. */
  readonly 'identification.CareGapOpened': { readonly 1: { readonly occurred?: Occurred; readonly unentitled?: true; readonly because?: 'CARER_ARRESTED' | 'CARER_DETAINED' | 'CARER_ILL_OR_DEAD' | 'CARER_LEFT' | 'OTHER' | 'UNKNOWN' } };
  /** A child who may need protection was found; no name, paper or nationality is needed for it. */
  readonly 'identification.ChildFound': { readonly 1: { readonly occurred?: Occurred; readonly unentitled?: true; readonly foundIn: string; readonly accompaniment: 'UNACCOMPANIED' | 'SEPARATED' | 'NON_LEGAL_CUSTODIAN' | 'WITH_PARENT' | 'UNKNOWN'; readonly channel?: 'CHILD' | 'FAMILY' | 'SCHOOL' | 'CITIZEN' | 'OFFICIAL' | 'POLICE_RAID' | 'BORDER' | 'HEALTH' | 'HELP_LINE' | 'LABOUR_INSPECTION' | 'OUTREACH' | 'CONSULATE' | 'FOREIGN_AUTHORITY' | 'NGO' | 'OTHER'; readonly sex?: 'NOT_KNOWN' | 'MALE' | 'FEMALE' | 'NOT_APPLICABLE' } };
  /** Somebody reported that the child has died. */
  readonly 'identification.DeathReported': { readonly 1: { readonly occurred?: Occurred; readonly unentitled?: true; readonly diedIn: string } };
  /** Somebody who answers for it found that the child is alive; what was reported of its death so far was mistaken. */
  readonly 'identification.DeathReportRefuted': { readonly 1: { readonly occurred?: Occurred; readonly unentitled?: true } };
  /** A stay ended, as reported. */
  readonly 'identification.DeprivationEnded': { readonly 1: { readonly occurred?: Occurred; readonly unentitled?: true; readonly stayRef: string; readonly endReason: 'RELEASE' | 'TRANSFER' | 'HOSPITAL' | 'COURT' | 'ESCORT' | 'ESCAPE' | 'UNESCORTED_LEAVE' | 'RETURN' | 'DEATH' | 'AGED_OUT' | 'UNKNOWN'; readonly releasedTo?: 'FAMILY' | 'FOSTER_CARE' | 'SHELTER' | 'INSTITUTION' | 'INDEPENDENT_LIVING' | 'STREET' | 'OTHER_STATE' | 'UNKNOWN' } };
  /** A stay began in which the child may be deprived of liberty, as reported; whether it is, follows from the answers. */
  readonly 'identification.DeprivationStarted': { readonly 1: { readonly occurred?: Occurred; readonly unentitled?: true; readonly stayRef?: string; readonly settingKind: 'POLICE_CELL' | 'RECEPTION_CENTRE' | 'TRANSIT_CENTRE' | 'BORDER_ZONE' | 'AIRPORT' | 'PRISON' | 'CLOSED_SCHOOL' | 'HOSPITAL' | 'SHELTER' | 'HOTEL' | 'VEHICLE' | 'PRIVATE_HOME' | 'OTHER'; readonly state?: string; readonly groundCode?: 'IRREGULAR_ENTRY' | 'IRREGULAR_STAY' | 'IRREGULAR_EXIT' | 'NO_DOCUMENTS' | 'AWAITING_RETURN' | 'IDENTIFICATION' | 'AGE_IN_DOUBT' | 'ASYLUM_PROCEDURE' | 'FAMILY_UNITY' | 'PARENT_DETAINED' | 'PROTECTION' | 'BEST_INTERESTS' | 'WITHOUT_SUPERVISION' | 'VAGRANCY_OR_BEGGING' | 'TRAFFICKING' | 'HEALTH' | 'QUARANTINE' | 'OFFENCE_SUSPECTED' | 'SENTENCE' | 'SECURITY' | 'OTHER' | 'NONE_GIVEN' | 'UNKNOWN'; readonly facilityRef?: string } };
  /** The child began, stopped or was refused schooling, as reported. */
  readonly 'identification.EducationAccessReported': { readonly 1: { readonly occurred?: Occurred; readonly unentitled?: true; readonly access: 'STARTED' | 'INTERRUPTED' | 'ENDED' | 'REFUSED'; readonly level: 'PRE_PRIMARY' | 'PRIMARY' | 'LOWER_SECONDARY' | 'UPPER_SECONDARY' | 'VOCATIONAL' | 'LANGUAGE_CLASS' | 'UNKNOWN'; readonly mode?: 'MAINSTREAM' | 'CENTRE' | 'REMOTE' | 'HOME'; readonly barriers?: readonly ('NONE' | 'PAPERS_ASKED' | 'FEES' | 'LANGUAGE' | 'NO_PLACE' | 'DISTANCE' | 'NOT_LET_OUT' | 'FEAR_OF_REPORT' | 'DISABILITY_NOT_MET' | 'DISCRIMINATION' | 'NOT_TOLD' | 'OTHER' | 'UNKNOWN')[] } };
  /** The child was taken into an open place for the time being, because it could not wait. */
  readonly 'identification.EmergencyCareStarted': { readonly 1: { readonly occurred?: Occurred; readonly unentitled?: true; readonly facilityRef?: string; readonly reviewBy: string } };
  /** The child was given or refused health care, as reported. */
  readonly 'identification.HealthAccessReported': { readonly 1: { readonly occurred?: Occurred; readonly unentitled?: true; readonly access: 'GIVEN' | 'DELAYED' | 'REFUSED'; readonly barriers?: readonly ('NONE' | 'PAPERS_ASKED' | 'FEES' | 'LANGUAGE' | 'NO_PLACE' | 'DISTANCE' | 'NOT_LET_OUT' | 'FEAR_OF_REPORT' | 'DISABILITY_NOT_MET' | 'DISCRIMINATION' | 'NOT_TOLD' | 'OTHER' | 'UNKNOWN')[] } };
  /** It was found out who the child is. */
  readonly 'identification.IdentityAttested': { readonly 1: { readonly occurred?: Occurred; readonly unentitled?: true } };
  /** Another record of this child counts here up to that revision: it may take a guarantee away, and gives none. */
  readonly 'identification.IdentityMerged': { readonly 1: { readonly occurred?: Occurred; readonly unentitled?: true; readonly from: string } };
  /** Another record turned out not to be of this child, and counts here no more. */
  readonly 'identification.IdentitySplit': { readonly 1: { readonly occurred?: Occurred; readonly unentitled?: true; readonly from: string } };
  /** Somebody who does not hold the child certifies that it was at liberty then, whatever was told before of its being held. */
  readonly 'identification.LibertyCertified': { readonly 1: { readonly occurred?: Occurred; readonly unentitled?: true } };
  /** The supervision has ended. */
  readonly 'identification.MeasureEnded': { readonly 1: { readonly occurred?: Occurred; readonly unentitled?: true; readonly measure: string } };
  /** The child is at liberty under supervision, until somebody looks at it again. */
  readonly 'identification.MeasureImposed': { readonly 1: { readonly occurred?: Occurred; readonly unentitled?: true; readonly restrictions?: readonly ('INDIVIDUAL_FOLLOW_UP' | 'REPORTING' | 'DEPOSIT_OF_DOCUMENTS' | 'ADDRESS' | 'SURETY' | 'AREA' | 'CURFEW' | 'ELECTRONIC_TAG' | 'HOUSE_CONFINEMENT' | 'GUARDED_PLACE')[]; readonly reviewBy: string } };
  /** It was decided that the supervision goes on, or is eased. */
  readonly 'identification.MeasureReviewed': { readonly 1: { readonly occurred?: Occurred; readonly unentitled?: true; readonly measure: string; readonly result: 'GOES_ON' | 'EASED'; readonly reviewBy: string } };
  /** The record in which this one was to go on was forgotten in the moment in which they were merged: nothing links the two, and it is decided about here again. */
  readonly 'identification.MergeLapsed': { readonly 1: { readonly occurred?: Occurred; readonly unentitled?: true; readonly survivorRef: string } };
  /** The place where the child was taken into care is no longer known to be open, so that somebody has to find another. */
  readonly 'identification.OpenSettingLost': { readonly 1: { readonly occurred?: Occurred; readonly unentitled?: true; readonly facilityRef?: string; readonly care: string } };
  /** It was decided where the child lives; the newest decision is in force. */
  readonly 'identification.PlacementDecided': { readonly 1: { readonly occurred?: Occurred; readonly unentitled?: true; readonly settingKind: 'KINSHIP_CARE' | 'FOSTER_CARE' | 'FAMILY_LIKE_CARE' | 'SUPERVISED_INDEPENDENT_LIVING' | 'RESIDENTIAL_CARE'; readonly facilityRef?: string; readonly from: string } };
  /** A body took the case of the child on; whether it is one that protects children, its kind says. */
  readonly 'identification.ReferralAccepted': { readonly 1: { readonly occurred?: Occurred; readonly unentitled?: true; readonly referralRef?: string } };
  /** Somebody referred the child to a body that is to help it. */
  readonly 'identification.ReferralMade': { readonly 1: { readonly occurred?: Occurred; readonly unentitled?: true; readonly purpose?: 'PROTECTION' | 'SHELTER' | 'HEALTH' | 'LEGAL_HELP' | 'TRAFFICKING' | 'FAMILY_TRACING' | 'OTHER'; readonly urgency: 'EMERGENCY' | 'URGENT' | 'NORMAL' } };
  /** A body did not take the case of the child on, as reported. */
  readonly 'identification.ReferralRefused': { readonly 1: { readonly occurred?: Occurred; readonly unentitled?: true; readonly referralRef?: string; readonly reason?: 'NOT_COMPETENT' | 'NO_CAPACITY' | 'NO_PAPERS' | 'FOREIGN' | 'AGE_DOUBTED' | 'OUTSIDE_OF_AREA' | 'NONE_GIVEN' | 'OTHER' } };
  /** The child and those it was separated from are together again, as reported. */
  readonly 'identification.Reunited': { readonly 1: { readonly occurred?: Occurred; readonly unentitled?: true; readonly separationRef: string } };
  /** The child was separated from somebody, as reported; whether that was lawful is another question. */
  readonly 'identification.SeparationStarted': { readonly 1: { readonly occurred?: Occurred; readonly unentitled?: true; readonly separationRef?: string } };
  /** Some fields of an earlier event are said to be otherwise; the earlier event stays as it was. */
  readonly 'record.Corrected': { readonly 1: { readonly occurred?: Occurred; readonly unentitled?: true; readonly target: string; readonly targetType: string; readonly reason: 'MISTAKEN_ENTRY' | 'NEW_INFORMATION' | 'WRONG_CHILD' | 'DOCUMENT_FOUND' | 'STATEMENT_CHANGED' | 'TRANSLATION'; readonly restated?: { readonly occurred?: Occurred; readonly [field: string]: unknown } } };
  /** Somebody says that an earlier event is not true; both words stand. */
  readonly 'record.Disputed': { readonly 1: { readonly occurred?: Occurred; readonly unentitled?: true; readonly target: string; readonly targetType: string; readonly by: 'CHILD' | 'PARENT' | 'GUARDIAN' | 'LAWYER' | 'NGO' | 'AUTHORITY' | 'OTHER' } };
  /** An earlier event is withdrawn by whoever answers for it; it stays visible to those who look back. */
  readonly 'record.Retracted': { readonly 1: { readonly occurred?: Occurred; readonly unentitled?: true; readonly target: string; readonly targetType: string; readonly reason: 'MISTAKEN_ENTRY' | 'NEW_INFORMATION' | 'WRONG_CHILD' | 'DOCUMENT_FOUND' | 'STATEMENT_CHANGED' | 'TRANSLATION' } };
  /** It was begun to plan how the child lives on as an adult; majority ends no case. */
  readonly 'reintegration.AgeingOutPlanStarted': { readonly 1: { readonly occurred?: Occurred; readonly unentitled?: true; readonly areas?: readonly ('HOUSING' | 'INCOME' | 'EDUCATION' | 'WORK' | 'HEALTH' | 'LEGAL_POSITION' | 'DOCUMENTS' | 'PERSON_OF_TRUST' | 'FAMILY' | 'MONEY')[] } };
  /** Somebody who will care for the child was assessed at home, and agreed; the newest is in force. */
  readonly 'reintegration.CarerConfirmed': { readonly 1: { readonly occurred?: Occurred; readonly unentitled?: true; readonly destinationState: string; readonly carerRef?: string; readonly relation?: 'MOTHER' | 'FATHER' | 'STEP_PARENT' | 'ADOPTIVE_PARENT' | 'SIBLING' | 'GRANDPARENT' | 'AUNT_OR_UNCLE' | 'COUSIN' | 'OTHER_RELATIVE' | 'CUSTOMARY_CARER' | 'FRIEND_OF_FAMILY' | 'FOSTER_CARER' | 'INSTITUTION' | 'OTHER' } };
  /** Somebody who was to care for the child will not, as reported. */
  readonly 'reintegration.CarerWithdrawn': { readonly 1: { readonly occurred?: Occurred; readonly unentitled?: true; readonly carerRef?: string } };
  /** The child arrived in a state, as reported. */
  readonly 'reintegration.ChildArrived': { readonly 1: { readonly occurred?: Occurred; readonly unentitled?: true; readonly state: string; readonly accompanied?: 'YES' | 'NO' | 'UNKNOWN'; readonly held?: 'YES' | 'NO' | 'UNKNOWN' } };
  /** A contact with the child that was due did not come about, as reported. */
  readonly 'reintegration.ContactMissed': { readonly 1: { readonly occurred?: Occurred; readonly unentitled?: true; readonly dueOn: string; readonly attempts: number } };
  /** An open place was found where the child lives first after its arrival; the newest is in force. */
  readonly 'reintegration.FirstPlacementArranged': { readonly 1: { readonly occurred?: Occurred; readonly unentitled?: true; readonly destinationState: string; readonly facilityRef?: string; readonly from: string } };
  /** Nobody knows where the child is, as reported. */
  readonly 'reintegration.MissingReported': { readonly 1: { readonly occurred?: Occurred; readonly unentitled?: true; readonly state: string; readonly lastSeenOn: string } };
  /** Somebody independent was named who looks how the child is after its arrival, and on which days; the newest is in force. */
  readonly 'reintegration.MonitoringArranged': { readonly 1: { readonly occurred?: Occurred; readonly unentitled?: true; readonly destinationState: string } };
  /** A plan for the life of the child was proposed. */
  readonly 'reintegration.PlanDrafted': { readonly 1: { readonly occurred?: Occurred; readonly unentitled?: true; readonly outcome: 'REPATRIATION' | 'INTEGRATION' | 'THIRD_COUNTRY'; readonly destinationState: string } };
  /** A plan for the life of the child in another state was approved, with its resources and the opinion of the child; the newest is in force. */
  readonly 'reintegration.ReintegrationPlanApproved': { readonly 1: { readonly occurred?: Occurred; readonly unentitled?: true; readonly outcome: 'REPATRIATION' | 'THIRD_COUNTRY'; readonly destinationState: string; readonly childOpinion?: 'AGREES' | 'AGREES_IN_PART' | 'DISAGREES' | 'WISHES_TO_SAY_NOTHING' } };
  /** A plan for the life of the child where it is was approved, with its resources and the opinion of the child; the newest is in force. */
  readonly 'reintegration.SolutionPlanApproved': { readonly 1: { readonly occurred?: Occurred; readonly unentitled?: true; readonly outcome: 'INTEGRATION'; readonly destinationState: string; readonly childOpinion?: 'AGREES' | 'AGREES_IN_PART' | 'DISAGREES' | 'WISHES_TO_SAY_NOTHING' } };
  /** Help was planned, began, ended or was not given, as reported. */
  readonly 'reintegration.SupportReported': { readonly 1: { readonly occurred?: Occurred; readonly unentitled?: true; readonly component?: 'CARE' | 'SCHOOL' | 'HEALTH' | 'PSYCHOSOCIAL' | 'DOCUMENTS' | 'VOCATIONAL' | 'LEGAL' | 'LIVELIHOOD'; readonly recipient: 'CHILD' | 'FAMILY' | 'CARER'; readonly stage: 'PLANNED' | 'STARTED' | 'ENDED' | 'NOT_DELIVERED'; readonly outcome?: 'REACHED' | 'PARTLY_REACHED' | 'NOT_REACHED' | 'UNKNOWN' } };
  /** Somebody looked how the child is, as reported; a visit that leaves out the child, the family or the community is partial. */
  readonly 'reintegration.VisitHeld': { readonly 1: { readonly occurred?: Occurred; readonly unentitled?: true; readonly purpose: 'FOLLOW_UP' | 'INDEPENDENT_MONITORING'; readonly manner: 'IN_PERSON' | 'REMOTE' } };
  /** A court or authority decided an appeal; a decision that it sets aside is void at once. */
  readonly 'repatriation.AppealDecided': { readonly 1: { readonly occurred?: Occurred; readonly unentitled?: true; readonly appealRef: string; readonly decisionRef?: string; readonly result: 'DISMISSED' | 'UPHELD' | 'INADMISSIBLE'; readonly final: boolean; readonly instance: 'ADMINISTRATIVE' | 'FIRST_INSTANCE' | 'APPEAL' | 'CASSATION' | 'CONSTITUTIONAL' | 'INTERNATIONAL' } };
  /** Somebody appealed against a decision about the child; until it is finally decided nothing is carried out. */
  readonly 'repatriation.AppealLodged': { readonly 1: { readonly occurred?: Occurred; readonly unentitled?: true; readonly decisionRef?: string; readonly instance: 'ADMINISTRATIVE' | 'FIRST_INSTANCE' | 'APPEAL' | 'CASSATION' | 'CONSTITUTIONAL' | 'INTERNATIONAL'; readonly late: boolean } };
  /** The child or its representative agreed, before a neutral witness, to one outcome, one state and one carer; it can be taken back at any time. */
  readonly 'repatriation.ConsentGiven': { readonly 1: { readonly occurred?: Occurred; readonly unentitled?: true; readonly by: 'CHILD' | 'REPRESENTATIVE'; readonly outcome: 'REPATRIATION' | 'THIRD_COUNTRY'; readonly destinationState: string } };
  /** A consent was taken back, whoever brought the word; it is given again by the person alone, before a neutral witness. Nothing bad follows from it. */
  readonly 'repatriation.ConsentWithdrawn': { readonly 1: { readonly occurred?: Occurred; readonly unentitled?: true; readonly whose: 'CHILD' | 'REPRESENTATIVE' } };
  /** The child was told the decision, what it means and how to appeal; where it understood, its time to appeal began. */
  readonly 'repatriation.DecisionExplained': { readonly 1: { readonly occurred?: Occurred; readonly unentitled?: true; readonly decisionRef: string } };
  /** On its day the journey was looked at again, with all that it rests on, and the child left. */
  readonly 'repatriation.DepartureConfirmed': { readonly 1: { readonly occurred?: Occurred; readonly unentitled?: true; readonly authorisation: string } };
  /** The papers for the journey and for the life after it are there. */
  readonly 'repatriation.DocumentsObtained': { readonly 1: { readonly occurred?: Occurred; readonly unentitled?: true; readonly destinationState: string } };
  /** The child passed from one hand to another, as reported; until somebody receives it the sender answers for it. */
  readonly 'repatriation.HandoverReported': { readonly 1: { readonly occurred?: Occurred; readonly unentitled?: true; readonly state: string; readonly place?: 'HOME' | 'CHILD_PROTECTION_OFFICE' | 'FACILITY' | 'STATION' | 'AIRPORT' | 'BORDER' | 'POLICE_STATION' | 'OTHER' } };
  /** The state where the child is to live said whether it is ready to receive it, or said nothing in time; inside one state, the local authority that receives it. */
  readonly 'repatriation.OriginAnswered': { readonly 1: { readonly occurred?: Occurred; readonly unentitled?: true; readonly destinationState: string; readonly answer: 'CONFIRMED' | 'REFUSED' | 'SILENT'; readonly validUntil?: string } };
  /** The state that was ready is no longer, as reported; only a new answer of its own makes it ready again. */
  readonly 'repatriation.OriginReadinessWithdrawn': { readonly 1: { readonly occurred?: Occurred; readonly unentitled?: true; readonly destinationState: string } };
  /** It was decided where the child is to live; nothing is carried out before it has been explained and every appeal is over. */
  readonly 'repatriation.RepatriationDecided': { readonly 1: { readonly occurred?: Occurred; readonly unentitled?: true; readonly outcome: 'REPATRIATION' | 'THIRD_COUNTRY'; readonly destinationState: string } };
  /** Somebody who does not enforce the law proposed that the determination be carried out. */
  readonly 'repatriation.RepatriationProposed': { readonly 1: { readonly occurred?: Occurred; readonly unentitled?: true; readonly outcome: 'REPATRIATION' | 'THIRD_COUNTRY'; readonly destinationState?: string } };
  /** The child was brought to a state, or went there, without the procedure, as reported; no step of the procedure is taken by that. */
  readonly 'repatriation.ReturnOutsideProcedureReported': { readonly 1: { readonly occurred?: Occurred; readonly unentitled?: true; readonly kind: 'ASSISTED_VOLUNTARY' | 'FAMILY_REUNIFICATION' | 'TRANSFER_BETWEEN_STATES' | 'DEPORTATION' | 'SELF_RETURN' | 'ESCAPE' | 'FOUND_AND_BROUGHT_HOME' | 'UNKNOWN'; readonly destinationState: string } };
  /** What an appeal body has ruled was carried out, as reported. */
  readonly 'repatriation.RulingExecutionReported': { readonly 1: { readonly occurred?: Occurred; readonly unentitled?: true; readonly appealRef: string; readonly extent: 'WHOLE' | 'PART' } };
  /** The child may travel on one day, on one way, to one carer and one place, as long as nothing that it rests on falls; the newest is in force until it is halted. */
  readonly 'repatriation.TransferAuthorised': { readonly 1: { readonly occurred?: Occurred; readonly unentitled?: true; readonly outcome: 'REPATRIATION' | 'THIRD_COUNTRY'; readonly destinationState: string; readonly plannedDeparture: string } };
  /** The journey does not go on; only a new authorisation revives it. */
  readonly 'repatriation.TransferHalted': { readonly 1: { readonly occurred?: Occurred; readonly unentitled?: true; readonly authorisation?: string; readonly inTransit: boolean } };
}

export type FeedEventType = keyof FeedData;
export type FeedContext = 'best-interests' | 'corridor' | 'facility' | 'forgetting' | 'guardianship' | 'identification' | 'record' | 'reintegration' | 'repatriation';
type InEachVersion<Type extends FeedEventType> = { [Version in keyof FeedData[Type] & number]: CloudEvent<Type, FeedData[Type][Version], Version> }[keyof FeedData[Type] & number];
/** What is told; its type says what its data are, and its dataschema in which version. */
export type FeedEvent = { [Type in FeedEventType]: InEachVersion<Type> }[FeedEventType];

/** The versions of each type that this contract knows: a service goes on with the one of its scope, whichever is the newest. */
export const versions = {
  'best-interests.AssessmentOpened': [1],
  'best-interests.BestInterestsDetermined': [1],
  'best-interests.BidPanelConvened': [1],
  'best-interests.ChildHeard': [1],
  'best-interests.DeterminationExplained': [1],
  'best-interests.DeterminationReopened': [1],
  'best-interests.NeedsAssessed': [1],
  'best-interests.PlacementReviewed': [1],
  'best-interests.SeparationAuthorised': [1],
  'best-interests.SeparationReviewed': [1],
  'corridor.SuspensionDeclared': [1],
  'corridor.TransfersResumed': [1],
  'facility.ExitControlAttested': [1],
  'facility.FacilityChanged': [1],
  'facility.FacilityRegistered': [1],
  'forgetting.SubjectForgotten': [1],
  'guardianship.CaseAccepted': [1],
  'guardianship.GuardianAppointed': [1, 2],
  'guardianship.GuardianReplaced': [1],
  'guardianship.GuardianRequested': [1],
  'guardianship.GuardianSuspended': [1],
  'guardianship.InterpreterConfirmed': [1],
  'guardianship.InterpreterReportedUnfit': [1],
  'guardianship.LawyerRequested': [1],
  'guardianship.LegalAidAssigned': [1],
  'guardianship.MandateAccepted': [1],
  'guardianship.MandateAnnulled': [1],
  'guardianship.RepresentingParentConfirmed': [1],
  'guardianship.SuspensionLifted': [1],
  'identification.AccompanimentAttested': [1],
  'identification.CareGapClosed': [1],
  'identification.CareGapOpened': [1],
  'identification.ChildFound': [1],
  'identification.DeathReported': [1],
  'identification.DeathReportRefuted': [1],
  'identification.DeprivationEnded': [1],
  'identification.DeprivationStarted': [1],
  'identification.EducationAccessReported': [1],
  'identification.EmergencyCareStarted': [1],
  'identification.HealthAccessReported': [1],
  'identification.IdentityAttested': [1],
  'identification.IdentityMerged': [1],
  'identification.IdentitySplit': [1],
  'identification.LibertyCertified': [1],
  'identification.MeasureEnded': [1],
  'identification.MeasureImposed': [1],
  'identification.MeasureReviewed': [1],
  'identification.MergeLapsed': [1],
  'identification.OpenSettingLost': [1],
  'identification.PlacementDecided': [1],
  'identification.ReferralAccepted': [1],
  'identification.ReferralMade': [1],
  'identification.ReferralRefused': [1],
  'identification.Reunited': [1],
  'identification.SeparationStarted': [1],
  'record.Corrected': [1],
  'record.Disputed': [1],
  'record.Retracted': [1],
  'reintegration.AgeingOutPlanStarted': [1],
  'reintegration.CarerConfirmed': [1],
  'reintegration.CarerWithdrawn': [1],
  'reintegration.ChildArrived': [1],
  'reintegration.ContactMissed': [1],
  'reintegration.FirstPlacementArranged': [1],
  'reintegration.MissingReported': [1],
  'reintegration.MonitoringArranged': [1],
  'reintegration.PlanDrafted': [1],
  'reintegration.ReintegrationPlanApproved': [1],
  'reintegration.SolutionPlanApproved': [1],
  'reintegration.SupportReported': [1],
  'reintegration.VisitHeld': [1],
  'repatriation.AppealDecided': [1],
  'repatriation.AppealLodged': [1],
  'repatriation.ConsentGiven': [1],
  'repatriation.ConsentWithdrawn': [1],
  'repatriation.DecisionExplained': [1],
  'repatriation.DepartureConfirmed': [1],
  'repatriation.DocumentsObtained': [1],
  'repatriation.HandoverReported': [1],
  'repatriation.OriginAnswered': [1],
  'repatriation.OriginReadinessWithdrawn': [1],
  'repatriation.RepatriationDecided': [1],
  'repatriation.RepatriationProposed': [1],
  'repatriation.ReturnOutsideProcedureReported': [1],
  'repatriation.RulingExecutionReported': [1],
  'repatriation.TransferAuthorised': [1],
  'repatriation.TransferHalted': [1],
} as const satisfies { readonly [Type in FeedEventType]: readonly (keyof FeedData[Type])[] };
