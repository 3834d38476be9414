import Type from 'typebox';
import { orgTypes } from '../decider/actor.js';
import { event } from '../decider/event.js';
import { exitControls } from '../decider/place.js';
import { personal } from '../privacy/personal.js';

/** What kind of place it is, whatever it is called. */
export const placeKinds = [
  'POLICE_CELL', 'RECEPTION_CENTRE', 'TRANSIT_CENTRE', 'BORDER_ZONE', 'AIRPORT', 'PRISON', 'CLOSED_SCHOOL', 'HOSPITAL',
  'SHELTER', 'CHILDRENS_HOME', 'HOTEL', 'PRIVATE_HOME', 'OTHER',
] as const;
export type PlaceKind = (typeof placeKinds)[number];

const day = Type.String({ format: 'date' });
const name = Type.String({ description: 'Name as the place or its authority uses it; the home of a family has none here.' });
const kind = Type.Enum([...placeKinds]);
const exitControl = Type.Enum([...exitControls]);
const operator = Type.Object({ orgRef: Type.String(), orgType: Type.Enum([...orgTypes]) }, { additionalProperties: false });
const state = Type.String({ description: 'ISO 3166-1 alpha-2.' });
const zone = Type.String({ description: 'IANA name of the time zone of the place.' });
/** Places for children. */
const capacity = Type.Integer({ minimum: 0 });
/** References of the units into which the place is divided. */
const units = Type.Array(Type.String());

export const FacilityRegistered = event('facility.FacilityRegistered', 1,
  'A place where children stay or are held was entered in the register by somebody who answers for what it says.', {
    name: Type.Optional(name),
    kind,
    operator,
    state,
    zone,
    exitControl,
    capacity: Type.Optional(capacity),
    units: Type.Optional(units),
    /** Since when all of this holds, by the calendar of the place. */
    from: day,
    address: Type.Optional(personal('D4', Type.String())),
  });

export const FacilityChanged = event('facility.FacilityChanged', 1,
  'Somebody reported that a place changed: only what is named did.', {
    name: Type.Optional(name),
    kind: Type.Optional(kind),
    operator: Type.Optional(operator),
    exitControl: Type.Optional(exitControl),
    capacity: Type.Optional(capacity),
    units: Type.Optional(units),
    closed: Type.Optional(Type.Literal(true)),
    validFrom: day,
  });

export const ExitControlAttested = event('facility.ExitControlAttested', 1,
  'An inspection attested whether a child may leave the place.', {
    exitControl,
    from: day,
    /** The rest together, or none of it: where the registration does not stand, the inspection does in its place. */
    kind: Type.Optional(kind),
    operator: Type.Optional(operator),
    state: Type.Optional(state),
    zone: Type.Optional(zone),
  });

export const placeEvents = [FacilityRegistered, FacilityChanged, ExitControlAttested] as const;
export type PlaceEvent = (typeof placeEvents)[number];
