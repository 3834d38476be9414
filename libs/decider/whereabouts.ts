import type { Notes } from './context.js';
import { isOfEntitled, type Fact } from './event.js';
import { isSince } from './since.js';
import { certainlyBefore } from './times.js';

/** In which state a child is. What was done for its protection and what was decided show it; a report only narrows it or speaks against it. */
export interface Whereabouts {
  /** Where it was found, or taken into care since; of a journey on which it was let go all states of the way, until it arrives in one. */
  readonly states: readonly string[];
  /** The event that shows it. */
  readonly shownBy?: Fact;
  /** Who says since that it is elsewhere, and where. */
  readonly elsewhere: readonly { readonly by: Fact; readonly states: readonly string[] }[];
  /** Every state in which it was shown to be so far. */
  readonly been: readonly string[];
  /** The states of the journey that was authorised last. */
  readonly way: readonly string[];
  /** The arrival that narrowed it, and where it could have been before. */
  readonly narrowed?: { readonly by: Fact; readonly from: readonly string[] };
}

export const whereaboutsUnknown: Whereabouts = { states: [], elsewhere: [], been: [], way: [] };

/** The fields that are read here of what other contexts publish. */
interface Published {
  readonly foundIn?: string;
  readonly register?: { readonly state: string };
  readonly legs?: readonly { readonly fromState: string; readonly toState: string }[];
  readonly state?: string;
  readonly toState?: string;
  readonly destinationState?: string;
  readonly target?: string;
}

/** The one state in which it is shown to be by now; undefined on the way from one to another, and where nobody knows. */
export function stateOfStay(facts: readonly Fact[]): string | undefined {
  const known: Notes<{ readonly whereabouts: Whereabouts }> = notesOfWhereabouts();
  const { states: [state, ...more] } = facts.reduce((folded, fact) => known[fact.type]?.(folded, fact) ?? folded, { whereabouts: whereaboutsUnknown }).whereabouts;
  return more.length === 0 ? state : undefined;
}

/** Folds what is published of where the child is into a topic that keeps it. */
export function notesOfWhereabouts<State extends { readonly whereabouts: Whereabouts }>(): Notes<State> {
  const noting = (note: (whereabouts: Whereabouts, fact: Fact, data: Published) => Whereabouts) => (state: State, fact: Fact): State =>
    ({ ...state, whereabouts: note(state.whereabouts, fact, fact.data as unknown as Published) });
  const doubting = noting((known, fact, { target }) => (known.narrowed?.by.id === target && isOfEntitled(fact) ? said(known, fact, known.narrowed!.from) : known));
  return {
    'identification.ChildFound': noting((known, fact, { foundIn }) => (foundIn === undefined ? known : shown(known, fact, [foundIn]))),
    'identification.EmergencyCareStarted': noting((known, fact, { register }) =>
      (register && isOfEntitled(fact) && !isOfPast(known, fact) && known.elsewhere.every(({ by }) => isSince(fact, by)) ? shown(known, fact, [register.state]) : known)),
    'repatriation.TransferAuthorised': noting((known, _, { legs = [] }) => ({ ...known, way: [...new Set(legs.flatMap(({ fromState, toState }) => [fromState, toState]))] })),
    'repatriation.DepartureConfirmed': noting((known, fact) => (known.way.length > 0 ? shown(known, fact, known.way) : known)),
    // A stay that is told of shows no more than a part of the way does.
    'identification.DeprivationStarted': noting((known, fact, { state, register }) => crossed(known, fact, state ?? register?.state)),
    'identification.DeprivationSettingChanged': noting((known, fact, { state, register }) => crossed(known, fact, state ?? register?.state)),
    'repatriation.TransferLegReported': noting((known, fact, { toState }) => crossed(known, fact, toState)),
    'repatriation.HandoverReported': noting((known, fact, { state }) => crossed(known, fact, state)),
    'repatriation.ReturnOutsideProcedureReported': noting((known, fact, { destinationState }) => arrived(known, fact, destinationState)),
    'reintegration.ChildArrived': noting((known, fact, { state }) => arrived(known, fact, state)),
    'record.Retracted': doubting,
    'record.Corrected': doubting,
    'record.Disputed': doubting,
  };
}

function shown(known: Whereabouts, shownBy: Fact, states: readonly string[]): Whereabouts {
  return { ...known, states, shownBy, elsewhere: [], been: [...new Set([...known.been, ...states])], narrowed: undefined };
}

function said(known: Whereabouts, by: Fact, states: readonly string[]): Whereabouts {
  return { ...known, elsewhere: [...known.elsewhere, { by, states }] };
}

function crossed(known: Whereabouts, fact: Fact, state: string | undefined): Whereabouts {
  return state === undefined || known.states.includes(state) || isOfPast(known, fact) ? known : said(known, fact, [state]);
}

/** Where somebody entitled says that it is, it is no longer in the other states of its way. */
function arrived(known: Whereabouts, fact: Fact, state: string | undefined): Whereabouts {
  if (state === undefined || !known.states.includes(state) || isOfPast(known, fact)) return crossed(known, fact, state);
  return isOfEntitled(fact) && known.states.length > 1 ? { ...known, states: [state], narrowed: { by: fact, from: known.states } } : known;
}

function isOfPast({ shownBy }: Whereabouts, { meta }: Fact): boolean {
  return shownBy !== undefined && certainlyBefore(meta.occurredAt, shownBy.meta.occurredAt);
}
