import type { Fact } from '../decider/event.js';
import { childIn } from '../decider/kin.js';
import { streamOfPlace } from '../decider/place.js';
import { reaction, type Concern } from '../decider/reaction.js';
import { subjectOf } from '../decider/subject.js';
import { RecordStayPlaceChange } from './places.commands.js';
import type { RegisterEntry } from './register.js';

const changed = ({ stream, revision }: Fact) => ({ subject: stream, body: { facilityRef: stream.slice(streamOfPlace('').length), facilityRevision: revision } });

const ofPlace = (fact: Fact) => (subjectOf(fact.stream) === 'facility' ? changed(fact) : undefined);

/** A change of a place's exit reaches every child who stays, stayed or is expected there, ended or not (ruling 28). */
export const placeChanged = reaction({
  name: 'place-changed', version: 3,
  tell: RecordStayPlaceChange,
  source: { kind: 'FACILITY_REGISTER', reliability: 'CONFIRMED' },
  news: {
    'facility.FacilityChanged': (fact) => {
      const { exitControl, closed } = fact.data as { exitControl?: string; closed?: true };
      return exitControl === undefined && closed === undefined ? undefined : changed(fact);
    },
    'facility.ExitControlAttested': changed,
    'record.Corrected': ofPlace,
    'record.Retracted': ofPlace,
    'record.Disputed': ofPlace,
  },
  concernedBy: ['identification.', 'repatriation.', 'reintegration.'],
  concerns: (fact) => [...stayIn(fact), ...restedOn(fact)],
});

/** Where a stay, a placement or emergency care is told of, with the copy of the register that was made then. */
function stayIn({ stream, type, data }: Fact): readonly Concern[] {
  const { facilityRef, register } = data as { facilityRef?: string; register?: RegisterEntry };
  if (facilityRef === undefined || type === 'identification.StayPlaceChanged') return [];
  return [{ child: childIn({ stream }), subject: streamOfPlace(facilityRef), upTo: register?.facilityRevision }];
}

/** Where a decision rested on a place: a first placement, a night on the way. */
function restedOn({ stream, meta }: Fact): readonly Concern[] {
  const places = (meta.basis?.facts ?? []).flatMap(({ foreign = [] }) => foreign).filter((ref) => ref.stream.startsWith(streamOfPlace('')));
  return places.map(({ stream: subject, revision: upTo }) => ({ child: childIn({ stream }), subject, upTo }));
}
