import { IsBoolean, IsDefined, IsOptional } from 'class-validator';
import { Attest, Protect } from '../decider/command.js';
import { IsCode, IsDay, IsList, IsPart, IsReference, IsText } from '../decider/fields.js';
import { careOptions, type CareOption } from './determination.events.js';
import { professions, type Profession } from './codes.js';
import { needAreas, needResults } from './needs.events.js';
import { Professional } from './parts.js';

export class AreaOfNeed {
  @IsCode(needAreas)
  readonly area!: (typeof needAreas)[number];

  @IsCode(needResults)
  readonly result!: (typeof needResults)[number];
}

export class PlannedMeasure {
  @IsCode(needAreas)
  readonly area!: (typeof needAreas)[number];

  /** Who provides it; at least the profession is named. */
  @IsOptional() @IsReference()
  readonly providerRef?: string;

  /** Whose work it is. */
  @IsOptional() @IsCode(professions)
  readonly specialist?: Profession;

  /** By which day. */
  @IsOptional() @IsDay('any')
  readonly by?: string;

  /** Whether it is to last beyond the first help. */
  @IsOptional() @IsBoolean({ message: 'longTerm is true or false' })
  readonly longTerm?: boolean;
}

export class AttestNeedsAssessed extends Attest('AttestNeedsAssessed', {
  summary: 'Attests how far the rights of the child are fulfilled, in every area, if only with UNKNOWN.',
  by: ['CASE_WORKER', 'PANEL_MEMBER'],
}) {
  @IsDefined({ message: 'assessor says who assessed' }) @IsPart(() => Professional)
  readonly assessor!: Professional;

  @IsList(needAreas.length, { lengthMin: needAreas.length, by: ({ area }: AreaOfNeed) => area }) @IsPart(() => AreaOfNeed, { each: true })
  readonly areas!: AreaOfNeed[];

  @IsOptional() @IsText(4000)
  readonly findings?: string;
}

export class DraftProtectionPlan extends Protect('DraftProtectionPlan', {
  summary: 'Draws up how the child is to be protected, by whom, and who would care for it; what needs a decision is decided elsewhere.',
  by: ['CASE_WORKER'],
}) {
  /** Who would care for the child. */
  @IsCode(careOptions)
  readonly care!: CareOption;

  /** Left out, they follow from the newest assessment of needs: one for each area that is not met or not known, with the profession whose work it is. */
  @IsOptional() @IsList(100, { lengthMin: 1, by: ({ area, providerRef, specialist }: PlannedMeasure) => `${area} ${providerRef ?? specialist}` }) @IsPart(() => PlannedMeasure, { each: true })
  readonly measures?: PlannedMeasure[];

  @IsOptional() @IsText(4000)
  readonly note?: string;
}
