import { IsDefined, IsIn, IsOptional } from 'class-validator';
import { orgTypes, type OrgType } from '../decider/actor.js';
import { Attest, Record as Report } from '../decider/command.js';
import { IsCode, IsCountry, IsDay, IsList, IsPart, IsReference, IsText, IsWhole, IsZone } from '../decider/fields.js';
import { exitControls, type ExitControl } from '../decider/place.js';
import { placeKinds, type PlaceKind } from './place.events.js';

export class Operator {
  @IsReference()
  readonly orgRef!: string;

  @IsCode(orgTypes)
  readonly orgType!: OrgType;
}

export class RegisterFacility extends Attest('RegisterFacility', {
  summary: 'Enters a place where children stay or are held in the register, and answers for what the register then says of it.',
  by: ['CASE_WORKER', 'OMBUDSPERSON', 'APPOINTING_AUTHORITY'],
  subject: 'facility',
  starts: true,
}) {
  /** As the place or its authority calls it. The home of a family has no name here, because it would be the family's. */
  @IsOptional() @IsText(200)
  readonly name?: string;

  @IsCode(placeKinds)
  readonly kind!: PlaceKind;

  @IsDefined({ message: 'operator says who runs the place' }) @IsPart(() => Operator)
  readonly operator!: Operator;

  @IsCountry()
  readonly state!: string;

  @IsZone()
  readonly zone!: string;

  @IsCode(exitControls)
  readonly exitControl!: ExitControl;

  /** How many children the place is made for. */
  @IsOptional() @IsWhole(0, 100_000)
  readonly capacity?: number;

  /** The units that the place is divided into. */
  @IsOptional() @IsList(200) @IsReference({ each: true })
  readonly units?: string[];

  /** Since when all of this holds. */
  @IsDay('past')
  readonly from!: string;

  @IsOptional() @IsText(500)
  readonly address?: string;
}

export class RecordFacilityChange extends Report('RecordFacilityChange', {
  summary: 'Reports that a place was renamed, changed hands, kind, size or exit control, or was closed.',
  by: ['CASE_WORKER', 'OMBUDSPERSON', 'APPOINTING_AUTHORITY', 'GUARDIAN', 'LAWYER', 'NGO_ADVOCATE'],
  subject: 'facility',
}) {
  @IsOptional() @IsText(200)
  readonly name?: string;

  @IsOptional() @IsCode(placeKinds)
  readonly kind?: PlaceKind;

  @IsOptional() @IsPart(() => Operator)
  readonly operator?: Operator;

  @IsOptional() @IsCode(exitControls)
  readonly exitControl?: ExitControl;

  @IsOptional() @IsWhole(0, 100_000)
  readonly capacity?: number;

  @IsOptional() @IsList(200) @IsReference({ each: true })
  readonly units?: string[];

  @IsOptional() @IsIn([true], { message: 'closed is true or left out: that a place is open again is attested by an inspection' })
  readonly closed?: true;

  /** The day from which it is so. */
  @IsDay('any')
  readonly validFrom!: string;
}

export class AttestExitControl extends Attest('AttestExitControl', {
  summary: 'Attests, after an inspection, whether a child may leave the place.',
  by: ['OMBUDSPERSON', 'APPOINTING_AUTHORITY'],
  subject: 'facility',
}) {
  @IsCode(exitControls)
  readonly exitControl!: ExitControl;

  /** The first day for which the inspection vouches. */
  @IsDay('past')
  readonly from!: string;

  /** What the place is, who runs it and where it lies, all of it: where its registration was withdrawn or disputed, the inspection stands in its place. */
  @IsOptional() @IsCode(placeKinds)
  readonly kind?: PlaceKind;

  @IsOptional() @IsPart(() => Operator)
  readonly operator?: Operator;

  @IsOptional() @IsCountry()
  readonly state?: string;

  @IsOptional() @IsZone()
  readonly zone?: string;
}
