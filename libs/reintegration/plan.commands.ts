import { IsBoolean, IsDefined, IsOptional } from 'class-validator';
import type { OrgType } from '../decider/actor.js';
import { Decide, Protect } from '../decider/command.js';
import { IsCode, IsCountry, IsDay, IsList, IsPart, IsReference, IsText } from '../decider/fields.js';
import { gate } from '../decider/gate.js';
import { journeyOutcomes, outcomes, type Outcome } from '../decider/journey.js';
import { answers, neededComponents, opinions, planComponents, resourceKinds, visitManners } from './plan.events.js';

/** Who may answer for the life of a child: nobody who enforces the law against it, and nobody who holds children. */
const caringBodies = ['CHILD_PROTECTION', 'GUARDIANSHIP', 'NGO', 'HEALTH', 'EDUCATION'] as const satisfies readonly OrgType[];

export class PlanComponent {
  @IsCode(planComponents)
  readonly component!: (typeof planComponents)[number];

  /** Who delivers it. */
  @IsReference()
  readonly providerRef!: string;

  @IsDay('any')
  readonly from!: string;

  /** Whether it is to last beyond the first help: what happened to a victim of trafficking is not over with it. */
  @IsOptional() @IsBoolean({ message: 'longTerm is true or false' })
  readonly longTerm?: boolean;

  /** Whether the child chose it itself; psychological and religious help are its own choice. */
  @IsOptional() @IsCode(answers)
  readonly chosenByChild?: (typeof answers)[number];

  @IsOptional() @IsText(2000)
  readonly note?: string;
}

export class PlanResource {
  @IsCode(resourceKinds)
  readonly kind!: (typeof resourceKinds)[number];

  @IsReference()
  readonly providerRef!: string;
}

export class ResponsibleBody {
  @IsReference()
  readonly orgRef!: string;

  @IsCode(caringBodies)
  readonly orgType!: (typeof caringBodies)[number];
}

export class PlannedVisit {
  @IsDay('any')
  readonly on!: string;

  @IsCode(visitManners)
  readonly manner!: (typeof visitManners)[number];
}

export class DraftPlan extends Protect('DraftPlan', {
  summary: 'Proposes a plan for the life of the child, after its return or where it is.',
  by: ['CHILD', 'PARENT_REPRESENTATIVE', 'GUARDIAN', 'LAWYER', 'NGO_ADVOCATE', 'CASE_WORKER'], constructive: true,
}) {
  @IsCode(outcomes)
  readonly outcome!: Outcome;

  @IsCountry()
  readonly destinationState!: string;

  @IsList(planComponents.length) @IsCode(planComponents, { each: true })
  readonly components!: (typeof planComponents)[number][];

  @IsOptional() @IsText(4000)
  readonly note?: string;
}

/** A plan has the same parts wherever the child is to live. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the language asks it of a mixin's base
function planning<B extends abstract new (...args: any[]) => object>(base: B) {
  abstract class Plan extends base {
    /** State where the child is to live. */
    @IsCountry()
    readonly destinationState!: string;

    /** Care, school, health, psychosocial help and documents, each once, and whatever else the child needs. */
    @IsList(planComponents.length, { lengthMin: neededComponents.length, by: ({ component }: PlanComponent) => component })
    @IsPart(() => PlanComponent, { each: true })
    readonly components!: PlanComponent[];

    @IsList(20, { lengthMin: 1, by: ({ kind, providerRef }: PlanResource) => `${kind} ${providerRef}` })
    @IsPart(() => PlanResource, { each: true })
    readonly resources!: PlanResource[];

    @IsDefined({ message: 'responsibleBody says who answers for the plan' }) @IsPart(() => ResponsibleBody)
    readonly responsibleBody!: ResponsibleBody;

    /** The budget line that pays for it. */
    @IsReference()
    readonly budgetLine!: string;

    @IsList(60, { lengthMin: 1, by: ({ on }: PlannedVisit) => on }) @IsPart(() => PlannedVisit, { each: true })
    readonly followUp!: PlannedVisit[];

    @IsCode(opinions)
    readonly childOpinion!: (typeof opinions)[number];

    /** What the child said of the plan. */
    @IsOptional() @IsText(4000)
    readonly childWords?: string;
  }
  return Plan;
}

const planNeeds = ['CHILD_REGISTERED', 'MINORITY', 'REPRESENTATIVE_ACTIVE'] as const;

export class ApprovePlan extends planning(Decide('ApprovePlan', {
  summary: 'Approves the plan for the life of the child in the state to which it travels, with its resources, a body that answers for it, and the opinion of the child.',
  by: ['CASE_WORKER'],
  gate: gate('plan', planNeeds),
})) {
  @IsCode(journeyOutcomes)
  readonly outcome!: (typeof journeyOutcomes)[number];
}

export class ApproveSolutionPlan extends planning(Decide('ApproveSolutionPlan', {
  summary: 'Approves the plan for the life of the child where it is, on the same terms as for a life elsewhere, once it is determined that it stays.',
  by: ['CASE_WORKER'],
  // Those that were approved before it asked for a determination were weighed under `plan`.
  gate: gate('solution-plan', [...planNeeds, 'BID_FINAL', 'SAME_STATE']),
})) {}
