import { isOfEntitled, type Fact } from '../decider/event.js';
import { withoutDoubted, type InProcedure } from '../decider/majority.js';
import { isSince } from '../decider/since.js';
import type { DeathReported, FindingEvent } from './finding.events.js';

export interface Finding extends InProcedure {
  /** Id of the registration, or of the attestation of who the child is that stands in its place since somebody withdrew it. */
  readonly registeredBy?: string;
  /** Unknown where nothing is known of the age: such a person is presumed a child. */
  readonly majorityOn?: string;
  /** Id of the report that the child was left behind, where that gave the day. */
  readonly majorityBy?: string;
  /** The day of majority that was shown last, and by which attestation of who the child is. */
  readonly shown?: { readonly majorityOn: string; readonly by: string };
  /** Reports of its death that nobody has refuted. */
  readonly deaths: readonly Fact<typeof DeathReported>[];
  /** Id of the latest attestation that the child is alive. */
  readonly aliveBy?: string;
}

export const notFound: Finding = { deaths: [] };

/** What shows no day of birth leaves the one that was shown. Somebody who answers for who the child is answers for its being one, too. */
export function noteIdentity(state: Finding, { id, data }: Fact): Finding {
  const { majorityOn } = data as { majorityOn?: string };
  const known = { ...state, registeredBy: state.registeredBy ?? id };
  return majorityOn === undefined ? known : { ...known, shown: { majorityOn, by: id } };
}

/** A child may be known before it is found, and how old it is. */
export function noteLeftBehind(state: Finding, { id, data }: Fact): Finding {
  const { majorityOn } = data as { majorityOn?: string };
  return state.majorityOn !== undefined || majorityOn === undefined ? state : { ...state, majorityOn, majorityBy: id };
}

/** A registration that is withdrawn is made good by an attestation since; a stranger's word takes nothing from an earlier one. */
export function noteRetraction(state: Finding, retraction: Fact): Finding {
  return withdrawsRegistration(retraction) ? { ...state, registeredBy: undefined } : withoutDoubted(state, retraction);
}

export function withdrawsRegistration(retraction: Fact): boolean {
  return (retraction.data as { targetType?: string }).targetType === 'identification.ChildFound' && isOfEntitled(retraction);
}

export function evolveFinding(state: Finding, fact: Fact<FindingEvent>): Finding {
  switch (fact.type) {
    case 'identification.ChildFound':
      return fact.data.majorityOn === undefined ? { ...state, registeredBy: fact.id } : { ...state, registeredBy: fact.id, majorityOn: fact.data.majorityOn, majorityBy: undefined };
    case 'identification.DeathReported':
      return { ...state, deaths: [...state.deaths, fact] };
    case 'identification.DeathReportRefuted':
      return { ...state, deaths: state.deaths.filter((death) => !isSince(fact, death)), aliveBy: fact.id };
    case 'identification.DocumentedAsAbandoned':
    case 'identification.ConsulateContacted':
      // What authorities write and say of the child moves nothing; oversight reads it.
      return state;
  }
}
