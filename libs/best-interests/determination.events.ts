import Type from 'typebox';
import { orgTypes } from '../decider/actor.js';
import { event } from '../decider/event.js';
import { outcomes } from '../decider/journey.js';
import { personal } from '../privacy/personal.js';
import { components } from './assessment.events.js';
import { answer, country, day, instant, reference, spoken } from './codes.js';

export const disciplines = [
  'SOCIAL_WORK', 'CHILD_PSYCHOLOGY', 'CHILD_RIGHTS_LAW', 'FAMILY_LAW', 'PAEDIATRICS', 'EDUCATION', 'CULTURAL_MEDIATION', 'COUNTRY_EXPERTISE',
] as const;
/** Who would care for the child under an option. */
export const careOptions = ['PARENTS', 'RELATIVES', 'FOSTER_FAMILY', 'FAMILY_TYPE_HOME', 'SUPERVISED_INDEPENDENT_LIVING', 'SHELTER', 'INSTITUTION', 'KAFALA', 'OTHER'] as const;
export type CareOption = (typeof careOptions)[number];
/** What is a way to live outside of an institution: OTHER may be one, and says of none what it is. */
export const isElsewhere = (care: CareOption): boolean => care !== 'INSTITUTION' && care !== 'OTHER';
/**
 * What may speak for a solution or against it. Control of migration, poverty, a disability, a diagnosis or a status is no such
 * consideration, so that no determination can rest on one (International Child Repatriation Guidelines, guarantee 3).
 */
export const considerations = [
  'SAFETY', 'FAMILY_TIES', 'SIBLINGS', 'SOCIAL_TIES', 'CHILDS_WISH', 'CARE', 'HEALTH_CARE', 'EDUCATION', 'LANGUAGE_AND_CULTURE', 'RELIGION',
  'STABILITY', 'INTEGRATION', 'LENGTH_OF_ABSENCE', 'SECURE_STAY', 'DEVELOPMENT',
] as const;
export type Consideration = (typeof considerations)[number];
export const rejectionReasons = [...considerations, 'NO_CARER_FOUND', 'NO_STATE_RECEIVES'] as const;
export const weights = ['DECISIVE', 'STRONG', 'SOME', 'NONE'] as const;
/** What became of the child's view. */
export const viewResults = ['FOLLOWED', 'FOLLOWED_IN_PART', 'OVERRIDDEN', 'NOT_EXPRESSED'] as const;
export const reopeningTriggers = ['NEW_RELATIVE', 'RISK_CHANGED', 'CONSENT_WITHDRAWN', 'CHILD_ASKED', 'TOO_OLD', 'NEW_INFORMATION', 'APPEAL_UPHELD'] as const;
export type ReopeningTrigger = (typeof reopeningTriggers)[number];
export const panelConflicts = ['WORKS_FOR_CUSTODIAL_OR_RETURN_BODY', 'FINANCIAL', 'FAMILY_OR_FRIEND', 'OPPOSING_PARTY', 'ACCUSED_OF_HARM', 'OTHER'] as const;

const member = Type.Object({
  memberRef: reference,
  organisationRef: reference,
  orgType: Type.Enum([...orgTypes]),
  discipline: Type.Enum([...disciplines]),
  /** Whether the member is trained for work with children or in their rights. */
  childSpecialist: answer,
  conflictOfInterest: answer,
  confidentialitySignedOn: day,
}, { additionalProperties: false });

const considered = {
  care: Type.Enum([...careOptions]),
  speaksFor: Type.Array(Type.Enum([...considerations])),
  speaksAgainst: Type.Array(Type.Enum([...considerations])),
};

export const BidPanelConvened = event('best-interests.BidPanelConvened', 1,
  'A panel was convened to determine what is best for the child, each member with its discipline, its declaration of conflicts and its undertaking of confidentiality.', {
    members: Type.Array(member, { minItems: 1 }),
    /** The member who chairs it; absent in older records, and where none does. */
    chairRef: Type.Optional(reference),
  });

export const PanelConflictDeclared = event('best-interests.PanelConflictDeclared', 1,
  'A conflict of interest of somebody on the panel was declared by that person or reported by somebody else.', {
    memberRef: reference,
    ground: Type.Enum([...panelConflicts]),
    statement: Type.Optional(personal('D3', Type.String())),
  });

export const BestInterestsDetermined = event('best-interests.BestInterestsDetermined', 1,
  'The panel determined which of the three solutions is best for the child, after weighing the others.', {
    outcome: Type.Enum([...outcomes]),
    /** Of a repatriation or a third country. */
    destinationState: Type.Optional(country),
    /** Members who sat. */
    present: Type.Array(reference, { minItems: 1 }),
    ...considered,
    reasons: Type.Array(Type.Enum([...considerations]), { minItems: 1 }),
    weights: Type.Array(Type.Object({ component: Type.Enum([...components]), weight: Type.Enum([...weights]) }, { additionalProperties: false })),
    rejected: Type.Array(Type.Object({
      outcome: Type.Enum([...outcomes]), ...considered, rejectedBecause: Type.Array(Type.Enum([...rejectionReasons]), { minItems: 1 }),
    }, { additionalProperties: false })),
    childsView: Type.Enum([...viewResults]),
    viewOverriddenBecause: Type.Optional(personal('D3', Type.String())),
    /** By when the panel wants to see it again, where that is before its age makes it void. */
    reviewBy: Type.Optional(instant),
    statement: Type.Optional(personal('D3', Type.String())),
    /** Members who sat and do not carry it; absent where there is none, and in older records. */
    dissent: Type.Optional(Type.Array(Type.Object({ memberRef: reference, reasons: Type.Optional(personal('D3', Type.String())) }, { additionalProperties: false }), { minItems: 1 })),
  });

export const DeterminationExplained = event('best-interests.DeterminationExplained', 1, 'The child was told what was determined, and what that means.', {
  determination: reference,
  ...spoken,
  /** Whether it was told how to have it reviewed. */
  remediesExplained: answer,
  representativeInformed: answer,
  reaction: Type.Optional(personal('D3', Type.String())),
});

export const ViewsWeighed = event('best-interests.ViewsWeighed', 1, 'The child was told how its view was weighed.', {
  determination: reference,
  ...spoken,
  weight: Type.Enum([...weights]),
  result: Type.Enum([...viewResults]),
  reasons: Type.Optional(personal('D3', Type.String())),
});

export const DeterminationReopened = event('best-interests.DeterminationReopened', 1,
  'What was determined is open again, because of a new fact or because the child asked for it.', {
    /** The latest determination, if there was one. */
    determination: Type.Optional(reference),
    trigger: Type.Enum([...reopeningTriggers]),
    note: Type.Optional(personal('D3', Type.String())),
  });

export const DeterminationUnsettled = event('best-interests.DeterminationUnsettled', 1,
  'What was determined is not final any more by what was told just before, though nobody has opened it again.', {
    determination: reference,
  });

export const determinationEvents = [
  BidPanelConvened, PanelConflictDeclared, BestInterestsDetermined, DeterminationExplained, ViewsWeighed, DeterminationReopened, DeterminationUnsettled,
] as const;
export type DeterminationEvent = (typeof determinationEvents)[number];
