import { doubts, hasArrived, undoubted } from './arrival.js';
import type { Notes } from './context.js';
import type { Fact } from './event.js';
import type { Weighing } from './gate.js';
import { knownAt } from './times.js';

/** The clocks that are furthest behind and ahead of UTC. */
const hoursBehindUtcMax = 12;
const hoursAheadOfUtcMax = 14;
const hourMs = 3_600_000;

/**
 * Whether the person is still a child somewhere: childhood ends at the local midnight that begins the 18th birthday, and where
 * the zone is not known, the last place on earth counts.
 */
export function isMinorOn(majorityOn: string | undefined, now: Date): boolean {
  return majorityOn === undefined || now.getTime() < Date.parse(majorityOn) + hoursBehindUtcMax * hourMs;
}

/**
 * The day on which guarantees end. Until a procedure on its age has ended somebody is presumed a child as long as any word on its birth
 * allows: a document that shows a later day puts it off, and one that shows an earlier day does not bring it on.
 */
export function laterMajority(registered: string | undefined, shown: string | undefined): string | undefined {
  return registered === undefined || shown === undefined || shown <= registered ? registered : shown;
}

/** What says whether a procedure about what is best for the child goes on, as the record knew of it: nobody dates one back to before a majority. */
interface Act {
  readonly id: string;
  readonly at: Date;
  readonly kind: 'OPENS' | 'GOES_ON' | 'ENDS';
  /** The appeal that it lodges, or decides for good. */
  readonly lodges?: string;
  readonly decides?: string;
  /** The arrival by which it ends, with the departure before it. */
  readonly arrived?: { readonly arrival: Fact; readonly departure: Fact };
}

/** A topic that asks whether a procedure that was opened in childhood goes on. */
export interface InProcedure {
  readonly acts?: readonly Act[];
  readonly departure?: Fact;
}

/** What opens a procedure, or asks something in one. */
const opening = ['best-interests.AssessmentOpened', 'best-interests.DeterminationReopened', 'repatriation.ProtectionClaimOpened', 'repatriation.AppealLodged'];
/** What those do who answer for it. */
const goingOn = [
  'best-interests.ComponentAttested', 'best-interests.ChildHeard', 'best-interests.BidPanelConvened', 'best-interests.BestInterestsDetermined', 'repatriation.RepatriationDecided', 'repatriation.TransferAuthorised',
  'repatriation.DepartureConfirmed', 'repatriation.ProtectionClaimClosed', 'repatriation.AppealDecided',
];

function withAct<State extends InProcedure>(kind: 'OPENS' | 'GOES_ON'): (state: State, fact: Fact) => State {
  return (state, fact) => {
    const { appealRef, final } = fact.data as { appealRef?: string; final?: boolean };
    const act: Act = { id: fact.id, at: knownAt(fact), kind, ...(fact.type === 'repatriation.AppealLodged' && { lodges: fact.id }), ...(final && { decides: appealRef }) };
    return { ...state, acts: [...state.acts ?? [], act], ...(fact.type === 'repatriation.DepartureConfirmed' && { departure: fact }) };
  };
}

/** A procedure ends where the child arrives where it led: what is asked about somebody since then is another one (ruling 34, A4-21). An arrival that somebody doubts whose word it is to give has ended none. */
export function notesOfProcedure<State extends InProcedure>(): Notes<State> {
  return {
    ...Object.fromEntries(opening.map((type) => [type, withAct<State>('OPENS')])), ...Object.fromEntries(goingOn.map((type) => [type, withAct<State>('GOES_ON')])),
    'reintegration.ChildArrived': (state, arrival) => {
      const { departure, acts = [] } = state;
      return departure && hasArrived(arrival, departure) ? { ...state, acts: [...acts, { id: arrival.id, at: knownAt(arrival), kind: 'ENDS', arrived: { arrival, departure } }] } : state;
    },
    ...Object.fromEntries(doubts.map((type) => [type, withoutDoubted<State>])),
  };
}

/** The same for a topic that looks at such a word besides. */
export function withoutDoubted<State extends InProcedure>(state: State, word: Fact): State {
  const { acts = [] } = state;
  const left = acts.filter(({ arrived }) => !arrived || undoubted([arrived.arrival], arrived.departure, word).length > 0);
  return left.length === acts.length ? state : { ...state, acts: left };
}

/** A procedure that was opened in childhood, and an instant of the day before majority, as on which it is weighed. */
interface FromChildhood {
  readonly openedBy: string;
  readonly lastDay: Date;
}

/**
 * For somebody who has come of age while a procedure that was opened in childhood goes on: the guarantees of a child are weighed as they stood on the
 * day before (ruling 34). It goes on until the child arrives where it led, or for as long after its last act as a determination holds; what is only
 * asked of an adult prolongs nothing, but an appeal in it, until that is decided for good. Undefined for whoever is a child still, and for what was opened since.
 */
export function fromChildhood(majorityOn: string | undefined, { acts = [] }: InProcedure, { now, setting }: Pick<Weighing, 'now' | 'setting'>): FromChildhood | undefined {
  if (majorityOn === undefined || isMinorOn(majorityOn, now)) return undefined;
  let procedure: { readonly openedBy: string; readonly last: Date; readonly appeals: readonly string[] } | undefined;
  const isOver = (at: Date): boolean => procedure !== undefined && procedure.appeals.length === 0 && at > setting.endOf('DETERMINATION_AGE', { from: procedure.last.toISOString() });
  for (const { id, at, kind, lodges, decides } of acts) {
    if (kind === 'ENDS' || isOver(at)) procedure = undefined;
    const ofChild = isMinorOn(majorityOn, at);
    if (kind === 'OPENS' && ofChild) procedure ??= { openedBy: id, last: at, appeals: [] };
    if (!procedure || kind === 'ENDS') continue;
    procedure = {
      ...procedure, last: kind === 'GOES_ON' || ofChild ? at : procedure.last,
      appeals: [...procedure.appeals, ...(lodges ? [lodges] : [])].filter((appeal) => appeal !== decides),
    };
  }
  return procedure && !isOver(now) ? { openedBy: procedure.openedBy, lastDay: new Date(Date.parse(majorityOn) - hoursAheadOfUtcMax * hourMs - 1) } : undefined;
}

/** What gives the day on which childhood ends. */
export const givingMajority: readonly string[] = ['identification.ChildFound', 'identification.LeftBehindChildRegistered', 'identification.IdentityAttested'];

/** The day that was given last. */
export function majorityGivenIn(facts: readonly Fact[]): string | undefined {
  return facts.filter(({ type }) => givingMajority.includes(type)).map(({ data }) => (data as { majorityOn?: string }).majorityOn).findLast((day) => day !== undefined);
}

/** The date on which somebody is seventeen and a half: six months before majority, or the last day of a shorter month. */
export function halfAYearBefore(majorityOn: string): string {
  const [year, month, day] = majorityOn.split('-').map(Number) as [number, number, number];
  const lastOfMonth = new Date(Date.UTC(year, month - 6, 0));
  return new Date(Date.UTC(lastOfMonth.getUTCFullYear(), lastOfMonth.getUTCMonth(), Math.min(day, lastOfMonth.getUTCDate()))).toISOString().slice(0, 10);
}
