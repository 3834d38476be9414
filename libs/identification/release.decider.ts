import { BadForm, NotCompetent } from '../decider/context.js';
import type { NewFact } from '../decider/event.js';
import type { Weighing } from '../decider/gate.js';
import { hasPart, somebodyIn, travelParts } from '../decider/participants.js';
import { streamOfPlace, type RegisteredPlace } from '../decider/place.js';
import type { AttestChildAtLiberty } from './release.commands.js';
import type { ReleaseEvent } from './release.events.js';
import { mayHaveHeld, placesOf, type Custodians } from './release.state.js';

export function decideRelease({ shownBy, documentRef, statement }: AttestChildAtLiberty, custodians: Custodians, { actor, participants, foreign }: Weighing): readonly NewFact<ReleaseEvent>[] {
  const operators = placesOf(custodians).flatMap((place) => operatorsOf(place, foreign));
  const isOfHolders = mayHaveHeld({ ...custodians, bodies: [...custodians.bodies, ...operators] }, actor);
  if (isOfHolders || hasPart(participants, somebodyIn(actor), travelParts)) throw new NotCompetent();
  if (shownBy === 'DOCUMENT_OF_COURT' && documentRef === undefined) throw new BadForm('documentRef', 'names the document in which the court says so');
  return [{ type: 'identification.LibertyCertified', data: { shownBy, documentRef, statement } }];
}

/** Whoever ever ran it, in any reading of the register: when they did is reported too late to rest a certificate on. */
function operatorsOf(facilityRef: string, foreign: Weighing['foreign']): Custodians['bodies'] {
  const place = foreign.get(streamOfPlace(facilityRef));
  return place ? [place.state, ...place.otherwise ?? []].flatMap((state) => (state as RegisteredPlace).operators.map(({ value }) => value)) : [];
}
