import { mayBeOf, type Actor, type OrgType } from '../decider/actor.js';
import { BadForm, NotCompetent, type Notes } from '../decider/context.js';
import type { Fact, NewFact } from '../decider/event.js';
import type { AttestChildAtLiberty } from './release.commands.js';
import type { ReleaseEvent } from './release.events.js';

/** Bodies that are said to have held the child. */
export type Custodians = readonly { readonly orgRef?: string; readonly orgType: OrgType }[];

const withCustodian = (custodians: Custodians, { data }: Fact): Custodians => {
  const { custodian } = data as { custodian?: Custodians[number] };
  return custodian ? [...custodians, custodian] : custodians;
};

export const notesOfCustodians: Notes<Custodians> = {
  'identification.DeprivationStarted': withCustodian,
  'identification.DeprivationSettingChanged': withCustodian,
};

export function decideRelease({ shownBy, documentRef, statement }: AttestChildAtLiberty, custodians: Custodians, { actor }: { readonly actor: Actor }): readonly NewFact<ReleaseEvent>[] {
  if (custodians.some((custodian) => mayBeOf(custodian, actor))) throw new NotCompetent();
  if (shownBy === 'DOCUMENT_OF_COURT' && documentRef === undefined) throw new BadForm('documentRef', 'names the document in which the court says so');
  return [{ type: 'identification.LibertyCertified', data: { shownBy, documentRef, statement } }];
}
