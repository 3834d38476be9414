import { boundedContext } from '../decider/context.js';
import * as legalAidCommands from './legal-aid.commands.js';
import { decideLegalAid, evolveLegalAid, type LegalAid } from './legal-aid.decider.js';
import { legalAidEvents, type LegalAidEvent } from './legal-aid.events.js';
import * as representativeCommands from './representative.commands.js';
import { decideRepresentation, type RepresentativeCommand } from './representative.decider.js';
import { representativeEvents, type RepresentativeEvent } from './representative.events.js';
import { guardianIndependent, representativeActive } from './representative.facts.js';
import { evolveRepresentation, noRepresentation, type Representation } from './representative.state.js';

export interface Guardianship {
  readonly representation: Representation;
  readonly legalAid: LegalAid;
}

type GuardianshipEvent = RepresentativeEvent | LegalAidEvent;
type GuardianshipCommand = RepresentativeCommand | legalAidCommands.AssignLegalAid;

/** Representation: who speaks for the child, and who defends it. */
export const guardianship = boundedContext<Guardianship, GuardianshipEvent, GuardianshipCommand>({
  name: 'guardianship',
  subject: 'child',
  events: [...representativeEvents, ...legalAidEvents],
  commands: [representativeCommands, legalAidCommands],
  facts: [representativeActive, guardianIndependent],
  initial: { representation: noRepresentation, legalAid: [] },
  evolve: (state, fact) => fact.type === 'guardianship.LegalAidAssigned'
    ? { ...state, legalAid: evolveLegalAid(state.legalAid, fact) }
    : { ...state, representation: evolveRepresentation(state.representation, fact) },
  decide: (command, state, weighing) => command.type === 'AssignLegalAid'
    ? decideLegalAid(command, state.legalAid)
    : decideRepresentation(command, state.representation, weighing),
});
