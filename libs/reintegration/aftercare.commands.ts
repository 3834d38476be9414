import { IsDefined, IsOptional } from 'class-validator';
import { orgTypes, type OrgType } from '../decider/actor.js';
import { Record as Report } from '../decider/command.js';
import { IsCode, IsCountry, IsDay, IsList, IsPart, IsPlaceRef, IsReference, IsText, IsWhole } from '../decider/fields.js';
import { readsPlace } from '../decider/place.js';
import { witnesses } from '../decider/witnesses.js';
import { recipients, supportOutcomes, supportStages, visitPurposes, visitResults, whyMissed, whyNotDelivered } from './aftercare.events.js';
import { answers, planComponents, visitManners } from './plan.events.js';

type Answer = (typeof answers)[number];

export class Receiver {
  @IsOptional() @IsReference()
  readonly personRef?: string;

  @IsCode(orgTypes)
  readonly orgType!: OrgType;
}

export class VisitResult {
  @IsCode(visitResults)
  readonly result!: (typeof visitResults)[number];

  /** Whether it was spoken with alone. */
  @IsOptional() @IsCode(answers)
  readonly seenAlone?: Answer;
}

export class RecordArrival extends Report('RecordArrival', {
  summary: 'Reports that the child arrived in a state, and who received it.',
  by: witnesses,
  reads: readsPlace,
}) {
  @IsCountry()
  readonly state!: string;

  /** The place, if the register has it. */
  @IsOptional() @IsPlaceRef()
  readonly facilityRef?: string;

  @IsDefined({ message: 'receivedBy says who received the child' }) @IsPart(() => Receiver)
  readonly receivedBy!: Receiver;

  /** Whether it was with somebody it had travelled with until then. */
  @IsCode(answers)
  readonly accompanied!: Answer;

  @IsCode(answers)
  readonly held!: Answer;

  @IsOptional() @IsText(4000)
  readonly condition?: string;
}

export class RecordSupport extends Report('RecordSupport', {
  summary: 'Reports that help for the child, its family or its carer was planned, began, ended or was not given.',
  by: witnesses,
}) {
  @IsCode(planComponents)
  readonly component!: (typeof planComponents)[number];

  @IsCode(recipients)
  readonly recipient!: (typeof recipients)[number];

  @IsReference()
  readonly providerRef!: string;

  @IsCode(supportStages)
  readonly stage!: (typeof supportStages)[number];

  @IsOptional() @IsCode(supportOutcomes)
  readonly outcome?: (typeof supportOutcomes)[number];

  @IsOptional() @IsCode(whyNotDelivered)
  readonly notDeliveredBecause?: (typeof whyNotDelivered)[number];

  /** Whether the child chose it itself; psychological and religious help are its own choice. */
  @IsOptional() @IsCode(answers)
  readonly chosenByChild?: Answer;

  @IsOptional() @IsText(4000)
  readonly note?: string;
}

export class RecordVisit extends Report('RecordVisit', {
  summary: 'Reports what a visit found of the child, of its family and of the people around them, each on its own.',
  by: witnesses,
}) {
  @IsCode(visitPurposes)
  readonly purpose!: (typeof visitPurposes)[number];

  @IsCode(visitManners)
  readonly manner!: (typeof visitManners)[number];

  @IsReference()
  readonly visitorRef!: string;

  @IsCode(orgTypes)
  readonly visitorOrgType!: OrgType;

  @IsOptional() @IsPart(() => VisitResult)
  readonly child?: VisitResult;

  @IsOptional() @IsPart(() => VisitResult)
  readonly family?: VisitResult;

  @IsOptional() @IsPart(() => VisitResult)
  readonly community?: VisitResult;

  @IsOptional() @IsText(4000)
  readonly childWords?: string;

  @IsOptional() @IsText(4000)
  readonly findings?: string;
}

export class RecordContactMissed extends Report('RecordContactMissed', {
  summary: 'Reports that a contact with the child that was due did not come about.',
  by: witnesses,
}) {
  @IsDay('past')
  readonly dueOn!: string;

  /** How often it was tried. */
  @IsWhole(0, 1000)
  readonly attempts!: number;

  @IsCode(whyMissed)
  readonly reason!: (typeof whyMissed)[number];

  @IsOptional() @IsText(4000)
  readonly note?: string;
}

export class RecordMissing extends Report('RecordMissing', {
  summary: 'Reports that nobody knows where the child is.',
  by: witnesses,
}) {
  @IsDay('past')
  readonly lastSeenOn!: string;

  /** State in which it was last seen. */
  @IsCountry()
  readonly state!: string;

  /** The states whose authorities have been told. */
  @IsList(10) @IsCountry({ each: true })
  readonly toldAuthorities!: string[];

  @IsCode(answers)
  readonly traffickingFeared!: Answer;

  @IsOptional() @IsText(4000)
  readonly circumstances?: string;
}
