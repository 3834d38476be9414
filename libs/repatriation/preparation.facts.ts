import type { GateFact } from '../decider/gate.js';
import type { Journey, PlannedJourney } from '../decider/journey.js';
import { earliest, latest } from '../decider/times.js';
import { civilDocuments, travelDocuments } from './preparation.events.js';
import type { Preparation } from './preparation.state.js';

type Of = { preparation: Preparation };

export const noDanger: GateFact<Of, Journey> = {
  code: 'NO_DANGER',
  promise: 'No child is taken where a recent assessment of risk, security and impact does not say that it is in no danger.',
  basis: 'UN General Assembly resolution 64/142, para. 148(a); CRC art. 6; OSCE/ODIHR, After the Chisinau Agreement, Recommendation 1',
  proof: ({ preparation: { risks } }, { now, setting }, { destinationState }) => {
    const risk = risks.get(destinationState);
    if (risk?.data.result !== 'NO_DANGER' || now > setting.endOf('RISK_ASSESSMENT_AGE', { from: risk.meta.occurredAt.from })) return undefined;
    return { evidence: [risk.id] };
  },
};

export const childInformed: GateFact<Of, Journey> = {
  code: 'CHILD_INFORMED',
  promise: 'The child knows what will happen: it was told in a language and manner that it understands, and it understood.',
  basis: 'International Child Repatriation Guidelines, guarantee 5; CRC art. 12',
  proof: ({ preparation: { informed } }, _, { outcome, destinationState }) => {
    const told = informed.get(destinationState);
    return told && told.data.outcome === outcome && told.data.understanding !== 'NOT_UNDERSTOOD' ? { evidence: [told.id] } : undefined;
  },
};

export const timingAssessed: GateFact<Of, PlannedJourney> = {
  code: 'TIMING_ASSESSED',
  promise: 'The child travels when it is best for the child: after the school year or the exams, in good health, and with its brothers and sisters.',
  basis: 'International Child Repatriation Guidelines, guarantee 5; OSCE/ODIHR, After the Chisinau Agreement, Day 2',
  proof: ({ preparation: { timings } }, _, { outcome, destinationState, plannedDeparture }) => {
    const timing = timings.get(destinationState);
    const suits = timing?.data.outcome === outcome && earliest(timing.data.suitableFrom) <= Date.parse(plannedDeparture);
    return suits ? { evidence: [timing.id] } : undefined;
  },
};

export const documentsReady: GateFact<Of, Journey> = {
  code: 'DOCUMENTS_READY',
  promise: 'The child travels with papers for the way and for its life after it, and getting them has told nobody of a claim for protection.',
  basis: 'OSCE/ODIHR, After the Chisinau Agreement, Day 2; CRC art. 7 and 8',
  proof: ({ preparation: { documents } }, { now, setting }, { destinationState }) => {
    const papers = documents.get(destinationState);
    if (papers?.data.claimExposed !== 'NO') return undefined;
    const has = (kinds: readonly string[]) => papers.data.documents.some(({ kind, validUntil }) => kinds.includes(kind)
      && (validUntil === undefined || now.getTime() < latest(validUntil)));
    // Nobody needs a passport inside one state (ruling 33).
    const mayTravel = destinationState === setting.profile.state || has(travelDocuments);
    return mayTravel && has(civilDocuments) ? { evidence: [papers.id] } : undefined;
  },
};
