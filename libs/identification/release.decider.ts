import { mayBeOf, type OrgType } from '../decider/actor.js';
import { BadForm, NotCompetent, type Notes } from '../decider/context.js';
import type { Fact, NewFact } from '../decider/event.js';
import type { Weighing } from '../decider/gate.js';
import { hasPart, somebodyIn, travelParts } from '../decider/participants.js';
import { streamOfPlace, type RegisteredPlace } from '../decider/place.js';
import type { AttestChildAtLiberty } from './release.commands.js';
import type { ReleaseEvent } from './release.events.js';

/** Who is said to have held the child, and where. */
export interface Custodians {
  readonly bodies: readonly Body[];
  /** Places of the register. */
  readonly places: ReadonlySet<string>;
}

interface Body {
  readonly orgRef?: string;
  readonly orgType: OrgType;
}

export const noCustodians: Custodians = { bodies: [], places: new Set() };

const withCustodian = ({ bodies, places }: Custodians, { data }: Fact): Custodians => {
  const { custodian, facilityRef } = data as { custodian?: Body; facilityRef?: string };
  return { bodies: custodian ? [...bodies, custodian] : bodies, places: facilityRef === undefined ? places : new Set(places).add(facilityRef) };
};

export const notesOfCustodians: Notes<Custodians> = {
  'identification.DeprivationStarted': withCustodian,
  'identification.DeprivationSettingChanged': withCustodian,
  'identification.OpenSettingLost': withCustodian,
};

export function decideRelease({ shownBy, documentRef, statement }: AttestChildAtLiberty, custodians: Custodians, { actor, participants, foreign }: Weighing): readonly NewFact<ReleaseEvent>[] {
  const holders = [...custodians.bodies, ...[...custodians.places].flatMap((place) => operatorsOf(place, foreign))];
  if (holders.some((holder) => mayBeOf(holder, actor)) || hasPart(participants, somebodyIn(actor), travelParts)) throw new NotCompetent();
  if (shownBy === 'DOCUMENT_OF_COURT' && documentRef === undefined) throw new BadForm('documentRef', 'names the document in which the court says so');
  return [{ type: 'identification.LibertyCertified', data: { shownBy, documentRef, statement } }];
}

/** Whoever ever ran it, in any reading of the register: when they did is reported too late to rest a certificate on. */
function operatorsOf(facilityRef: string, foreign: Weighing['foreign']): readonly Body[] {
  const place = foreign.get(streamOfPlace(facilityRef));
  return place ? [place.state, ...place.otherwise ?? []].flatMap((state) => (state as RegisteredPlace).operators.map(({ value }) => value)) : [];
}
