import { IsOptional } from 'class-validator';
import { Decide, Protect } from '../decider/command.js';
import { IsCode, IsInstant, IsPlaceRef, IsText } from '../decider/fields.js';
import { gate } from '../decider/gate.js';
import { readsPlace } from '../decider/place.js';
import { careSettings, emergencyReasons, whyNoFamily } from './care.events.js';

/** The one protection with preconditions: whatever the emergency, the place is open (ruling 25), and no journey to another state begins with it (SEP-14). */
export class PlaceInEmergencyOpenCare extends Protect('PlaceInEmergencyOpenCare', {
  summary: 'Takes the child into an open place for the time being, without waiting for a representative.',
  by: ['CASE_WORKER', 'GUARDIAN', 'NGO_ADVOCATE', 'OMBUDSPERSON'],
  gate: gate('emergency-care', ['OPEN_SETTING'], ['OPEN_SETTING', 'SAME_STATE']),
  reads: readsPlace,
}) {
  @IsPlaceRef()
  readonly facilityRef!: string;

  @IsCode(emergencyReasons)
  readonly reason!: (typeof emergencyReasons)[number];

  /** By when somebody looks at it again. */
  @IsInstant('any')
  readonly reviewBy!: string;

  @IsOptional() @IsText(2000)
  readonly note?: string;
}

const placementNeeds = ['CHILD_REGISTERED', 'MINORITY', 'REPRESENTATIVE_ACTIVE', 'OPEN_SETTING'] as const;
const onAnAssessment = [...placementNeeds, 'CHILD_HEARD', 'ASSESSMENT_DONE'] as const;

export class DecidePlacement extends Decide('DecidePlacement', {
  summary: 'Decides where the child lives: in a family if at all possible, and never where it may not leave.',
  by: ['CASE_WORKER'],
  gate: gate('placement', placementNeeds, onAnAssessment, [...onAnAssessment, 'SAME_STATE']),
  reads: readsPlace,
}) {
  @IsPlaceRef()
  readonly facilityRef!: string;

  @IsCode(careSettings)
  readonly settingKind!: (typeof careSettings)[number];

  /** Why no family can take the child; asked for residential care, and only there. */
  @IsOptional() @IsCode(whyNoFamily)
  readonly noFamilyBecause?: (typeof whyNoFamily)[number];

  /** Begin of the placement; left out, it begins with the decision. */
  @IsOptional() @IsInstant('any')
  readonly from?: string;

  @IsOptional() @IsText(4000)
  readonly reasons?: string;
}
