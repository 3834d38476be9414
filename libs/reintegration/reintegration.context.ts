import { contextOf, topic } from '../decider/context.js';
import * as aftercareCommands from './aftercare.commands.js';
import { decideAftercare, evolveAftercare, type Aftercare, type AftercareCommand } from './aftercare.decider.js';
import { aftercareDuties } from './aftercare.duties.js';
import { aftercareEvents } from './aftercare.events.js';
import * as ageingOutCommands from './ageing-out.commands.js';
import { decideAgeingOut, evolveAgeingOut, noAgeingOut, type AgeingOut } from './ageing-out.decider.js';
import { ageingOutDuties } from './ageing-out.duties.js';
import { ageingOutEvents } from './ageing-out.events.js';
import * as planCommands from './plan.commands.js';
import { decidePlan } from './plan.decider.js';
import { planEvents } from './plan.events.js';
import { annulmentsOfPlans, evolvePlans, noPlan, notesOfPlans, type Plans } from './plan.state.js';
import { carerReady, monitoringArranged, openReception, planApproved } from './readiness.facts.js';
import * as receptionCommands from './reception.commands.js';
import { decideReception } from './reception.decider.js';
import { receptionEvents } from './reception.events.js';
import { annulmentsOfReception, evolveReception, noReception, receptionNotes, type Reception } from './reception.state.js';
import { reintegrationShared } from './reintegration.shared.js';

export interface Reintegration {
  readonly plans: Plans;
  readonly reception: Reception;
  readonly aftercare: Aftercare;
  readonly ageingOut: AgeingOut;
}

/** The life that waits for the child: who cares for it, by which plan, and how it is afterwards. */
export const reintegration = contextOf<Reintegration>({
  name: 'reintegration',
  subject: 'child',
  topics: {
    plans: topic({
      events: planEvents, commands: planCommands, initial: noPlan, evolve: evolvePlans, decide: decidePlan, takesNoteOf: notesOfPlans, annulments: annulmentsOfPlans,
    }),
    reception: topic({
      events: receptionEvents, commands: receptionCommands, initial: noReception, evolve: evolveReception, decide: decideReception, takesNoteOf: receptionNotes, annulments: annulmentsOfReception,
    }),
    aftercare: topic({
      events: aftercareEvents, commands: aftercareCommands, initial: [] as Aftercare, evolve: evolveAftercare,
      decide: (command: AftercareCommand, _, weighing) => decideAftercare(command, weighing),
    }),
    ageingOut: topic({ events: ageingOutEvents, commands: ageingOutCommands, initial: noAgeingOut, evolve: evolveAgeingOut, decide: decideAgeingOut }),
  },
  duties: [...aftercareDuties, ...ageingOutDuties],
  shared: reintegrationShared,
  facts: [carerReady, planApproved, monitoringArranged, openReception],
});
