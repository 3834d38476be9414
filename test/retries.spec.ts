import { describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { unknownId } from './examples.js';
import { ombudsperson } from './people.js';
import { app, worker, witness, report, unnamed, placementIn, aChild, aPlaceThatIs, readyToBePlaced, eventsOf, problemIn } from './story.js';

describe('A command that is repeated', () => {
  const key = randomUUID;
  const link = (relativeRef: string) => ({ ...report('2025-03-02'), relativeRef, relation: 'MOTHER' });
  const stored = async (child: string) => (await eventsOf(`child-${child}`)).length;

  it('under its key with its body gets the same answer again, and is carried out once', async () => {
    const child = await aChild();
    const headers = { key: key() };
    const first = await witness.post(`/children/${child}/record-family-link`, link('mother'), headers).expect(200);
    await witness.post(`/children/${child}/record-family-link`, link('father')).expect(200);
    const again = await witness.post(`/children/${child}/record-family-link`, link('mother'), headers).expect(200);
    expect(again.body).toEqual(first.body);
    expect(again.headers['etag']).toBe(first.headers['etag']);
    expect(await stored(child)).toBe(3);
  });

  it('under its key in capital letters is still the same command', async () => {
    const child = await aChild();
    const headers = { key: key() };
    const first = await witness.post(`/children/${child}/record-family-link`, link('mother'), headers).expect(200);
    const again = await witness.post(`/children/${child}/record-family-link`, link('mother'), { key: headers.key.toUpperCase() }).expect(200);
    expect(again.body).toEqual(first.body);
  });

  it('at a registration names the same child', async () => {
    const headers = { key: key() };
    const answers = await Promise.all([1, 2, 3].map(() => witness.post('/children/register-child-found', unnamed, headers).expect(201)));
    expect(new Set(answers.map((answer) => JSON.stringify([answer.body, answer.headers['location'], answer.headers['etag']])))).toHaveProperty('size', 1);
  });

  it('under its key with another body, or as another command, is answered 409 and stores nothing', async () => {
    const child = await aChild();
    const headers = { key: key() };
    await witness.post(`/children/${child}/record-family-link`, link('mother'), headers).expect(200);
    const other = await witness.post(`/children/${child}/record-family-link`, link('father'), headers).expect(409);
    expect(other.body).toMatchObject({ type: 'urn:guarantor:problem:key-reused' });
    await witness.post(`/children/${child}/record-contact`, { ...report('2025-03-03'), with: [{ relation: 'MOTHER' }], channel: 'PHONE', supervised: 'NO' }, headers).expect(409);
    expect(await stored(child)).toBe(2);
  });

  it('under a key that somebody else used, or that was used for another child, is a command of its own', async () => {
    const [child, another] = [await aChild(), await aChild()];
    const headers = { key: key() };
    await witness.post(`/children/${child}/record-family-link`, link('mother'), headers).expect(200);
    await worker.post(`/children/${child}/record-family-link`, link('father'), headers).expect(200);
    await witness.post(`/children/${another}/record-family-link`, link('father'), headers).expect(200);
    expect([await stored(child), await stored(another)]).toEqual([3, 2]);
  });

  it('after it was refused is the same refusal, also once the guarantees are met; a new key asks anew', async () => {
    const [child, place] = [await aChild(), await aPlaceThatIs('OPEN')];
    const headers = { key: key() };
    const first = await worker.post(`/children/${child}/decide-placement`, placementIn(place), headers).expect(422);
    await readyToBePlaced(child);
    const again = await worker.post(`/children/${child}/decide-placement`, placementIn(place), headers).expect(422);
    expect(problemIn(again)).toEqual(problemIn(first));
    await worker.post(`/children/${child}/decide-placement`, placementIn(await aPlaceThatIs('OPEN')), headers).expect(409);
    expect(await eventsOf(`refusals-${child}`)).toHaveLength(1);
    await worker.post(`/children/${child}/decide-placement`, placementIn(place)).expect(200);
  });

  it('is known by its key before If-Match is looked at: the record may have moved on since', async () => {
    const [child, place] = [await aChild(), await aPlaceThatIs('OPEN')];
    await readyToBePlaced(child);
    const headers = { key: key(), ifMatch: '"13"' };
    const first = await worker.post(`/children/${child}/decide-placement`, placementIn(place), headers).expect(200);
    const again = await worker.post(`/children/${child}/decide-placement`, placementIn(place), headers).expect(200);
    expect(again.body).toEqual(first.body);
    await worker.post(`/children/${child}/decide-placement`, placementIn(await aPlaceThatIs('OPEN')), headers).expect(409);
  });
});

describe('If-Match', () => {
  it('is weighed before the gate: a decision on a record that has moved on is answered 412 with the revision, and no refusal is kept', async () => {
    const child = await aChild();
    await witness.post(`/children/${child}/record-family-link`, { ...report('2025-03-02'), relativeRef: 'mother', relation: 'MOTHER' }).expect(200);
    const answer = await worker.post(`/children/${child}/decide-placement`, placementIn(unknownId), { ifMatch: '"0"' }).expect(412).expect('ETag', '"1"');
    expect(answer.body).toMatchObject({ type: 'urn:guarantor:problem:revision-mismatch', revision: 1 });
    expect(await eventsOf(`refusals-${child}`)).toEqual([]);
    await worker.post(`/children/${child}/decide-placement`, placementIn(unknownId), { ifMatch: '"1"' }).expect(422);
  });

  it('binds what is attested about a place, too', async () => {
    const inspector = await app.as(ombudsperson);
    const place = await aPlaceThatIs('CONTROLLED');
    const inspection = { exitControl: 'OPEN', from: '2025-02-01' };
    await inspector.post(`/facilities/${place}/attest-exit-control`, inspection, { ifMatch: '"7"' }).expect(412).expect('ETag', '"0"');
    await inspector.post(`/facilities/${place}/attest-exit-control`, inspection, { ifMatch: '"0"' }).expect(200);
  });

  it('holds up no report and no protection', async () => {
    const child = await aChild();
    await witness.post(`/children/${child}/record-separation`, { ...report('2025-03-02'), separatedFrom: [{ relation: 'MOTHER' }], groundCode: 'NONE_GIVEN' }, { ifMatch: '"99"' }).expect(200);
    await witness.post(`/children/${child}/request-guardian`, { reason: 'UNACCOMPANIED', languages: [] }, { ifMatch: '"99"' }).expect(200);
  });

  it.each(['latest', '*', '-1', 'W/"0"'])('that is no revision (%s) is answered 400', async (ifMatch) =>
    void await worker.post(`/children/${await aChild()}/decide-placement`, placementIn(unknownId), { ifMatch }).expect(400));
});

describe('A command without a key of its own', () => {
  it.each([['no key', null], ['a word', 'again'], ['an empty key', '']])('(%s) is answered 400, whatever it reports', async (_, key) => {
    const child = await aChild();
    const answer = await witness.post(`/children/${child}/record-family-link`, { ...report('2025-03-02'), relativeRef: 'mother', relation: 'MOTHER' }, { key });
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ type: 'urn:guarantor:problem:idempotency-key-missing' });
    expect(await eventsOf(`child-${child}`)).toHaveLength(1);
  });
});
