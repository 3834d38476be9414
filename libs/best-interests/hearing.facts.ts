import type { GateFact } from '../decider/gate.js';
import { careAsked, openedAt, rulingsOn, type Assessment } from './assessment.state.js';
import { isOfLate, outlives, type Determination } from './determination.state.js';
import { heardAfter, type Hearing } from './hearing.state.js';
import type { Placement } from './placement.state.js';

interface Asked {
  readonly assessment: Assessment;
  readonly determination: Determination;
  readonly placement: Placement;
}

export const childHeard: GateFact<Asked & { hearing: Hearing }, { readonly type?: string }> = {
  code: 'CHILD_HEARD',
  promise: 'Nothing is decided about a child before it was heard on it by a neutral and qualified person whom it understood, or declined.',
  basis: 'CRC art. 12; CRC General Comment 12; International Child Repatriation Guidelines, guarantee 3',
  proof: (state, weighing, { type }) => {
    const asked = askedAt(state, type);
    const determines = type === 'ConcludeDetermination';
    const hearing = asked === undefined ? undefined : heardAfter(state.hearing, asked, determines ? state.determination.reopenings : rulingsOn(state.assessment, decidedBy[type ?? ''] ?? ''), weighing.participants);
    if (hearing && determines && !outlives(hearing, state.determination, weighing)) return undefined;
    // What carries out a determination is as old as that; of what is decided without one, the child is asked of late.
    if (hearing && type !== undefined && type in decidedBy && !isOfLate(hearing, weighing)) return undefined;
    return hearing && { evidence: [hearing.id] };
  },
};

/** What is decided without a determination. */
const decidedBy: { readonly [command: string]: string | undefined } = {
  DecidePlacement: 'identification.PlacementDecided', ImposeAlternativeMeasure: 'identification.MeasureImposed', AuthoriseSeparation: 'best-interests.SeparationAuthorised',
};

/** The revision from which on a hearing speaks to what the command decides; undefined while nobody has opened the question. */
function askedAt({ assessment, placement }: Asked, command: string | undefined): number | undefined {
  const opened = openedAt(assessment);
  if (opened === undefined) return undefined;
  const asked: Readonly<Record<string, number | undefined>> = {
    ConcludeDetermination: openedAt(assessment, 'DURABLE_SOLUTION') ?? opened,
    AuthoriseSeparation: openedAt(assessment, 'SEPARATION'),
    DecidePlacement: careAsked(assessment)?.revision,
    ImposeAlternativeMeasure: careAsked(assessment)?.revision,
    ReviewPlacement: Math.max(opened, placement.inForce?.revision ?? opened, placement.reviewed?.revision ?? opened),
  };
  return command !== undefined && command in asked ? asked[command] : opened;
}
