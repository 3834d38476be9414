import { describe, expect, it } from '@jest/globals';
import { factOf, type Happened } from '../decider/decider.scenario.js';
import type { Envelope, Fact } from '../decider/event.js';
import { decisionsIn, doubtsAbout, evidenceNotFound, foreignNotFound } from './decisions.js';
import { decisions } from './decisions.projection.js';

const appointed = happened('guardianship.GuardianAppointed', {}, 'appointed');
const accepted = happened('guardianship.MandateAccepted', {}, 'accepted');
const placed = happened('identification.PlacementDecided', {}, 'placed', decided('DecidePlacement', ['appointed', 'accepted']));
const corrected = (target: string, id: string, more: Partial<Envelope['command']> = {}) => happened('record.Corrected', { target, fields: { model: 'OTHER' } }, id, commanded(more));
const retracted = (target: string, id: string) => happened('record.Retracted', { target }, id);
const disputed = (target: string, id: string) => happened('record.Disputed', { target }, id);

describe('A decision', () => {
  it('is known with what proved each guarantee, who decided and by which gate', () =>
    expect(of(appointed, accepted, placed)).toMatchObject({
      eventId: 'placed', outcome: 'accepted', command: 'DecidePlacement', gate: { gate: 'placement', gateVersion: 2, weighedAt: 1 },
      known: [{ code: 'REPRESENTATIVE_ACTIVE', evidence: ['appointed', 'accepted'] }], missing: [], doubts: [], restsOnCorrected: false,
    }));
  it('is one, however many events it gave', () =>
    expect(decisionsIn(story(appointed, accepted, placed, { ...placed, id: 'second' })).decided.map(({ eventId }) => eventId)).toEqual(['placed']));
  it('of others that was taken without a representative stands beside ours, with what lacked', () =>
    expect(of(happened('guardianship.DecisionTakenWithoutRepresentative', { decision: 'RETURN', authorityType: 'POLICE' }, 'told'))).toMatchObject({
      outcome: 'reported', missing: ['REPRESENTATIVE_ACTIVE'], known: [], about: { decision: 'RETURN', authorityType: 'POLICE' },
    }));
  it('that was refused names what was missing and where it was weighed', () =>
    expect(of(happened('record.DecisionAttemptRefused', { command: 'DecidePlacement', gate: 'placement', gateVersion: 2, revision: 3, missing: ['CHILD_HEARD'], about: {} }, 'refused'))).toMatchObject({
      outcome: 'refused', missing: ['CHILD_HEARD'], gate: { weighedAt: 3 },
    }));
});

describe('What a decision rested on', () => {
  const rested = (...since: readonly Happened[]) => of(appointed, accepted, placed, ...since);

  it('is doubtful once it was corrected or retracted since, by the event that did so', () => {
    expect(rested(corrected('appointed', 'c1'))).toMatchObject({ restsOnCorrected: true, doubts: [{ code: 'REPRESENTATIVE_ACTIVE', evidence: 'appointed', how: 'CORRECTED', by: 'c1' }] });
    expect(rested(retracted('accepted', 'r1'))).toMatchObject({ restsOnCorrected: true, doubts: [{ evidence: 'accepted', how: 'RETRACTED', by: 'r1' }] });
  });
  it('reads as it did where somebody only disputes it, or corrects it without being entitled', () => {
    expect(rested(disputed('appointed', 'd1'))).toMatchObject({ restsOnCorrected: false, doubts: [{ how: 'DISPUTED', by: 'd1' }] });
    expect(rested(corrected('appointed', 'c1', { entitled: false }))).toMatchObject({ restsOnCorrected: false, doubts: [{ how: 'DISPUTED', by: 'c1' }] });
  });
  it('reads as it did again where the correction is itself retracted; both words are told', () =>
    expect(rested(corrected('appointed', 'c1'), retracted('c1', 'r1'))).toMatchObject({ restsOnCorrected: false, doubts: [{ by: 'c1' }, { how: 'RETRACTED', by: 'r1' }] }));
  it('had been corrected already when it was weighed: only what changes that since is a doubt', () => {
    expect(of(appointed, accepted, corrected('appointed', 'c1'), placed)).toMatchObject({ restsOnCorrected: false, doubts: [] });
    expect(of(appointed, accepted, corrected('appointed', 'c1'), placed, retracted('c1', 'r1'))).toMatchObject({ restsOnCorrected: true, doubts: [{ evidence: 'appointed', by: 'r1' }] });
  });
  it('is of no doubt where something else was corrected', () =>
    expect(of(appointed, accepted, happened('identification.ChildFound', {}, 'found'), placed, corrected('found', 'c1'))).toMatchObject({ restsOnCorrected: false, doubts: [] }));
  it('may be fine where the decision itself is retracted', () =>
    expect(rested(retracted('placed', 'r1'))).toMatchObject({ restsOnCorrected: false, doubts: [{ code: null, evidence: 'placed', by: 'r1' }] }));
});

describe('What a decision names as evidence', () => {
  const notFound = (evidence: readonly string[], weighedAt: number, stream?: string) => {
    const facts = story(appointed, accepted, placed);
    return evidenceNotFound({ known: [{ code: 'REPRESENTATIVE_ACTIVE', evidence }], gate: { gate: 'placement', gateVersion: 2, weighedAt } }, stream ?? facts[0]!.stream, new Map(facts.map((fact) => [fact.id, fact])));
  };
  it('stands in its record at the revision at which it was weighed', () => expect(notFound(['appointed', 'accepted'], 1)).toEqual([]));
  it('is told where nobody ever recorded it, or only after that', () => {
    expect(notFound(['appointed', 'invented'], 1)).toEqual([{ code: 'REPRESENTATIVE_ACTIVE', evidence: 'invented' }]);
    expect(notFound(['appointed', 'accepted'], 0)).toEqual([{ code: 'REPRESENTATIVE_ACTIVE', evidence: 'accepted' }]);
  });
  it('is told where it stands in another record alone, such as one that was merged into it', () => expect(notFound(['appointed', 'accepted'], 1, 'child-other')).toHaveLength(2));

  const place = 'facility-1';
  const log: Readonly<Record<string, string>> = { [`${place} 3`]: 'opened' };
  const elsewhere = (...foreign: { stream: string; revision: number; eventId?: string }[]) =>
    foreignNotFound({ known: [{ code: 'OPEN_SETTING', evidence: [], foreign }] }, async (stream, revision) => log[`${stream} ${revision}`]);
  it('stands in another stream, too, by the event that it names there, if it names one', async () => {
    expect(await elsewhere({ stream: place, revision: 3, eventId: 'opened' }, { stream: place, revision: 3 }, { stream: 'corridor-KG-KZ', revision: -1 })).toEqual([]);
    expect(await elsewhere({ stream: place, revision: 3, eventId: 'closed' }, { stream: place, revision: 4 })).toEqual([{ code: 'OPEN_SETTING', evidence: `${place} #3` }, { code: 'OPEN_SETTING', evidence: `${place} #4` }]);
  });
});

describe('The rows of the decisions', () => {
  it('follow from the fold alone, kept as JSON in between', () => {
    const fold = story(appointed, accepted, placed, corrected('appointed', 'c1'), happened('identification.ContactHeld', {}, 'more'))
      .reduce((state, fact) => JSON.parse(JSON.stringify(decisions.evolve(state, fact))) as unknown, decisions.initial);
    expect(decisions.rows('child-1', fold).decision).toMatchObject([{
      child: '1', event: 'placed', context: 'identification', proven: ['REPRESENTATIVE_ACTIVE'], rests_on_corrected: true, role: 'CASE_WORKER', org_type: 'CHILD_PROTECTION', jurisdiction: 'KG',
    }]);
  });
  it('are not counted anew for what is no decision and corrects nothing', () => {
    const fold = decisions.evolve(decisions.initial, story(appointed)[0]!);
    expect(fold).toBe(decisions.initial);
  });
});

type Told = Happened & { readonly meta?: Partial<Envelope> };

function happened(type: string, data: object, id: string, meta: Partial<Envelope> = {}): Told {
  return { type, data, id, meta } as Told;
}

function commanded(more: Partial<Envelope['command']>): Partial<Envelope> {
  return { command: { name: 'RecordCorrection', kind: 'RECORD', key: 'of-a-correction', hash: '', ...more } };
}

function decided(name: string, evidence: readonly string[]): Partial<Envelope> {
  return {
    basis: { gate: 'placement', gateVersion: 2, profileVersion: 'strict-1', revision: evidence.length - 1, facts: [{ code: 'REPRESENTATIVE_ACTIVE', evidence }] },
    command: { name, kind: 'DECIDE', key: 'of-the-decision', hash: '' },
  };
}

function story(...told: readonly Told[]): readonly Fact[] {
  return told.map((each, index) => {
    const fact = factOf(each, index);
    return { ...fact, meta: { ...fact.meta, ...each.meta } } as Fact;
  });
}

/** The one decision of the story. */
function of(...told: readonly Told[]) {
  const { decided: [only, ...others], corrections } = decisionsIn(story(...told));
  expect(others).toEqual([]);
  return { ...only!, ...doubtsAbout(only!, corrections) };
}
