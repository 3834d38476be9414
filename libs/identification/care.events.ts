import Type from 'typebox';
import { event } from '../decider/event.js';
import { personal } from '../privacy/personal.js';
import { reference } from './codes.js';
import { registerEntry } from './register.js';

export const emergencyReasons = [
  'NO_CARER', 'ON_THE_STREET', 'DANGER', 'CARER_DETAINED', 'CARER_ILL_OR_DEAD', 'RELEASED_FROM_CUSTODY', 'PLACEMENT_BROKE_DOWN', 'OTHER',
] as const;
/** UN Guidelines for the Alternative Care of Children, para. 29(c), those of the family first. */
export const careSettings = ['KINSHIP_CARE', 'FOSTER_CARE', 'FAMILY_LIKE_CARE', 'SUPERVISED_INDEPENDENT_LIVING', 'RESIDENTIAL_CARE'] as const;
export const whyNoFamily = [
  'CHILD_ASKED', 'SIBLINGS_STAY_TOGETHER', 'NO_FAMILY_AVAILABLE', 'SPECIALISED_CARE_NEEDED', 'FAMILY_BROKE_DOWN', 'SHORT_STAY_BEFORE_REUNIFICATION',
] as const;

const instant = Type.String({ format: 'date-time' });

export const EmergencyCareStarted = event('identification.EmergencyCareStarted', 1,
  'The child was taken into an open place for the time being, because it could not wait.', {
    facilityRef: reference,
    reason: Type.Enum([...emergencyReasons]),
    /** By when somebody looks at it again. */
    reviewBy: instant,
    note: Type.Optional(personal('D3', Type.String())),
    register: Type.Optional(registerEntry),
  });

export const PlacementDecided = event('identification.PlacementDecided', 1, 'It was decided where the child lives; the newest decision is in force.', {
  facilityRef: reference,
  settingKind: Type.Enum([...careSettings]),
  /** Why the child does not live in a family, where it lives in an institution. */
  noFamilyBecause: Type.Optional(Type.Enum([...whyNoFamily])),
  from: instant,
  reasons: Type.Optional(personal('D3', Type.String())),
  register: Type.Optional(registerEntry),
});

export const careEvents = [EmergencyCareStarted, PlacementDecided] as const;
export type CareEvent = (typeof careEvents)[number];
