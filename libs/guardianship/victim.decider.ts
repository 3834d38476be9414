import type { NewFact } from '../decider/event.js';
import type { RecordVictimProceeding } from './victim.commands.js';
import type { VictimEvent } from './victim.events.js';

export type VictimCommand = RecordVictimProceeding;

/** Two reports are two facts. */
export function decideVictim({ role, harm, authorityType, authorityRef, protectionMeasure, claim, outcome, account }: VictimCommand): readonly NewFact<VictimEvent>[] {
  return [{ type: 'guardianship.VictimProceedingReported', data: { role, harm, authorityType, authorityRef, protectionMeasure, claim, outcome, account } }];
}
