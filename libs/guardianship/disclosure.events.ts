import Type from 'typebox';
import { orgTypes } from '../decider/actor.js';
import { event } from '../decider/event.js';
import { personal } from '../privacy/personal.js';
import { presences } from './contact.events.js';

/** What others were told of a child, or wanted to be told. */

export const disclosedMatters = ['WHEREABOUTS', 'IDENTITY', 'FAMILY', 'HEALTH', 'SCHOOL', 'PROTECTION_CLAIM', 'STATEMENT', 'OTHER'] as const;
/** What it was wanted for; a code may name what it must not be used for. */
export const disclosurePurposes = ['MIGRATION_CONTROL', 'RETURN', 'INVESTIGATION', 'TRACING', 'PROTECTION', 'NONE_GIVEN', 'OTHER', 'UNKNOWN'] as const;
/** Where the child had told it, or left it behind: a service that it used. */
export const services = ['SCHOOL', 'HEALTH_CARE', 'SHELTER', 'LEGAL_AID', 'GUARDIAN', 'CHILD_PROTECTION', 'CIVIL_REGISTER', 'HELP_LINE', 'OTHER', 'UNKNOWN'] as const;
export const demandAnswers = ['GIVEN', 'GIVEN_IN_PART', 'REFUSED', 'OPEN', 'UNKNOWN'] as const;

const body = Type.Object({ orgRef: Type.Optional(Type.String()), orgType: Type.Enum([...orgTypes]) }, { additionalProperties: false });
const matters = Type.Array(Type.Enum([...disclosedMatters]), { minItems: 1 });
const account = Type.Optional(personal('D3', Type.String()));

export const DisclosureDemanded = event('guardianship.DisclosureDemanded', 1, 'Some body demanded to be told of the child, as reported.', {
  demandedBy: body,
  addressee: body,
  matters,
  purpose: Type.Enum([...disclosurePurposes]),
  answer: Type.Enum([...demandAnswers]),
  account,
});

export const DisclosureReported = event('guardianship.DisclosureReported', 1, 'Some body was told of the child by another, as reported.', {
  disclosedBy: body,
  receiver: body,
  matters,
  purpose: Type.Enum([...disclosurePurposes]),
  learntThrough: Type.Enum([...services]),
  childAgreed: Type.Enum([...presences]),
  account,
});

export const disclosureEvents = [DisclosureDemanded, DisclosureReported] as const;
export type DisclosureEvent = (typeof disclosureEvents)[number];
