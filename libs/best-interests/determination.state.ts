import { dependentBodies, type OrgType } from '../decider/actor.js';
import { clearing, ruling, unappealed, withAppeal, type Annulments, type Appealed } from '../decider/annulment.js';
import { arrivedIn, hasArrived } from '../decider/arrival.js';
import type { Notes, Standing } from '../decider/context.js';
import type { Fact } from '../decider/event.js';
import type { Gate, Weighing } from '../decider/gate.js';
import type { Journey } from '../decider/journey.js';
import { hasPart, isAccused, type Participants } from '../decider/participants.js';
import type { ProfileLimits, Setting } from '../decider/profile.js';
import { isSince } from '../decider/since.js';
import { knownAt } from '../decider/times.js';
import type { ComponentAttested } from './assessment.events.js';
import type { Answer } from './codes.js';
import type { BestInterestsDetermined, BidPanelConvened, DeterminationEvent, DeterminationReopened } from './determination.events.js';

export interface Determination {
  readonly panel?: Fact<typeof BidPanelConvened>;
  /** Persons of whom a conflict of interest was declared or reported. */
  readonly conflicted: readonly string[];
  /** The latest determination, with the panel that made it. */
  readonly latest?: { readonly fact: Fact<typeof BestInterestsDetermined>; readonly panel?: Fact<typeof BidPanelConvened>; readonly reopened: boolean; /** The child has arrived where it was to live: what led there leads nowhere else. */
    readonly carriedOut?: true };
  readonly departure?: Fact;
  /** Who the child is, as it was attested last. */
  readonly identity?: Fact;
  /** What was found out about the child last: whoever determines after it has weighed it. */
  readonly assessed?: Fact;
  /** By what a determination was reopened. */
  readonly reopenings: readonly Fact<typeof DeterminationReopened>[];
  /** Relatives, with the revision at which each was first heard of. */
  readonly relatives: ReadonlyMap<string, number>;
  readonly appeals: Appealed;
}

export const undetermined: Determination = { conflicted: [], reopenings: [], relatives: new Map(), appeals: unappealed };

export function evolveDetermination(state: Determination, fact: Fact<DeterminationEvent>): Determination {
  switch (fact.type) {
    case 'best-interests.BidPanelConvened':
      return { ...state, panel: fact };
    case 'best-interests.PanelConflictDeclared':
      return { ...state, conflicted: [...state.conflicted, fact.data.memberRef] };
    case 'best-interests.BestInterestsDetermined':
      return { ...state, latest: { fact, panel: state.panel, reopened: false } };
    case 'best-interests.DeterminationReopened':
      return state.latest ? { ...state, latest: { ...state.latest, reopened: true }, reopenings: [...state.reopenings, fact] } : state;
    case 'best-interests.DeterminationExplained':
    case 'best-interests.ViewsWeighed':
    case 'best-interests.DeterminationUnsettled':
      return state;
  }
}

export const notesOfDetermination: Notes<Determination> = {
  'best-interests.ComponentAttested': (state, fact) => ({ ...state, assessed: fact }),
  'best-interests.ChildHeard': (state, fact) => ({ ...state, assessed: fact }),
  'identification.FamilyLinkReported': hearingOf,
  'identification.RelativeClaimRefused': hearingOf,
  'identification.IdentityAttested': (state, fact) => ({ ...state, identity: fact }),
  'repatriation.DepartureConfirmed': (state, fact) => ({ ...state, departure: fact }),
  'reintegration.ChildArrived': (state, fact) => {
    const { latest, departure } = state;
    return latest?.fact.data.destinationState === arrivedIn(fact) && hasArrived(fact, departure) ? { ...state, latest: { ...latest, carriedOut: true } } : state;
  },
  'repatriation.AppealLodged': noteAppeal,
  [ruling]: noteAppeal,
};

export const annulmentsOfDetermination: Annulments<Determination> = {
  'best-interests.BidPanelConvened': { means: 'Nobody sits any more: another panel is convened, and what this one determined is open again.', without: clearing('panel') },
  'best-interests.BestInterestsDetermined': { means: 'It is open again, and with it falls every decision on a return that stood on it.' },
};

function noteAppeal(state: Determination, fact: Fact): Determination {
  return { ...state, appeals: withAppeal(state.appeals, fact) };
}

function hearingOf(state: Determination, { data, revision }: Fact): Determination {
  const { relativeRef } = data as { relativeRef: string };
  return state.relatives.has(relativeRef) ? state : { ...state, relatives: new Map(state.relatives).set(relativeRef, revision) };
}

/** The determination that stands: the latest one, unless it was reopened. */
export function inForce({ latest }: Determination): Fact<typeof BestInterestsDetermined> | undefined {
  return latest && !latest.reopened ? latest.fact : undefined;
}

const finality: Gate = { name: 'finality', version: 1, needs: ['BID_FINAL'] };

/** What a determination needs as long as it stands. */
export function finalityOf(state: Determination): Standing | undefined {
  const determination = inForce(state);
  return determination && { gate: finality, command: determination.data, at: knownAt(determination) };
}

/**
 * What shows besides the parts of the assessment that a solution is what it is called; undefined where it is not. A repatriation leads where the
 * child's family was studied as that of its state of origin, or whose national it is attested to be; a third country is neither, nor where it is.
 */
export function exactness({ outcome, destinationState }: Partial<Journey>, parts: readonly Fact<typeof ComponentAttested>[], { identity }: Determination): readonly string[] | undefined {
  if (destinationState === undefined) return [];
  const sides = parts.filter(({ data }) => data.country === destinationState).map(({ data }) => data.side);
  if (sides.length === 0) return undefined;
  const isNational = (identity?.data as { nationalities?: readonly string[] } | undefined)?.nationalities?.includes(destinationState) ?? false;
  if (outcome === 'REPATRIATION') return sides.includes('STATE_OF_ORIGIN') ? [] : isNational ? [identity!.id] : undefined;
  return sides.every((side) => side === 'THIRD_STATE') && !isNational ? [] : undefined;
}

/** When a determination is too old to be relied on. Milliseconds. */
export function endOf({ meta, data: { reviewBy } }: Fact<typeof BestInterestsDetermined>, setting: Setting): number {
  return Math.min(setting.endOf('DETERMINATION_AGE', meta.occurredAt).getTime(), reviewBy === undefined ? Infinity : Date.parse(reviewBy));
}

/**
 * Whether what was found out about the child serves another determination: one that is too old is open again as a whole, and what was found
 * before it, or as long ago, is out of date with it.
 */
export function outlives(found: Fact, { latest }: Determination, { now, setting }: Pick<Weighing, 'now' | 'setting'>): boolean {
  if (!latest || now.getTime() <= endOf(latest.fact, setting)) return true;
  return isSince(found, latest.fact) && now <= setting.endOf('DETERMINATION_AGE', found.meta.occurredAt);
}

/** Whether a decision may rest on what was found or said: no longer than on a determination. */
export function isOfLate(found: Fact, { now, setting }: Pick<Weighing, 'now' | 'setting'>): boolean {
  return now <= setting.endOf('DETERMINATION_AGE', { from: found.meta.occurredAt.from });
}

/** Whether somebody was convened to determine for this child, and no conflict of interest came to light. */
export function sitsOnPanel({ panel, conflicted }: Determination, memberRef: string): boolean {
  return sitting(panel, [memberRef]).length > 0 && !conflicted.includes(memberRef);
}

export interface Member {
  readonly memberRef: string;
  readonly organisationRef?: string;
  readonly orgType: OrgType;
  readonly discipline: string;
  readonly childSpecialist: Answer;
  readonly conflictOfInterest: Answer;
}

/** Those of the panel who sat. */
export function sitting(panel: Fact<typeof BidPanelConvened> | undefined, present: readonly string[]): readonly Member[] {
  return panel?.data.members.filter(({ memberRef }) => present.includes(memberRef)) ?? [];
}

/** Nobody sits who has a conflict of interest, whom somebody accuses of harm to the child, or who speaks for it or has spoken for it; another panel without them is. */
export function isIndependent(members: readonly Member[], conflicted: readonly string[], { panelDisciplinesMin }: ProfileLimits, participants: Participants): boolean {
  return members.every(({ memberRef, orgType, conflictOfInterest }) => !dependentBodies.includes(orgType) && conflictOfInterest === 'NO' && !conflicted.includes(memberRef))
    && !members.some(({ memberRef: personRef, organisationRef: orgRef }) => isAccused(participants, { personRef, orgRef }) || hasPart(participants, { personRef }, ['REPRESENTS']))
    && members.some(({ childSpecialist }) => childSpecialist === 'YES')
    && disciplinesOf(members) >= panelDisciplinesMin;
}

export function isQuorate(members: readonly Member[], { panelQuorum, panelDisciplinesMin }: ProfileLimits): boolean {
  return members.length >= panelQuorum && disciplinesOf(members) >= panelDisciplinesMin;
}

function disciplinesOf(members: readonly Member[]): number {
  return new Set(members.map(({ discipline }) => discipline)).size;
}
