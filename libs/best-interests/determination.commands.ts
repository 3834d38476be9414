import { IsOptional } from 'class-validator';
import { orgTypes, type OrgType } from '../decider/actor.js';
import { Attest, Decide, Protect } from '../decider/command.js';
import { IsCode, IsCountry, IsDay, IsInstant, IsList, IsPart, IsReference, IsText } from '../decider/fields.js';
import { gate } from '../decider/gate.js';
import { outcomes, type Outcome } from '../decider/journey.js';
import { onTheCase } from './actors.js';
import { components, type Component } from './assessment.events.js';
import { answers, type Answer } from './codes.js';
import {
  careOptions, considerations, disciplines, panelConflicts, rejectionReasons, reopeningTriggers, viewResults, weights,
  type CareOption, type Consideration, type ReopeningTrigger,
} from './determination.events.js';
import { speaking } from './parts.js';

export class PanelMember {
  @IsReference()
  readonly memberRef!: string;

  @IsReference()
  readonly organisationRef!: string;

  @IsCode(orgTypes)
  readonly orgType!: OrgType;

  @IsCode(disciplines)
  readonly discipline!: (typeof disciplines)[number];

  /** Whether the member is trained for work with children or in their rights. */
  @IsCode(answers)
  readonly childSpecialist!: Answer;

  /** The member's own declaration. */
  @IsCode(answers)
  readonly conflictOfInterest!: Answer;

  /** The day on which the member signed the undertaking of confidentiality. */
  @IsDay('past')
  readonly confidentialitySignedOn!: string;
}

/** What speaks for an option and against it. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the language asks it of a mixin's base
function considering<B extends abstract new (...args: any[]) => object>(base: B) {
  abstract class Considered extends base {
    /** Who would care for the child. */
    @IsCode(careOptions)
    readonly care!: CareOption;

    @IsList(considerations.length) @IsCode(considerations, { each: true })
    readonly speaksFor!: Consideration[];

    @IsList(considerations.length) @IsCode(considerations, { each: true })
    readonly speaksAgainst!: Consideration[];
  }
  return Considered;
}

export class RejectedOption extends considering(Object) {
  @IsCode(outcomes)
  readonly outcome!: Outcome;

  @IsList(rejectionReasons.length, { lengthMin: 1 }) @IsCode(rejectionReasons, { each: true })
  readonly rejectedBecause!: (typeof rejectionReasons)[number][];
}

export class ComponentWeight {
  @IsCode(components)
  readonly component!: Component;

  @IsCode(weights)
  readonly weight!: (typeof weights)[number];
}

/** A member who sat and does not carry what the panel determined. */
export class Dissent {
  @IsReference()
  readonly memberRef!: string;

  @IsOptional() @IsText(4000)
  readonly reasons?: string;
}

/** It prepares a decision and takes none about the child, so that it needs no representative yet (ruling 16). */
export class ConveneBidPanel extends Decide('ConveneBidPanel', {
  summary: 'Convenes the panel that determines what is best for the child: independent, of several disciplines, without conflicts.',
  by: ['CASE_WORKER'],
  gate: gate('panel', ['CHILD_REGISTERED', 'MINORITY', 'PANEL_INDEPENDENT']),
}) {
  @IsList(15, { lengthMin: 1, by: ({ memberRef }: PanelMember) => memberRef }) @IsPart(() => PanelMember, { each: true })
  readonly members!: PanelMember[];

  /** The member who chairs it. */
  @IsOptional() @IsReference()
  readonly chairRef?: string;
}

export class DeclarePanelConflict extends Protect('DeclarePanelConflict', {
  summary: 'Declares, or reports, that somebody on the panel has a conflict of interest.',
  by: onTheCase,
}) {
  @IsReference()
  readonly memberRef!: string;

  @IsCode(panelConflicts)
  readonly ground!: (typeof panelConflicts)[number];

  @IsOptional() @IsText(2000)
  readonly statement?: string;
}

const determinationNeeds = [
  'CHILD_REGISTERED', 'MINORITY', 'REPRESENTATIVE_ACTIVE', 'LEGAL_AID_ACTIVE', 'CHILD_HEARD', 'COMPONENTS_COMPLETE', 'PANEL_INDEPENDENT', 'PANEL_QUORUM',
] as const;

export class ConcludeDetermination extends considering(Decide('ConcludeDetermination', {
  summary: 'Determines which of the three solutions is best for the child, with the ones that were rejected and why.',
  by: ['PANEL_MEMBER'],
  gate: gate('determination', determinationNeeds, [...determinationNeeds, 'PARENTS_HEARD']),
})) {
  @IsCode(outcomes)
  readonly outcome!: Outcome;

  /** Asked for with a repatriation or a third country, and only there. */
  @IsOptional() @IsCountry()
  readonly destinationState?: string;

  /** Members of the panel who sat, the caller among them. */
  @IsList(15, { lengthMin: 1 }) @IsReference({ each: true })
  readonly present!: string[];

  /** What the choice rests on. */
  @IsList(considerations.length, { lengthMin: 1 }) @IsCode(considerations, { each: true })
  readonly reasons!: Consideration[];

  /** What each part of the assessment weighed. */
  @IsList(components.length, { lengthMin: components.length, by: ({ component }: ComponentWeight) => component }) @IsPart(() => ComponentWeight, { each: true })
  readonly weights!: ComponentWeight[];

  /** Every other option that was considered; the two other solutions among them. */
  @IsList(30, { lengthMin: 2, by: ({ outcome, care }: RejectedOption) => `${outcome} ${care}` }) @IsPart(() => RejectedOption, { each: true })
  readonly rejected!: RejectedOption[];

  /** What became of the child's view. */
  @IsCode(viewResults)
  readonly childsView!: (typeof viewResults)[number];

  /** Asked for where the child's view was overridden. */
  @IsOptional() @IsText(4000)
  readonly viewOverriddenBecause?: string;

  /** By when the panel wants to see it again, where that is before its age makes it void. */
  @IsOptional() @IsInstant('any')
  readonly reviewBy?: string;

  @IsOptional() @IsText(4000)
  readonly statement?: string;

  /** Members who sat and do not carry it, each with the reasons that it wants to be on record. */
  @IsOptional() @IsList(15, { lengthMin: 1, by: ({ memberRef }: Dissent) => memberRef }) @IsPart(() => Dissent, { each: true })
  readonly dissent?: Dissent[];
}

export class AttestDeterminationExplained extends speaking(Attest('AttestDeterminationExplained', {
  summary: 'Attests that the determination was explained to the child in its language.',
  by: ['CASE_WORKER', 'PANEL_MEMBER'],
})) {
  /** Whether the child was told how to have it reviewed. */
  @IsCode(answers)
  readonly remediesExplained!: Answer;

  @IsCode(answers)
  readonly representativeInformed!: Answer;

  /** What the child said to it. */
  @IsOptional() @IsText(4000)
  readonly reaction?: string;
}

export class AttestViewsWeighed extends speaking(Attest('AttestViewsWeighed', {
  summary: 'Attests that the child was told how its view was weighed, and why where it was overridden.',
  by: ['CASE_WORKER', 'PANEL_MEMBER'],
})) {
  /** What the child's view weighed, by its age and maturity. */
  @IsCode(weights)
  readonly weight!: (typeof weights)[number];

  @IsCode(viewResults)
  readonly result!: (typeof viewResults)[number];

  /** As they were told to the child; asked for where its view was overridden. */
  @IsOptional() @IsText(4000)
  readonly reasons?: string;
}

export class ReopenDetermination extends Protect('ReopenDetermination', {
  summary: 'Asks that what was determined be looked at again, because of a new fact or because the child wishes it.',
  by: onTheCase,
}) {
  @IsCode(reopeningTriggers)
  readonly trigger!: ReopeningTrigger;

  @IsOptional() @IsText(4000)
  readonly note?: string;
}
