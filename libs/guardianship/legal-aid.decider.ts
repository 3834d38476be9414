import type { Fact, NewFact } from '../decider/event.js';
import type { AssignLegalAid } from './legal-aid.commands.js';
import type { LegalAidEvent } from './legal-aid.events.js';

/** The child's lawyers, in the order of their assignment. */
export type LegalAid = readonly { readonly lawyerRef: string; readonly organisationRef: string; readonly languages: readonly string[] }[];

export function evolveLegalAid(state: LegalAid, fact: Fact<LegalAidEvent>): LegalAid {
  const { lawyerRef, organisationRef, languages } = fact.data;
  return [...state.filter((lawyer) => lawyer.lawyerRef !== lawyerRef), { lawyerRef, organisationRef, languages }];
}

export function decideLegalAid({ lawyerRef, organisationRef, languages, name, contact }: AssignLegalAid, state: LegalAid): readonly NewFact<LegalAidEvent>[] {
  const same = state.some((lawyer) => lawyer.lawyerRef === lawyerRef && lawyer.organisationRef === organisationRef
    && lawyer.languages.join() === languages.join());
  if (same) return [];
  return [{ type: 'guardianship.LegalAidAssigned', data: { lawyerRef, organisationRef, languages, free: true, name, contact } }];
}
