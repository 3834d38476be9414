import Type from 'typebox';
import { orgTypes } from '../decider/actor.js';
import { event } from '../decider/event.js';
import { personal } from '../privacy/personal.js';
import { answers, planComponents, visitManners } from './plan.events.js';

/** Who gets the help: a carer is a subject of help of its own. */
export const recipients = ['CHILD', 'FAMILY', 'CARER'] as const;
export const supportStages = ['PLANNED', 'STARTED', 'ENDED', 'NOT_DELIVERED'] as const;
export const supportOutcomes = ['REACHED', 'PARTLY_REACHED', 'NOT_REACHED', 'UNKNOWN'] as const;
export const whyNotDelivered = ['NO_MONEY', 'NO_PROVIDER', 'FEES', 'VIOLENCE', 'CHILD_WORKS', 'REFUSED_BY_CHILD', 'REFUSED_BY_FAMILY', 'DOCUMENTS_MISSING', 'DISTANCE', 'OTHER', 'UNKNOWN'] as const;
export const visitPurposes = ['FOLLOW_UP', 'INDEPENDENT_MONITORING'] as const;
export const visitResults = ['GOOD', 'CONCERNS', 'DANGER', 'NOT_SEEN'] as const;
export const whyMissed = ['NOT_FOUND', 'MOVED', 'REFUSED', 'AT_WORK', 'HELD', 'VISITOR_DID_NOT_COME', 'SUSPENDED', 'OTHER', 'UNKNOWN'] as const;

const reference = Type.String();
const country = Type.String({ description: 'ISO 3166-1 alpha-2.' });
const day = Type.String({ format: 'date' });
const answer = Type.Enum([...answers]);
const orgType = Type.Enum([...orgTypes]);
const words = Type.Optional(personal('D3', Type.String()));
const result = Type.Object({ result: Type.Enum([...visitResults]), seenAlone: Type.Optional(answer) }, { additionalProperties: false });

export const ChildArrived = event('reintegration.ChildArrived', 1, 'The child arrived in a state, as reported.', {
  state: country,
  facilityRef: Type.Optional(reference),
  /** Whether the register knew the place to be open; absent where none is named, and in older records. */
  knownOpen: Type.Optional(Type.Boolean()),
  receivedBy: Type.Object({ personRef: Type.Optional(reference), orgType }, { additionalProperties: false }),
  /** Whether it was with somebody it had travelled with until then. */
  accompanied: answer,
  /** Whether it was held on arrival; each stay is reported on its own as well. */
  held: answer,
  condition: words,
});

export const SupportReported = event('reintegration.SupportReported', 1, 'Help was planned, began, ended or was not given, as reported.', {
  component: Type.Enum([...planComponents]),
  recipient: Type.Enum([...recipients]),
  providerRef: reference,
  stage: Type.Enum([...supportStages]),
  outcome: Type.Optional(Type.Enum([...supportOutcomes])),
  notDeliveredBecause: Type.Optional(Type.Enum([...whyNotDelivered])),
  /** Whether the child chose it itself; absent in older records, and where nobody says so. */
  chosenByChild: Type.Optional(answer),
  note: words,
});

export const VisitHeld = event('reintegration.VisitHeld', 1, 'Somebody looked how the child is, as reported; a visit that leaves out the child, the family or the community is partial.', {
  purpose: Type.Enum([...visitPurposes]),
  manner: Type.Enum([...visitManners]),
  visitorRef: reference,
  visitorOrgType: orgType,
  child: Type.Optional(result),
  family: Type.Optional(result),
  community: Type.Optional(result),
  childWords: words,
  findings: words,
});

export const ContactMissed = event('reintegration.ContactMissed', 1, 'A contact with the child that was due did not come about, as reported.', {
  dueOn: day,
  attempts: Type.Integer(),
  reason: Type.Enum([...whyMissed]),
  note: words,
});

export const MissingReported = event('reintegration.MissingReported', 1, 'Nobody knows where the child is, as reported.', {
  lastSeenOn: day,
  state: country,
  toldAuthorities: Type.Array(country),
  traffickingFeared: answer,
  circumstances: words,
});

export const aftercareEvents = [ChildArrived, SupportReported, VisitHeld, ContactMissed, MissingReported] as const;
export type AftercareEvent = (typeof aftercareEvents)[number];
