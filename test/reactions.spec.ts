import { describe, expect, it } from '@jest/globals';
import { guarantor } from '../libs/case-file/telling.js';
import { examples } from './examples.js';
import { caseWorker, ombudsperson, policeInlet } from './people.js';
import {
  aChild, aPlaceThatIs, app, appointing, appointment, decisionsAbout, eventIn, eventsOf, heldByPolice, historyOf, oversight, placementIn, readyToBePlaced, receipt, report, situationOf, witness, worker,
} from './story.js';

const typesOf = async (child: string) => (await historyOf(child)).map(({ type }) => type);
const closes = async (place: string) => eventIn(await witness.post(`/facilities/${place}/record-facility-change`, { ...report('2025-03-03'), closed: true, validFrom: '2025-03-03' }).expect(200));
const placed = async (place: string): Promise<string> => {
  const child = await aChild();
  await readyToBePlaced(child);
  await worker.post(`/children/${child}/decide-placement`, placementIn(place)).expect(200);
  return child;
};

describe('A place that closes', () => {
  it('takes the open setting from every child placed there, and leaves the others', async () => {
    const [place, otherPlace] = [await aPlaceThatIs('OPEN'), await aPlaceThatIs('OPEN')];
    const [first, second, elsewhere] = [await placed(place), await placed(place), await placed(otherPlace)];
    const cause = await closes(place);
    await app.followed();
    for (const child of [first, second]) {
      const [copy, lost] = (await eventsOf(`child-${child}`)).slice(-2);
      expect(copy).toMatchObject({
        type: 'identification.StayPlaceChanged', data: { facilityRef: place, register: { open: { until: '2025-03-03' }, facilityRevision: 1, facilityEventId: cause } },
        meta: {
          causationId: cause, command: { name: 'RecordStayPlaceChange', kind: 'RECORD' }, source: { kind: 'FACILITY_REGISTER' },
          recordedBy: { actorRef: guarantor.actorRef, role: 'SERVICE', orgType: 'OPERATOR' },
        },
      });
      expect(lost).toMatchObject({ type: 'identification.OpenSettingLost', data: { facilityRef: place }, meta: { causationId: copy!.id } });
    }
    expect(await typesOf(elsewhere)).not.toContain('identification.StayPlaceChanged');
  });

  it('is told to a child whose stay ended before anybody knew (ruling 28)', async () => {
    const place = await aPlaceThatIs('OPEN');
    const child = await aChild();
    await witness.post(`/children/${child}/record-deprivation-started`, { ...report('2025-03-02T09:00'), ...heldByPolice, stayRef: 'stay', facilityRef: place }).expect(200);
    await witness.post(`/children/${child}/record-deprivation-ended`, { ...report('2025-03-05T09:00'), stayRef: 'stay', endReason: 'RELEASE' }).expect(200);
    await app.followed();
    await closes(place);
    await app.followed();
    expect((await typesOf(child)).at(-1)).toBe('identification.StayPlaceChanged');
  });

  it('is told once to a child that comes there with what the register said, and not again', async () => {
    const place = await aPlaceThatIs('OPEN');
    await witness.post(`/facilities/${place}/record-facility-change`, { ...report('2025-03-03'), exitControl: 'OPEN', validFrom: '2025-03-03' }).expect(200);
    const child = await placed(place);
    await app.followed();
    expect(await typesOf(child)).not.toContain('identification.StayPlaceChanged');
  });

  it('is no news where only its name changes', async () => {
    const place = await aPlaceThatIs('OPEN');
    const child = await placed(place);
    await witness.post(`/facilities/${place}/record-facility-change`, { ...report('2025-03-03'), name: 'Shelter by the river', validFrom: '2025-03-03' }).expect(200);
    await app.followed();
    expect(await typesOf(child)).not.toContain('identification.StayPlaceChanged');
  });

  it('is not open again because the report is retracted, and is once somebody has inspected it', async () => {
    const place = await aPlaceThatIs('OPEN');
    const child = await placed(place);
    const cause = await closes(place);
    const retraction = eventIn(await worker.post(`/facilities/${place}/record-facility-retraction`, { ...report('2025-03-07'), target: cause, reason: 'MISTAKEN_ENTRY' }).expect(200));
    await app.followed();
    const told = (await eventsOf(`child-${child}`)).filter(({ type }) => type === 'identification.StayPlaceChanged');
    expect(told.map(({ data, meta }) => [meta['causationId'], (data as { register: { open?: object } }).register.open])).toEqual([[cause, { until: '2025-03-03' }], [retraction, { until: '2025-03-03' }]]);

    const another = await aChild();
    await readyToBePlaced(another);
    await worker.post(`/children/${another}/decide-placement`, placementIn(place)).expect(422);
    await (await app.as(ombudsperson)).post(`/facilities/${place}/attest-exit-control`, { exitControl: 'OPEN', from: '2025-03-04' }).expect(200);
    await worker.post(`/children/${another}/decide-placement`, placementIn(place)).expect(200);
  });

  it('is told as a correction of the register has it', async () => {
    const place = await aPlaceThatIs('OPEN');
    const child = await placed(place);
    const [registration] = await eventsOf(`facility-${place}`);
    await worker.post(`/facilities/${place}/record-facility-correction`, { ...report('2025-03-07'), target: registration!.id, fields: { exitControl: 'CONTROLLED' }, reason: 'DOCUMENT_FOUND' }).expect(200);
    await app.followed();
    expect((await eventsOf(`child-${child}`)).slice(-2)).toMatchObject([{ type: 'identification.StayPlaceChanged', data: { register: { exitControl: 'CONTROLLED' } } }, { type: 'identification.OpenSettingLost' }]);
  });

  it('is told to a child whose stay is corrected to have been there', async () => {
    const place = await aPlaceThatIs('OPEN');
    await closes(place);
    const child = await aChild();
    const stay = eventIn(await witness.post(`/children/${child}/record-deprivation-started`, { ...report('2025-03-02T09:00'), ...heldByPolice }).expect(200));
    await app.followed();
    await worker.post(`/children/${child}/record-correction`, { ...report('2025-03-07'), target: stay, fields: { facilityRef: place }, reason: 'DOCUMENT_FOUND' }).expect(200);
    await app.followed();
    expect((await eventsOf(`child-${child}`)).at(-1)).toMatchObject({ type: 'identification.StayPlaceChanged', data: { facilityRef: place } });
  });
});

describe('A place that is found to be locked', () => {
  it('is told as often as it changes, in the order of the changes', async () => {
    const place = await aPlaceThatIs('OPEN');
    const child = await placed(place);
    const inspector = await app.as(ombudsperson);
    const inspections = [];
    for (const exitControl of ['CONTROLLED', 'OPEN', 'UNKNOWN']) {
      inspections.push(receipt(await inspector.post(`/facilities/${place}/attest-exit-control`, { exitControl, from: '2025-03-03' }).expect(200)).events[0]!.id);
    }
    await app.followed();
    const copies = (await eventsOf(`child-${child}`)).filter(({ type }) => type === 'identification.StayPlaceChanged');
    expect(copies.map(({ meta }) => meta['causationId'])).toEqual(inspections);
    expect(copies.map(({ data }) => (data as { register: { exitControl: string } }).register.exitControl)).toEqual(['CONTROLLED', 'OPEN', 'UNKNOWN']);
  });
});

const related = async (child: string, relation: string, other: string) =>
  witness.post(`/children/${child}/record-family-link`, { ...report('2025-03-02'), relativeRef: `${relation.toLowerCase()}-of-the-child`, relation, childRef: other }).expect(200);

describe('A carer who is arrested', () => {
  it('leaves a care gap with every child of the family, whichever record names the other, and before or after the arrest (X12)', async () => {
    const [child, sister, cousin, later, stranger] = [await aChild(), await aChild(), await aChild(), await aChild(), await aChild()];
    await related(child, 'SIBLING', sister);
    await related(cousin, 'COUSIN', child);
    const cause = eventIn(await witness.post(`/children/${child}/record-carer-arrested`, { ...report('2025-03-03'), carerRef: 'mother', otherCarer: 'UNKNOWN' }).expect(200));
    await app.followed();
    await related(later, 'SIBLING', child);
    await app.followed();
    for (const told of [sister, cousin, later]) {
      const gaps = (await eventsOf(`child-${told}`)).filter(({ type }) => type === 'identification.CareGapOpened');
      expect(gaps).toMatchObject([{ data: { because: 'CARER_ARRESTED', carerRef: 'mother' }, meta: { causationId: cause, recordedBy: { actorRef: guarantor.actorRef } } }]);
    }
    expect((await typesOf(child)).filter((type) => type === 'identification.CareGapOpened')).toHaveLength(1);
    expect(await typesOf(stranger)).not.toContain('identification.CareGapOpened');
  });
});

describe('What is open again for a child', () => {
  it('is undecided for its siblings', async () => {
    const [child, sister] = [await aChild(), await aChild()];
    await related(child, 'SIBLING', sister.toUpperCase());
    await worker.post(`/children/${child}/reopen-determination`, { trigger: 'CHILD_ASKED' }).expect(200);
    await app.followed();
    expect((await eventsOf(`child-${sister}`)).at(-1)).toMatchObject({ type: 'best-interests.SiblingOutcomeReported', data: { siblingRef: child, outcome: 'UNDECIDED' } });
  });
});

describe('Two records of one child', () => {
  const comparison = (recordRef: string) => ({ recordRef, shownBy: ['CHILD_SAYS'], statement: 'she told me of the other office' });
  const merged = async (record: string, survivorRef: string) => {
    await worker.post(`/children/${record}/attest-same-child`, comparison(survivorRef)).expect(200);
    await appointing.post(`/children/${record}/merge-identity`, { survivorRef }).expect(200);
    await app.followed();
  };
  const splitAgain = async (record: string, survivorRef: string) => {
    await worker.post(`/children/${record}/attest-different-children`, comparison(survivorRef)).expect(200);
    await appointing.post(`/children/${record}/split-identity`, { survivorRef }).expect(200);
    await app.followed();
  };
  const missingFor = ({ body }: { body: unknown }) => (body as { unmet: { code: string }[] }).unmet.map(({ code }) => code);

  it('are merged by two persons: one who finds that they are, and another one who decides', async () => {
    const [record, survivor] = [await aChild(), await aChild()];
    expect(missingFor(await worker.post(`/children/${record}/merge-identity`, { survivorRef: survivor }).expect(422))).toEqual(['TWO_PERSONS']);
    await worker.post(`/children/${record}/attest-same-child`, comparison(survivor)).expect(200);
    expect(missingFor(await worker.post(`/children/${record}/merge-identity`, { survivorRef: survivor }).expect(422))).toEqual(['TWO_PERSONS']);
    const decision = eventIn(await appointing.post(`/children/${record}/merge-identity`, { survivorRef: survivor }).expect(200));
    await app.followed();
    const [told] = (await eventsOf(`child-${survivor}`)).slice(-1);
    expect(told).toMatchObject({ type: 'identification.IdentityMerged', data: { from: record, revision: 2 }, meta: { causationId: decision, recordedBy: { actorRef: guarantor.actorRef } } });
  });

  it('are one to whoever decides: nothing is decided in the one, and what is reported there stops decisions in the other, until a split that gives nothing back', async () => {
    const [record, survivor] = [await aChild(), await aChild()];
    const place = await aPlaceThatIs('OPEN');
    await readyToBePlaced(survivor);
    await merged(record, survivor);
    expect(missingFor(await appointing.post(`/children/${record}/appoint-guardian`, appointment('guardian')).expect(422))).toEqual(['CHILD_REGISTERED']);
    const placement = eventIn(await worker.post(`/children/${survivor}/decide-placement`, placementIn(place)).expect(200));
    const { basis } = (await decisionsAbout(survivor)).find(({ eventId }) => eventId === placement)!;
    for (const fact of basis!.facts) expect(fact).toMatchObject({ foreign: expect.arrayContaining([expect.objectContaining({ stream: `child-${record}`, revision: 2 })]) as unknown });

    const death = { diedIn: 'KG', heldOrCaredFor: 'NEITHER', causeClaimed: 'UNKNOWN', examination: 'NONE' };
    const reported = receipt(await witness.post(`/children/${record}/record-death`, { ...report('2025-03-04'), ...death }).expect(200));
    expect(reported.events.map(({ type }) => type)).toEqual(['identification.DeathReported', 'identification.MergedRecordContinued']);
    expect(missingFor(await worker.post(`/children/${survivor}/decide-placement`, placementIn(await aPlaceThatIs('OPEN'))).expect(422))).toEqual(['CHILD_REGISTERED']);
    await app.followed();
    expect((await eventsOf(`child-${survivor}`)).at(-1)).toMatchObject({ type: 'identification.IdentityMerged', data: { from: record, revision: 4 } });

    await splitAgain(record, survivor);
    expect((await eventsOf(`child-${survivor}`)).at(-1)).toMatchObject({ type: 'identification.IdentitySplit', data: { from: record } });
    await worker.post(`/children/${survivor}/decide-placement`, placementIn(await aPlaceThatIs('OPEN'))).expect(200);
    expect((await decisionsAbout(survivor)).map(({ command, outcome }) => [command, outcome]).filter(([command]) => command === 'DecidePlacement')).toEqual([['DecidePlacement', 'accepted'], ['DecidePlacement', 'refused'], ['DecidePlacement', 'accepted']]);
  });

  it('are one to siblings: whoever is linked to the one, before or after the merge, hears of that and of what becomes of the other', async () => {
    const [record, survivor, brother, later] = [await aChild(), await aChild(), await aChild(), await aChild()];
    await related(brother, 'SIBLING', record);
    await merged(record, survivor);
    await related(later, 'SIBLING', record);
    await app.followed();
    await worker.post(`/children/${survivor}/reopen-determination`, { trigger: 'CHILD_ASKED' }).expect(200);
    await app.followed();
    const outcomesToldTo = async (child: string) => (await eventsOf(`child-${child}`)).filter(({ type }) => type === 'best-interests.SiblingOutcomeReported').map(({ data }) => data);
    const heard = [{ siblingRef: record, outcome: 'UNDECIDED', goesOnIn: survivor }, { siblingRef: survivor, outcome: 'UNDECIDED' }];
    expect([await outcomesToldTo(brother), await outcomesToldTo(later)]).toEqual([heard, heard]);
    await splitAgain(record, survivor);
    expect((await outcomesToldTo(brother)).at(-1)).toEqual({ siblingRef: record, outcome: 'UNDECIDED', goesOnIn: record });
  });

  it('are read as one, with the record in which each entry stands, and only while they are merged', async () => {
    const [record, survivor] = [await aChild({ name: 'Test Child' }), await aChild()];
    await witness.post(`/children/${record}/record-deprivation-started`, { ...report('2025-03-02T09:00'), ...heldByPolice, stayRef: 'stay' }).expect(200);
    await appointing.post(`/children/${record}/appoint-guardian`, { ...appointment('guardian'), caseload: 1000 }).expect(422);
    const itself = await app.as({ actorRef: 'channel', role: 'CHILD', orgRef: 'help-line', orgType: 'NGO', purpose: 'PROTECTION', onBehalfOf: record });
    await itself.get(`/children/${survivor}`).expect(404);
    await merged(record, survivor);
    for (const each of [record, survivor]) await itself.get(`/children/${each}`).expect(200);
    const others = (entries: readonly object[]) => (entries as readonly { record?: string }[]).filter((entry) => entry.record === record);
    const told = others(await historyOf(survivor)) as unknown as readonly { type: string; revision: number; data: object }[];
    expect(told.map(({ type, revision }) => [type, revision])).toEqual([['identification.ChildFound', 0], ['identification.DeprivationStarted', 1]]);
    expect(told[0]!.data).toMatchObject({ name: 'Test Child' });
    expect((await situationOf(survivor)).liberty.episodes).toHaveLength(1);
    expect(others(await decisionsAbout(survivor))).toMatchObject([{ command: 'AppointGuardian', outcome: 'refused' }]);
    const { text } = await oversight.get(`/children/${survivor}/timeline`).expect(200);
    expect(others(text.trim().split('\n').map((line) => JSON.parse(line) as object))).toHaveLength(2);
    const { body } = await oversight.get(`/children/${survivor}/case-file`).expect(200);
    expect(others((body as { timeline: object[] }).timeline)).toHaveLength(2);
    expect((body as { findings: { findings: { rule: string }[] } }).findings.findings.map(({ rule }) => rule)).toContain('LAW_ENFORCEMENT_LEAD');
    await oversight.get(`/children/${survivor}/case-file?format=html`).expect(200);

    await splitAgain(record, survivor);
    await itself.get(`/children/${survivor}`).expect(404);
    expect(others(await historyOf(survivor))).toEqual([]);
    expect((await situationOf(survivor)).liberty.episodes).toEqual([]);
  });

  it('owe the child each thing once: what was owed in the one goes on in the other, is met there, and is owed by each again after a split', async () => {
    const [record, survivor] = [await aChild(), await aChild()];
    await merged(record, survivor);
    const owed = async (child: string) => {
      await app.followed();
      const [list, situation] = [await oversight.get(`/duties?child=${child}&code=EDUCATION_ACCESS`).expect(200), await oversight.get(`/children/${child}`).expect(200)];
      const [rows, folded] = [(list.body as { entries: { record: string | null; state: string }[] }).entries, (situation.body as { duties: { code: string; record?: string; state: string }[] }).duties];
      const both = [rows.map((row) => [row.record ?? child, row.state]), folded.filter(({ code }) => code === 'EDUCATION_ACCESS').map((duty) => [duty.record ?? child, duty.state])].map((told) => told.sort((a, b) => (a.join() < b.join() ? -1 : 1)));
      return both;
    };
    const inBoth = (state: string) => [[record, state], [survivor, state]].sort((a, b) => (a.join() < b.join() ? -1 : 1));
    expect([await owed(survivor), await owed(record)]).toEqual([[inBoth('OVERDUE'), inBoth('OVERDUE')], [[], [[record, 'OVERDUE']]]]);
    const school = examples({ facilityId: survivor, eventId: survivor }, () => 'words')['RecordEducationAccess']!.body;
    await worker.post(`/children/${survivor}/record-education-access`, { ...school, ...report('2025-03-05'), access: 'STARTED' }).expect(200);
    expect([await owed(survivor), await owed(record)]).toEqual([[inBoth('MET'), inBoth('MET')], [[], [[record, 'MET']]]]);
    await splitAgain(record, survivor);
    expect([await owed(survivor), await owed(record)]).toEqual([Array(2).fill([[survivor, 'MET']]), Array(2).fill([[record, 'OVERDUE']])]);
  });

  it('are merged by no report, whoever sends it, and a report of it splits nothing', async () => {
    const [record, survivor] = [await aChild(), await aChild()];
    const reported = { ...report('2025-03-04'), from: record };
    for (const by of [caseWorker, policeInlet]) expect(receipt(await (await app.as(by)).post(`/children/${survivor}/record-merged-record`, reported)).events ?? []).toEqual([]);
    await merged(record, survivor);
    const [mergedInto] = (await eventsOf(`child-${record}`)).slice(-1);
    await worker.post(`/children/${record}/record-retraction`, { ...report('2025-03-05'), target: mergedInto!.id, reason: 'WRONG_CHILD' }).expect(200);
    await app.followed();
    expect((await eventsOf(`child-${survivor}`)).at(-1)).toMatchObject({ type: 'identification.IdentityMerged' });
    expect(missingFor(await appointing.post(`/children/${record}/appoint-guardian`, appointment('guardian')).expect(422))).toEqual(['CHILD_REGISTERED']);
  });
});
