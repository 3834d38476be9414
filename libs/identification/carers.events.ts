import Type from 'typebox';
import { event } from '../decider/event.js';
import { personal } from '../privacy/personal.js';
import { answer, organisation, reference } from './codes.js';
import { relations } from './family.events.js';

export const careGapCauses = ['CARER_ARRESTED', 'CARER_DETAINED', 'CARER_ILL_OR_DEAD', 'CARER_LEFT', 'OTHER', 'UNKNOWN'] as const;
export const gapEnds = ['CARER_IS_BACK', 'OTHER_CARER_FOUND', 'THERE_WAS_NONE'] as const;

export const CarerArrested = event('identification.CarerArrested', 1, 'Somebody who cared for the child was arrested, as reported.', {
  /** Pseudonymous reference of the carer, never a name. */
  carerRef: reference,
  relation: Type.Optional(Type.Enum([...relations])),
  arrestedBy: Type.Optional(organisation),
  /** Whether anybody else of the family takes care of the child now. */
  otherCarer: answer,
  circumstances: Type.Optional(personal('D3', Type.String())),
});

export const CareGapOpened = event('identification.CareGapOpened', 1, 'It is not known who cares for the child now, because of what happened to somebody who cared for it or for a child of its family.', {
  because: Type.Enum([...careGapCauses]),
  carerRef: Type.Optional(reference),
});

export const CareGapClosed = event('identification.CareGapClosed', 1, 'Somebody who answers for it found out who cares for the child now.', {
  because: Type.Enum([...gapEnds]),
  carerRef: reference,
  relation: Type.Enum([...relations]),
});

export const carersEvents = [CarerArrested, CareGapOpened, CareGapClosed] as const;
export type CarersEvent = (typeof carersEvents)[number];
