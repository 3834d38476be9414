import { IsDefined, IsOptional } from 'class-validator';
import { Decide, Record as Report } from '../decider/command.js';
import { IsCode, IsCountry, IsDay, IsDayOrInstant, IsList, IsPart, IsPlaceRef, IsReference, IsText } from '../decider/fields.js';
import { gate } from '../decider/gate.js';
import { readsPlace } from '../decider/place.js';
import { witnesses } from '../decider/witnesses.js';
import { PlannedVisit } from './plan.commands.js';
import { carerRelations, homeStudyResults, monitoringBodies, withdrawalReasons } from './reception.events.js';

const readinessGate = gate('readiness', ['CHILD_REGISTERED', 'MINORITY', 'REPRESENTATIVE_ACTIVE']);

export class HomeStudy {
  @IsReference()
  readonly documentRef!: string;

  /** Who went there. */
  @IsReference()
  readonly doneBy!: string;

  @IsDayOrInstant('past')
  readonly doneOn!: string;

  @IsCode(homeStudyResults)
  readonly result!: (typeof homeStudyResults)[number];
}

export class ConfirmCarer extends Decide('ConfirmCarer', {
  summary: 'Confirms who will care for the child, after a home study and with the consent of that person.',
  by: ['CASE_WORKER'],
  gate: readinessGate,
}) {
  @IsCountry()
  readonly destinationState!: string;

  @IsReference()
  readonly carerRef!: string;

  @IsCode(carerRelations)
  readonly relation!: (typeof carerRelations)[number];

  @IsDefined({ message: 'homeStudy says who saw the home, and when' }) @IsPart(() => HomeStudy)
  readonly homeStudy!: HomeStudy;

  /** When the carer agreed: the instant where it had withdrawn shortly before. */
  @IsDayOrInstant('past')
  readonly agreedOn!: string;

  @IsOptional() @IsText(200)
  readonly name?: string;

  @IsOptional() @IsText(500)
  readonly address?: string;

  @IsOptional() @IsText(4000)
  readonly assessment?: string;
}

export class RecordCarerWithdrew extends Report('RecordCarerWithdrew', {
  summary: 'Reports that somebody who was to care for the child will not.',
  by: witnesses,
}) {
  @IsReference()
  readonly carerRef!: string;

  @IsCode(withdrawalReasons)
  readonly reason!: (typeof withdrawalReasons)[number];

  @IsOptional() @IsText(4000)
  readonly statement?: string;
}

export class ArrangeMonitoring extends Decide('ArrangeMonitoring', {
  summary: 'Names somebody independent who looks how the child is after its arrival, and the days.',
  by: ['CASE_WORKER'],
  gate: readinessGate,
}) {
  @IsCountry()
  readonly destinationState!: string;

  @IsReference()
  readonly monitorRef!: string;

  @IsReference()
  readonly orgRef!: string;

  @IsCode(monitoringBodies)
  readonly orgType!: (typeof monitoringBodies)[number];

  @IsList(60, { lengthMin: 1, by: ({ on }: PlannedVisit) => on }) @IsPart(() => PlannedVisit, { each: true })
  readonly visits!: PlannedVisit[];
}

export class ArrangeFirstPlacement extends Decide('ArrangeFirstPlacement', {
  summary: 'Arranges where the child lives first after its arrival: a place of the register that is known to be open.',
  by: ['CASE_WORKER'],
  gate: gate('first-placement', ['CHILD_REGISTERED', 'MINORITY', 'REPRESENTATIVE_ACTIVE', 'OPEN_SETTING']),
  reads: readsPlace,
}) {
  @IsCountry()
  readonly destinationState!: string;

  @IsPlaceRef()
  readonly facilityRef!: string;

  @IsDay('any')
  readonly from!: string;
}
