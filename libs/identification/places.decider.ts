import type { Fact, NewFact } from '../decider/event.js';
import type { Weighing } from '../decider/gate.js';
import { isOpen } from '../decider/place.js';
import { knownAt } from '../decider/times.js';
import { careInForce, type Care } from './care.state.js';
import type { RecordStayPlaceChange } from './places.commands.js';
import type { OpenSettingLost, PlacesEvent, StayPlaceChanged } from './places.events.js';
import type { Places } from './places.state.js';
import { copyOfRegister } from './register.js';

/** Whoever hears of a change twice, or of a later one first, learns nothing from it. */
export function decidePlaces({ facilityRef }: RecordStayPlaceChange, { changed }: Places, weighing: Weighing): readonly NewFact<PlacesEvent>[] {
  const register = copyOfRegister(facilityRef, weighing);
  const known = changed.get(facilityRef)?.facilityRevision ?? -1;
  return register && register.facilityRevision > known ? [{ type: 'identification.StayPlaceChanged', data: { facilityRef, register } }] : [];
}

/** The care in force loses its open setting with the change that takes it away, once. */
export function afterPlaceChange(change: Fact<typeof StayPlaceChanged>, care: Care, { lost }: Places): readonly NewFact<typeof OpenSettingLost>[] {
  const { facilityRef, register } = change.data;
  const inForce = careInForce(care);
  if (inForce?.data.facilityRef !== facilityRef || lost.includes(inForce.id) || isOpen(register.open, knownAt(change))) return [];
  return [{ type: 'identification.OpenSettingLost', data: { facilityRef, care: inForce.id } }];
}
