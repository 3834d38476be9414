import type { Fact } from '../decider/event.js';
import type { GateFact, Proof } from '../decider/gate.js';
import { wasInterpreted } from '../decider/interpreted.js';
import { statesEntered, type Journey, type PlannedJourney } from '../decider/journey.js';
import { latest } from '../decider/times.js';
import { civilDocuments, travelDocuments } from './preparation.events.js';
import { findsNone, lastWordsAbout, lastWordsOf, type Preparation } from './preparation.state.js';

type Of = { preparation: Preparation };

export const noDanger: GateFact<Of, Journey> = {
  code: 'NO_DANGER',
  promise: 'No child is taken where a recent assessment of risk, security and impact does not say that it is in no danger, and none is led through where it is said to be in danger.',
  basis: 'UN General Assembly resolution 64/142, para. 148(a); CRC art. 6; OSCE/ODIHR, After the Chisinau Agreement, Recommendation 1',
  // An assessment that did not know of a danger proves nothing once it was told (ruling 9).
  proof: ({ preparation: { risks } }, { now, setting }, journey) => {
    const { destinationState } = journey;
    // Where the child only passes through, no assessment is asked for; whatever is said of it there counts.
    const passed = statesEntered(journey).filter((state) => state !== destinationState);
    if (passed.some((state) => lastWordsAbout(risks, state).some((risk) => !findsNone(risk)))) return undefined;
    return provenByAll(lastWordsOf(risks, destinationState), (risk) => findsNone(risk) && now <= setting.endOf('RISK_ASSESSMENT_AGE', { from: risk.meta.occurredAt.from }));
  },
};

export const childInformed: GateFact<Of, Journey> = {
  code: 'CHILD_INFORMED',
  promise: 'The child knows what will happen: it was told in a language and manner that it understands, and it understood.',
  basis: 'International Child Repatriation Guidelines, guarantee 5; CRC art. 12',
  proof: ({ preparation: { informed, interpreters } }, _, { outcome, destinationState }) =>
    provenByAll(lastWordsOf(informed, destinationState), (told) => told.data.outcome === outcome && told.data.understanding !== 'NOT_UNDERSTOOD' && wasInterpreted(told, interpreters)),
};

export const timingAssessed: GateFact<Of, PlannedJourney> = {
  code: 'TIMING_ASSESSED',
  promise: 'The child travels when it is best for the child: after the school year or the exams, in good health, and with its brothers and sisters.',
  basis: 'International Child Repatriation Guidelines, guarantee 5; OSCE/ODIHR, After the Chisinau Agreement, Day 2',
  proof: ({ preparation: { timings } }, _, { outcome, destinationState, plannedDeparture }) =>
    provenByAll(lastWordsOf(timings, destinationState), ({ data }) => data.outcome === outcome && hasCome(data.suitableFrom, plannedDeparture)),
};

/** A day has come where the calendar of the place of departure says so. */
function hasCome(suitableFrom: string, plannedDeparture: string): boolean {
  return suitableFrom.includes('T') ? Date.parse(suitableFrom) <= Date.parse(plannedDeparture) : suitableFrom <= plannedDeparture.slice(0, 10);
}

export const documentsReady: GateFact<Of, Journey> = {
  code: 'DOCUMENTS_READY',
  promise: 'The child travels with papers for the way and for its life after it, and getting them has told nobody of a claim for protection.',
  basis: 'OSCE/ODIHR, After the Chisinau Agreement, Day 2; CRC art. 7 and 8',
  proof: ({ preparation: { documents } }, { now, setting }, { destinationState }) =>
    provenByAll(lastWordsOf(documents, destinationState), ({ data: { documents: papers, claimExposed } }) => {
      const has = (kinds: readonly string[]) => papers.some(({ kind, validUntil }) => kinds.includes(kind) && (validUntil === undefined || now.getTime() < latest(validUntil)));
      // Nobody needs a passport inside one state (ruling 33).
      const mayTravel = destinationState === setting.profile.state || has(travelDocuments);
      return claimExposed === 'NO' && mayTravel && has(civilDocuments);
    }),
};

function provenByAll<Word extends Fact>(words: readonly Word[], proves: (word: Word) => boolean): Proof | undefined {
  return words.length > 0 && words.every(proves) ? { evidence: words.map(({ id }) => id) } : undefined;
}
