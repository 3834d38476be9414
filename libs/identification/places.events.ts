import { event } from '../decider/event.js';
import { reference } from './codes.js';
import { registerEntry } from './register.js';

export const StayPlaceChanged = event('identification.StayPlaceChanged', 1,
  'What the register says of a place has changed where the child stays, stayed or is expected.', {
    facilityRef: reference,
    register: registerEntry,
  });

export const OpenSettingLost = event('identification.OpenSettingLost', 1,
  'The place where the child was taken into care is no longer known to be open, so that somebody has to find another.', {
    facilityRef: reference,
    /** The decision or the emergency that took the child there. */
    care: reference,
  });

export const placesEvents = [StayPlaceChanged, OpenSettingLost] as const;
export type PlacesEvent = (typeof placesEvents)[number];
