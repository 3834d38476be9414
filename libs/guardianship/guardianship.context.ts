import { contextOf, topic } from '../decider/context.js';
import * as legalAidCommands from './legal-aid.commands.js';
import { decideLegalAid, evolveLegalAid, type LegalAid } from './legal-aid.decider.js';
import { legalAidEvents } from './legal-aid.events.js';
import * as representativeCommands from './representative.commands.js';
import { decideRepresentation } from './representative.decider.js';
import { representativeEvents } from './representative.events.js';
import { guardianIndependent, representativeActive } from './representative.facts.js';
import { evolveRepresentation, noRepresentation, type Representation } from './representative.state.js';

export interface Guardianship {
  readonly representation: Representation;
  readonly legalAid: LegalAid;
}

/** Representation: who speaks for the child, and who defends it. */
export const guardianship = contextOf<Guardianship>({
  name: 'guardianship',
  subject: 'child',
  topics: {
    representation: topic({
      events: representativeEvents, commands: representativeCommands,
      initial: noRepresentation, evolve: evolveRepresentation, decide: decideRepresentation,
    }),
    legalAid: topic({ events: legalAidEvents, commands: legalAidCommands, initial: [] as LegalAid, evolve: evolveLegalAid, decide: decideLegalAid }),
  },
  facts: [representativeActive, guardianIndependent],
});
