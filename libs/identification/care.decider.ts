import { protectingBodies } from '../decider/actor.js';
import { BadForm, NotCompetent } from '../decider/context.js';
import type { NewFact } from '../decider/event.js';
import type { Weighing } from '../decider/gate.js';
import { earliest } from '../decider/times.js';
import type { DecidePlacement, PlaceInEmergencyOpenCare } from './care.commands.js';
import type { CareEvent } from './care.events.js';
import { careInForce, type Care } from './care.state.js';
import { copyOfRegister } from './register.js';

export type CareCommand = PlaceInEmergencyOpenCare | DecidePlacement;

export function decideCare(command: CareCommand, care: Care, weighing: Weighing): readonly NewFact<CareEvent>[] {
  const { now, actor } = weighing;
  const register = copyOfRegister(command.facilityRef, weighing);
  const inForce = careInForce(care);
  switch (command.type) {
    case 'PlaceInEmergencyOpenCare': {
      const { facilityRef, reason, reviewBy, note, occurredAt } = command;
      // Care of the past is recorded too, and its review may have been due before we knew of it.
      const began = occurredAt ? earliest(occurredAt.at) : now.getTime();
      if (Date.parse(reviewBy) <= began) throw new BadForm('reviewBy', 'comes after the beginning of the care');
      const alreadySo = inForce?.type === 'identification.EmergencyCareStarted' && note === undefined
        && inForce.data.facilityRef === facilityRef && inForce.data.reason === reason && inForce.data.reviewBy === reviewBy;
      return alreadySo ? [] : [{ type: 'identification.EmergencyCareStarted', data: { facilityRef, reason, reviewBy, note, register } }];
    }
    case 'DecidePlacement': {
      if (!protectingBodies.includes(actor.orgType)) throw new NotCompetent();
      const { facilityRef, settingKind, noFamilyBecause, from = now.toISOString(), reasons } = command;
      const institution = settingKind === 'RESIDENTIAL_CARE';
      if (institution && !noFamilyBecause) throw new BadForm('noFamilyBecause', 'says why no family can take the child');
      if (!institution && noFamilyBecause) throw new BadForm('noFamilyBecause', 'is for residential care only');
      // What is said in words cannot be compared once it is sealed, so that new words are a new decision.
      const alreadySo = inForce?.type === 'identification.PlacementDecided' && reasons === undefined
        && inForce.data.facilityRef === facilityRef && inForce.data.settingKind === settingKind && inForce.data.noFamilyBecause === noFamilyBecause
        && (command.from === undefined || command.from === inForce.data.from);
      return alreadySo ? [] : [{ type: 'identification.PlacementDecided', data: { facilityRef, settingKind, noFamilyBecause, from, reasons, register } }];
    }
  }
}
