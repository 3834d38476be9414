import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createSecretKey, randomBytes } from 'node:crypto';
import type { Purpose } from '../decider/actor.js';
import { StoreUnavailable, type Position } from '../event-store/port.js';
import { registry } from '../case-file/contexts.js';
import type { Consumer, Scope } from './consumer.state.js';
import { CursorBeyondEnd, CursorRefused, NotInScope, NotRegistered, type Asking } from './feed.js';
import { serviceKeys } from './keys.js';
import { asking, childId, feedOf, idOf, logOf, placeId, positionOf, registeredWith, school, sealedAs, type Happened } from './feed.scenario.js';

const sealed = { $sealed: { key: 'D2', version: 1, alg: 'A256GCM', iv: 'x'.repeat(16), ct: 'y'.repeat(22) } };
const found: Happened = { type: 'identification.ChildFound', data: { foundIn: 'KG', accompaniment: 'UNACCOMPANIED', sex: 'FEMALE', ageStatus: 'CLAIMED', languages: ['kir'], nationalityClaims: ['KZ'], majorityOn: '2030-07-23', name: sealed } };
const schooled: Happened = { type: 'identification.EducationAccessReported', data: { access: 'STARTED', level: 'PRIMARY', barriers: ['PAPERS_ASKED'], motherTongueTeaching: 'NO', free: 'YES', schoolRef: 'school-5', note: sealed } };
const held: Happened = { type: 'identification.DeprivationStarted', data: { stayRef: 'cell', settingKind: 'POLICE_CELL', state: 'KG', facilityRef: placeId, authorityLabel: 'words of the police', groundGiven: sealed } };
const released: Happened = { type: 'identification.DeprivationEnded', data: { stayRef: 'cell', endReason: 'RELEASE' } };
const registeredPlace: Happened = { type: 'facility.FacilityRegistered', stream: `facility-${placeId}`, data: { name: 'Shelter of the town', kind: 'SHELTER', operator: { orgRef: 'town', orgType: 'CHILD_PROTECTION' }, state: 'KG', zone: 'Asia/Bishkek', exitControl: 'OPEN', capacity: 12, from: '2026-01-01' } };
const placed: Happened = { type: 'identification.PlacementDecided', data: { facilityRef: placeId, settingKind: 'RESIDENTIAL_CARE', from: '2026-03-01T23:30:00+06:00' } };
const suspended: Happened = { type: 'corridor.SuspensionDeclared', stream: 'corridor-KG-KZ', data: { declaredByState: 'KZ', cause: 'PANDEMIC', scope: 'ALL_TRANSFERS', legalBasis: 'decree 4', from: '2026-03-01T00:00:00Z', reviewBy: '2026-03-31T00:00:00Z' } };
const claimed: Happened = { type: 'repatriation.ProtectionClaimOpened', data: { kind: 'ASYLUM' } };
const retracted = (index: number, type: string): Happened => ({ type: 'record.Retracted', data: { target: idOf(index), targetType: type, reason: 'MISTAKEN_ENTRY', note: sealed } });
const corrected = (index: number, type: string, fields: object, more: object = {}): Happened => ({ type: 'record.Corrected', data: { target: idOf(index), targetType: type, fields, reason: 'DOCUMENT_FOUND', ...more } });

const consumer = registeredWith(school);
const told = async (happened: readonly Happened[], { by = consumer, ask = {} }: { by?: Consumer; ask?: Partial<Asking> } = {}) => {
  const reading = await feedOf(logOf(happened), { 'school-service': by }).enter(asking(ask));
  return (await reading.page(undefined, 1000)).events;
};
const dataOf = async (...told_: Parameters<typeof told>) => (await told(...told_)).map(({ data }) => data);
const typesOf = async (...told_: Parameters<typeof told>) => (await told(...told_)).map(({ type }) => type);

describe('A service is told', () => {
  it('of an event as a CloudEvent, by pseudonyms, to the second and to the day of the place, for its purpose', async () => {
    expect(await told([found])).toEqual([{
      specversion: '1.0', id: expect.stringMatching(/^[0-9a-f]{32}$/), source: 'urn:guarantor:log:3f0f0c6e-0000-4000-8000-000000000106', type: 'identification.ChildFound', subject: expect.stringMatching(/^[0-9a-f]{32}$/),
      time: '2026-03-02T06:00:00Z', datacontenttype: 'application/json', dataschema: 'urn:guarantor:feed:schema:identification.ChildFound:1', purpose: 'PROTECTION', jurisdiction: 'KG', cursor: expect.any(String),
      data: { occurred: { from: '2026-03-02', to: '2026-03-02' }, foundIn: 'KG', accompaniment: 'UNACCOMPANIED' },
    }]);
  });

  it('of a field that needs a name where its scope names it, and of no text, no age and nothing sealed in any case', async () => {
    const fields = ['identification.ChildFound.sex', 'identification.ChildFound.channel', 'identification.DeprivationStarted.facilityRef', 'identification.EducationAccessReported.barriers'];
    const text = JSON.stringify(await told([found, schooled, held, registeredPlace], { by: registeredWith({ ...school, fields }) }));
    expect(text).toContain('"sex":"FEMALE"');
    expect(text).toContain('"barriers":["PAPERS_ASKED"]');
    for (const word of ['$sealed', 'xxxx', 'words of the police', 'Shelter of the town', 'town', 'school-5', '2030', childId, placeId, idOf(0), 'cell']) expect([word, text.includes(word)]).toEqual([word, false]);
  });

  it('of the same child, place and stay under the same pseudonym, wherever it meets them', async () => {
    const fields = ['identification.DeprivationStarted.facilityRef', 'identification.PlacementDecided.facilityRef'];
    const [start, end, place, placement] = await told([held, released, registeredPlace, placed], { by: registeredWith({ ...school, fields }) }) as unknown as readonly { subject: string; data: Record<string, unknown> }[];
    expect(end!.subject).toBe(start!.subject);
    expect(end!.data['stayRef']).toBe(start!.data['stayRef']);
    expect([start!.data['facilityRef'], placement!.data['facilityRef']]).toEqual([place!.subject, place!.subject]);
    expect(placement!.data['from']).toBe('2026-03-01');
  });

  it('of what stands between two states under their names', async () => expect(await told([suspended])).toMatchObject([{ subject: 'KG-KZ', data: { cause: 'PANDEMIC', reviewBy: '2026-03-31' } }]));

  it('what somebody said for whom it was not to say, with a mark; and nothing of what is void', async () => {
    const command = { name: 'Test', kind: 'RECORD', key: 'key', hash: '', entitled: false };
    expect(await dataOf([{ ...schooled, meta: { command } }, { ...schooled, meta: { command: { ...command, void: true } } }])).toMatchObject([{ unentitled: true, access: 'STARTED' }]);
  });

  it('of a time that is known as a period by its first and last day, and of one that is not known not at all', async () => {
    const occurredAt = { from: '2026-02-28T18:00:00.000Z', to: '2026-03-31T17:59:59.999Z', precision: 'month', zone: 'Asia/Bishkek', zoneData: 'test' };
    expect(await dataOf([{ ...found, meta: { occurredAt } }, { ...found, meta: { occurredAt: { ...occurredAt, precision: 'unknown' } } }])).toEqual([
      { occurred: { from: '2026-03-01', to: '2026-03-31' }, foundIn: 'KG', accompaniment: 'UNACCOMPANIED' }, { foundIn: 'KG', accompaniment: 'UNACCOMPANIED' },
    ]);
  });

  it('of no type that its scope does not name, that is not told for the purpose of its token, or that is told to nobody', async () => {
    expect(await typesOf([claimed, found, { type: 'record.ChildRead' }, { type: 'identification.ChildFoundAgain' }])).toEqual(['identification.ChildFound']);
    expect(await typesOf([found, schooled], { ask: { purpose: 'REINTEGRATION' } })).toEqual(['identification.EducationAccessReported']);
    expect(await typesOf([found, schooled], { by: registeredWith({ ...school, types: ['identification.EducationAccessReported'] }) })).toEqual(['identification.EducationAccessReported']);
  });

  it('of records of the states that its scope names', async () => {
    const by = registeredWith({ ...school, jurisdictions: ['KZ'] });
    expect(await typesOf([found, { ...schooled, meta: { jurisdiction: 'KZ' } }], { by })).toEqual(['identification.EducationAccessReported']);
  });

  it('of what it asks for, by type, context and state', async () => {
    const happened = [found, schooled, registeredPlace, { ...released, meta: { jurisdiction: 'KZ' } }];
    expect(await typesOf(happened, { ask: { selection: { types: ['identification.ChildFound'] } } })).toEqual(['identification.ChildFound']);
    expect(await typesOf(happened, { ask: { selection: { contexts: ['facility'] } } })).toEqual(['facility.FacilityRegistered']);
    expect(await typesOf(happened, { ask: { selection: { jurisdictions: ['KZ'] } } })).toEqual(['identification.DeprivationEnded']);
  });
});

describe('What is said later of an event', () => {
  const type = 'identification.ChildFound';

  it('reaches whoever was told of it, under the id by which it was told', async () => {
    const [event, retraction] = await told([found, retracted(0, type)]);
    expect(retraction).toMatchObject({ type: 'record.Retracted', subject: event!.subject, data: { target: event!.id, targetType: type, reason: 'MISTAKEN_ENTRY' } });
    expect(JSON.stringify(retraction)).not.toContain('sealed');
  });

  it('holds, of a correction, what the service is told of the fields that it names', async () => {
    const occurredAt = { from: '2026-02-01T20:00:00.000Z', precision: 'exact', zone: 'Asia/Bishkek', zoneData: 'test' };
    expect(await dataOf([found, corrected(0, type, { foundIn: 'KZ', sex: 'MALE', majorityOn: '2031-01-01', name: sealed }, { occurredAt })])).toMatchObject([
      {}, { restated: { foundIn: 'KZ', occurred: { from: '2026-02-02', to: '2026-02-02' } } },
    ]);
    const [, correction] = await dataOf([found, corrected(0, type, { sex: 'MALE', name: sealed })]) as { restated: object }[];
    expect(correction!.restated).toEqual({});
  });

  it('reaches nobody who never was told of that type, of that state', async () => {
    expect(await typesOf([claimed, retracted(0, claimed.type)])).toEqual([]);
    expect(await typesOf([found, retracted(0, type)], { by: registeredWith({ ...school, jurisdictions: ['KZ'] }) })).toEqual([]);
    expect(await typesOf([found, retracted(0, type)], { ask: { purpose: 'REINTEGRATION' } })).toEqual([]);
  });

  it('reaches whoever was told of it before its scope changed, without what is told no more', async () => {
    const by = registeredWith(school, { ...school, types: ['identification.EducationAccessReported'], jurisdictions: ['MD'] });
    const [correction, retraction] = await told([found, corrected(0, type, { foundIn: 'KZ' }), retracted(0, type)], { by });
    expect([correction!.type, retraction!.type]).toEqual(['record.Corrected', 'record.Retracted']);
    expect(correction!.data).not.toHaveProperty('restated');
  });

  it('reaches it however often it was said of what was said, and nobody else', async () => {
    const happened = [found, retracted(0, type), retracted(1, 'record.Retracted'), claimed, retracted(3, claimed.type), retracted(4, 'record.Retracted')];
    expect((await told(happened)).map(({ data }) => (data as { targetType?: string }).targetType)).toEqual([undefined, type, 'record.Retracted']);
  });

  it('comes with the events that are asked for, and is not asked for in vain', async () => {
    const happened = [found, schooled, retracted(0, type), retracted(1, schooled.type)];
    expect(await typesOf(happened, { ask: { selection: { types: [type] } } })).toEqual([type, 'record.Retracted']);
    expect(await typesOf(happened, { ask: { selection: { types: ['record.Retracted'] } } })).toEqual(['record.Retracted', 'record.Retracted']);
    expect(await typesOf(happened, { ask: { selection: { contexts: ['record'] } } })).toEqual(['record.Retracted', 'record.Retracted']);
    expect(await typesOf(happened, { ask: { selection: { contexts: ['facility'] } } })).toEqual([]);
  });
});

describe('A personal field', () => {
  const type = 'guardianship.GuardianAppointed';
  const appointed = (contact: object): Happened => ({ type, data: { guardianRef: 'guardian-1', model: 'PROFESSIONAL', scope: ['LEGAL'], from: '2026-03-02T06:00:00Z', name: sealedAs('canary'), contact } });
  const names: Scope = { ...school, purposes: ['PROTECTION', 'STATISTICS'], contexts: ['guardianship'], types: [type], fields: [`${type}.contact`], versions: { [type]: 2 } };
  const looked: { by: string; purpose: string; event: string }[] = [];
  const contactsIn = async (happened: readonly Happened[], { by = registeredWith(names), purpose = 'PROTECTION' as Purpose } = {}) => {
    looked.length = 0;
    const reading = await feedOf(logOf(happened), { 'school-service': by }, registry.shared, looked).enter(asking({ purpose }));
    const { events } = await reading.page(undefined, 10);
    expect(JSON.stringify(events)).not.toMatch(/sealed|canary/);
    return events.map(({ data }) => { const { contact, restated } = data as { contact?: string; restated?: { contact?: string } }; return contact ?? restated?.contact; });
  };

  it('is told opened where the scope names it, for a purpose that allows it, and who looked is on record first', async () => {
    expect(await contactsIn([appointed(sealedAs('+996 555 01-02-03'))])).toEqual(['+996555010203']);
    expect(looked).toEqual([{ by: 'school-service', purpose: 'PROTECTION', event: idOf(0) }]);
  });

  it.each<[string, Parameters<typeof contactsIn>[1]]>([
    ['is not named', { by: registeredWith({ ...names, fields: [] }) }],
    ['is named, and the purpose does not allow it', { purpose: 'STATISTICS' }],
    ['is of a version that came after the scope was given', { by: registeredWith({ ...names, versions: undefined }) }],
  ])('is told to nobody by whom it %s, and is not opened', async (_, asked) => {
    expect(await contactsIn([appointed(sealedAs('+996555010203'))], asked)).toEqual([undefined]);
    expect(looked).toEqual([]);
  });

  it.each([['words', 'call my aunt, +996555010203'], ['a number without its country', '0555010203'], ['an address', 'Manas street 1']])('is not told where it holds %s', async (_, words) => {
    expect(await contactsIn([appointed(sealedAs(words))])).toEqual([undefined]);
    expect(looked).toEqual([]);
  });

  it('is not told once its key is destroyed', async () => expect(await contactsIn([appointed(sealedAs())])).toEqual([undefined]));

  it('is told as somebody corrects it', async () =>
    expect(await contactsIn([appointed(sealedAs('+996555010203')), { type: 'record.Corrected', data: { target: idOf(0), targetType: type, targetVersion: 1, fields: { contact: sealedAs('+996555010204') }, reason: 'NEW_INFORMATION' } }])).toEqual(['+996555010203', '+996555010204']));

  it('is on record as looked at for each telling, and once for one that is begun again', async () => {
    const by: { by: string; purpose: string; event: string }[] = [];
    const feed = feedOf(logOf([appointed(sealedAs('+996555010203'))]), { 'school-service': registeredWith(names) }, registry.shared, by);
    const tell = async (again?: Set<string>) => (await feed.enter(asking(again && { looked: again }))).page(undefined, 10);
    const again = new Set<string>();
    for (const telling of [again, again]) expect(JSON.stringify(await tell(telling))).toContain('+996555010203');
    expect(by).toHaveLength(1);
    for (let tellings = 0; tellings < 2; tellings += 1) await tell();
    expect(by).toHaveLength(3);
  });

  it('that cannot be recorded as looked at is not told', async () => {
    const feed = feedOf(logOf([appointed(sealedAs('+996555010203'))]), { 'school-service': registeredWith(names) }, registry.shared, Object.freeze([]) as never);
    await expect((await feed.enter(asking())).page(undefined, 10)).rejects.toThrow();
  });
});

describe('That a child is forgotten', () => {
  const [x, y] = ['1', '2'].map((last) => `3f0f0c6e-0000-4000-8000-00000000000${last}`) as [string, string];
  const of = (child: string, happened: Happened): Happened => ({ ...happened, stream: `child-${child}` });
  const forgotten = (child: string): Happened => ({ type: 'forgetting.SubjectForgotten', stream: `keys-${child}`, data: { destruction: x, ground: 'SUBJECT_ASKS' } });
  const words = async (...asked: Parameters<typeof told>) => (await told(...asked)).filter((event) => event.type === 'forgetting.SubjectForgotten');

  it('reaches whoever was told anything of it, under the pseudonym that it knows, and says nothing more', async () => {
    const [known, word] = await told([of(x, found), forgotten(x)]);
    expect(word).toMatchObject({ type: 'forgetting.SubjectForgotten', subject: known!.subject });
    expect(Object.keys(word!.data)).toEqual(['occurred']);
  });

  it('reaches it whatever it is told now, and for the purpose for which it heard of the child', async () => {
    expect(await words([of(x, found), forgotten(x)], { by: registeredWith(school, { ...school, types: ['facility.FacilityRegistered'] }) })).toHaveLength(1);
    expect(await words([of(x, found), forgotten(x)], { ask: { purpose: 'REINTEGRATION' } })).toHaveLength(0);
    expect(await words([of(x, schooled), forgotten(x)], { ask: { purpose: 'REINTEGRATION' } })).toHaveLength(1);
  });

  it('reaches who knows it only as the other record of a child', async () =>
    expect(await words([of(y, found), of(x, { type: 'identification.IdentityMerged', data: { from: y, revision: 0 } }), forgotten(x)])).toHaveLength(1));

  it('reaches nobody who was told of nobody but others, or of nothing that its scope ever held', async () => {
    expect(await words([of(y, found), of(x, claimed), forgotten(x)])).toEqual([]);
    expect(await words([of(x, { ...found, meta: { jurisdiction: 'KZ' } }), forgotten(x)], { by: registeredWith({ ...school, jurisdictions: ['KG'] }) })).toEqual([]);
  });

  it('can be asked for by itself, and by nobody be left out', async () => {
    expect(await typesOf([of(x, found), forgotten(x)], { ask: { selection: { types: ['forgetting.SubjectForgotten'] } } })).toEqual(['forgetting.SubjectForgotten']);
    expect(await words([of(x, found), forgotten(x)], { ask: { selection: { types: ['identification.ChildFound'] } } })).toHaveLength(1);
  });
});

describe('That a consent is taken back', () => {
  const given: Happened = { type: 'repatriation.ConsentGiven', data: { by: 'CHILD', outcome: 'RETURN', destinationState: 'KZ' } };
  const withdrawn: Happened = { type: 'repatriation.ConsentWithdrawn', data: { whose: 'CHILD', words: sealed } };
  const names: Scope = { ...school, contexts: ['repatriation', 'identification'], types: [given.type] };

  it('reaches whoever is or was told that it was given, whatever its scope names', async () => {
    const [, taken] = await told([given, withdrawn], { by: registeredWith(names) });
    expect(taken).toMatchObject({ type: withdrawn.type, data: { whose: 'CHILD' } });
    expect(Object.keys(taken!.data)).toEqual(['occurred', 'whose']);
    expect(await typesOf([given, withdrawn], { by: registeredWith(names, { ...names, types: [found.type] }) })).toEqual([withdrawn.type]);
    for (const types of [[given.type], [withdrawn.type]]) expect(await typesOf([given, withdrawn], { by: registeredWith(names), ask: { selection: { types } } })).toContain(withdrawn.type);
  });

  it('reaches nobody else but who names it', async () => {
    expect(await typesOf([found, withdrawn], { by: registeredWith({ ...names, types: [given.type, found.type] }) })).toEqual([found.type]);
    expect(await typesOf([given, { ...given, stream: 'child-3f0f0c6e-0000-4000-8000-00000000c42d' }, withdrawn], { by: registeredWith({ ...names, jurisdictions: ['KZ'] }) })).toEqual([]);
    expect(await typesOf([withdrawn], { by: registeredWith({ ...names, types: [withdrawn.type] }) })).toEqual([withdrawn.type]);
  });
});

describe('What was told for a purpose that the service has no more', () => {
  const [x, y] = ['1', '2'].map((last) => `3f0f0c6e-0000-4000-8000-00000000000${last}`) as [string, string];
  const later: readonly Happened[] = [
    { ...corrected(0, found.type, { foundIn: 'KZ' }), stream: `child-${x}` }, { type: 'identification.IdentityMerged', stream: `child-${y}`, data: { from: x, revision: 1 } },
    { type: 'forgetting.SubjectForgotten', stream: `keys-${x}`, data: { destruction: x, ground: 'SUBJECT_ASKS' } },
  ];
  const happened = [{ ...found, stream: `child-${x}` }, ...later];
  const both: Scope = { ...school, types: [found.type, schooled.type] };
  const left: Scope = { ...both, purposes: ['REINTEGRATION'], types: [schooled.type] };

  it('is spoken of later for those that it has: it still knows it', async () => {
    const heard = await told(happened, { by: registeredWith(both, left), ask: { purpose: 'REINTEGRATION' } });
    expect(heard.map(({ type }) => type)).toEqual(later.map(({ type }) => type));
    expect(heard[0]!.data).not.toHaveProperty('restated');
  });

  it('is spoken of for its own purpose alone while the service has that', async () =>
    expect(await typesOf(happened, { by: registeredWith(both), ask: { purpose: 'REINTEGRATION' } })).toEqual([]));
});

describe('What was told to a service before it was revoked', () => {
  const [x, y, z] = ['1', '2', '3'].map((last) => `3f0f0c6e-0000-4000-8000-00000000000${last}`) as [string, string, string];
  const on = (child: string, happened: Happened): Happened => ({ ...happened, stream: `child-${child}` });
  const delivered = (through: number, type = 'feed.PageDelivered', data = {}): Happened => ({ type, stream: 'deliveries-school-service', data: { purpose: 'PROTECTION', through: positionOf(through), events: 1, ...data } });
  const forgotten = (child: string): Happened => ({ type: 'forgetting.SubjectForgotten', stream: `keys-${child}`, data: { destruction: x, ground: 'SUBJECT_ASKS' } });
  const consent: Happened = { type: 'repatriation.ConsentGiven', data: { by: 'CHILD', outcome: 'RETURN', destinationState: 'KZ' } };
  const withdrawn: Happened = { type: 'repatriation.ConsentWithdrawn', data: { whose: 'CHILD', words: sealed } };
  const scope: Scope = { ...school, contexts: [...school.contexts, 'repatriation'], types: [found.type, consent.type] };
  const merged = on(z, { type: 'identification.IdentityMerged', data: { from: x, revision: 3 } });
  const revokedAt = (index: number, scopes: readonly Scope[] = [scope]): Consumer => ({ former: scopes.at(-1)!, scopes: scopes.map((each) => ({ ...each, until: positionOf(index) })) });
  /** x is found, told and consents, y is found only after the service was revoked; then all of it is spoken of. */
  const before: readonly Happened[] = [on(x, found), on(x, consent), delivered(1), { type: 'feed.ConsumerRevoked', stream: 'consumer-school-service' }];
  const later: readonly Happened[] = [on(x, corrected(0, found.type, { foundIn: 'KZ' })), on(x, withdrawn), merged, forgotten(x)];
  const unheard: readonly Happened[] = [on(y, found), on(x, found), on(y, corrected(4, found.type, { foundIn: 'KZ' })), on(x, retracted(5, found.type)), on(x, consent), on(y, consent), on(y, withdrawn), forgotten(y)];
  const by = revokedAt(3);

  it('is spoken of to it later: corrections, what is taken back, links, and that the child is forgotten, and it hears nothing else', async () => {
    const knew = await told(before.slice(0, 2), { by: registeredWith(scope) });
    const heard = await told([...before, ...unheard, ...later], { by });
    expect(heard.map(({ type }) => type)).toEqual(later.map(({ type }) => type));
    expect([heard[0]!.subject, heard[1]!.subject, heard[3]!.subject]).toEqual([knew[0]!.subject, knew[0]!.subject, knew[0]!.subject]);
    expect(heard[0]!.data).toMatchObject({ target: knew[0]!.id, targetType: found.type });
    expect(heard[0]!.data).not.toHaveProperty('restated');
  });

  it('is what was on its way when it was revoked, and not what it had not read', async () => {
    const words = async (...happened: readonly Happened[]) => (await typesOf([on(x, found), ...happened, forgotten(x)], { by: revokedAt(3) }));
    expect(await words(delivered(0))).toEqual(['forgetting.SubjectForgotten']);
    expect(await words({ ...delivered(0, 'feed.LiveDeliveryStarted'), data: { purpose: 'PROTECTION' } })).toEqual(['forgetting.SubjectForgotten']);
    expect(await words({ ...delivered(0, 'feed.WebhookDeliveryEnded'), data: { started: idOf(9), webhook: idOf(9), events: 0, parkedFor: 'HTTP_503' } })).toEqual(['forgetting.SubjectForgotten']);
    expect(await typesOf([on(y, found), delivered(0), on(x, found), forgotten(y), forgotten(x)], { by: revokedAt(3) })).toEqual(['forgetting.SubjectForgotten']);
    await expect(words()).rejects.toThrow(NotRegistered);
    await expect(words(claimed, claimed, claimed, delivered(0))).rejects.toThrow(NotRegistered);
  });

  it('is looked up once for each revocation, and again where that failed', async () => {
    const log = logOf([...before, ...later]);
    const revocations = { 'school-service': revokedAt(3) };
    let [reads, failing] = [0, true];
    const store = {
      ...log.store, async *read(...asked: Parameters<typeof log.store.read>) {
        reads += 1;
        if (failing) throw new StoreUnavailable('the deliveries cannot be read');
        yield* log.store.read(...asked);
      },
    } as typeof log.store;
    const feed = feedOf({ store }, revocations);
    await expect(feed.enter(asking())).rejects.toThrow(StoreUnavailable);
    failing = false;
    for (let count = 0; count < 3; count += 1) await feed.enter(asking());
    expect(reads).toBe(2);
    revocations['school-service'] = revokedAt(2);
    await feed.enter(asking());
    expect(reads).toBe(3);
  });

  it('is spoken of to the body that it was told to, for what it was told, and to nobody else', async () => {
    const asked = (ask: Partial<Asking>) => typesOf([...before, ...later], { by, ask });
    for (const ask of [{ orgRef: 'other-board' }, { orgType: 'NGO' as const }, { purpose: 'STATISTICS' as const }]) await expect(asked(ask)).rejects.toThrow(NotRegistered);
    expect(await asked({ purpose: 'REINTEGRATION' })).toEqual(later.map(({ type }) => type));
    expect(await asked({ selection: { types: ['forgetting.SubjectForgotten'] } })).toEqual(['forgetting.SubjectForgotten']);
    await expect(asked({ selection: { types: ['guardianship.GuardianAppointed'] } })).rejects.toThrow(NotInScope);
  });
});

describe('That two records are of one child', () => {
  const [x, y, z] = ['1', '2', '3'].map((last) => `3f0f0c6e-0000-4000-8000-00000000000${last}`) as [string, string, string];
  const of = (child: string, happened: Happened): Happened => ({ ...happened, stream: `child-${child}` });
  const merged = (into: string, from: string): Happened => of(into, { type: 'identification.IdentityMerged', data: { from, revision: 3 } });
  const split = (into: string, from: string): Happened => of(into, { type: 'identification.IdentitySplit', data: { from, revision: 4 } });
  const links = async (...asked: Parameters<typeof told>) => (await told(...asked)).filter(({ type }) => type.startsWith('identification.Identity'));

  it('reaches whoever was told of the one that is given up, under the pseudonyms that it knows, and that they are not, too', async () => {
    const [given, goesOn, link, parted] = await told([of(x, found), of(y, schooled), merged(y, x), split(y, x)]);
    expect(link).toMatchObject({ type: 'identification.IdentityMerged', subject: goesOn!.subject, data: { from: given!.subject } });
    expect(parted).toMatchObject({ type: 'identification.IdentitySplit', subject: goesOn!.subject, data: { from: given!.subject } });
    expect(Object.keys(link!.data)).toEqual(['occurred', 'from']);
  });

  it('reaches it whatever it is told now, and for which of its purposes it heard of the child', async () => {
    const by = registeredWith(school, { ...school, types: ['facility.FacilityRegistered'] });
    expect(await links([of(x, found), merged(y, x)], { by })).toHaveLength(1);
    expect(await links([of(x, found), merged(y, x)], { ask: { purpose: 'REINTEGRATION' } })).toHaveLength(0);
    expect(await links([of(x, schooled), merged(y, x)], { ask: { purpose: 'REINTEGRATION' } })).toHaveLength(1);
  });

  it('reaches nobody who knows the given-up record by nothing, until it goes on and is told there', async () => {
    expect(await links([of(y, found), of(x, claimed), merged(y, x)])).toEqual([]);
    expect(await links([of(y, found), of(x, { ...found, meta: { jurisdiction: 'KZ' } }), merged(y, x)], { by: registeredWith({ ...school, jurisdictions: ['KG'] }) })).toEqual([]);
    const happened = [of(y, found), of(x, claimed), merged(y, x), of(x, found), merged(y, x)];
    expect(await typesOf(happened)).toEqual([found.type, found.type, 'identification.IdentityMerged']);
  });

  it('goes from record to record, to whoever knows the first of them', async () => {
    expect(await links([of(x, found), merged(y, x), merged(z, y)])).toHaveLength(2);
    expect(await links([of(y, found), merged(y, x), merged(z, y)])).toHaveLength(1);
    expect(await links([of(z, found), merged(y, x), merged(x, y), merged(y, x)])).toHaveLength(0);
  });

  it('comes with what is asked for, and may be asked for by itself', async () => {
    const happened = [of(x, found), merged(y, x)];
    expect(await typesOf(happened, { ask: { selection: { types: ['identification.ChildFound'] } } })).toEqual(['identification.ChildFound', 'identification.IdentityMerged']);
    expect(await typesOf(happened, { ask: { selection: { types: ['identification.IdentityMerged'] } } })).toEqual(['identification.IdentityMerged']);
    expect(await typesOf(happened, { ask: { selection: { types: ['identification.DeprivationStarted'] } } })).toEqual([]);
  });

  it('is not undone by what somebody says of it, and nobody is told of that', async () => {
    expect(await typesOf([of(x, found), merged(y, x), of(y, retracted(1, 'identification.IdentityMerged'))])).toEqual(['identification.ChildFound', 'identification.IdentityMerged']);
  });
});

describe('What is made of the news', () => {
  it('is made once for all who listen with one question, and anew for another one, another service and another scope', async () => {
    const log = logOf([found]);
    const consumers: Record<string, Consumer> = { 'school-service': registeredWith(school), 'other-service': registeredWith(school) };
    const feed = feedOf(log, consumers);
    const heard = async (ask: Partial<Asking> = {}) => (await feed.enter(asking(ask))).hear(log.events[0]!);
    const first = await heard();
    expect(first).toMatchObject({ type: found.type });
    expect(await heard()).toBe(first);
    const [other, filtered] = [await heard({ consumerId: 'other-service' }), await heard({ selection: { contexts: ['identification'] } })];
    expect(other!.id).not.toBe(first!.id);
    expect([filtered!.id === first!.id, filtered!.cursor === first!.cursor]).toEqual([true, false]);
    expect(await heard({ purpose: 'REINTEGRATION' })).toBeUndefined();
    consumers['school-service'] = registeredWith(school, { ...school, types: ['facility.FacilityRegistered'] });
    expect(await heard()).toBeUndefined();
  });
});

describe('Two services', () => {
  it('share no id, no subject, no reference and no cursor, so that neither learns from the other of whom it speaks', async () => {
    const log = logOf([found, held, released, registeredPlace, retracted(0, found.type)]);
    const fields = ['identification.DeprivationStarted.facilityRef'];
    const feed = feedOf(log, { 'school-service': registeredWith({ ...school, fields }), 'other-service': registeredWith({ ...school, fields }) });
    const [ones, others] = await Promise.all(['school-service', 'other-service'].map(async (consumerId) => (await (await feed.enter(asking({ consumerId }))).page(undefined, 100)).events));
    const opaque = (events: unknown) => [...JSON.stringify(events).matchAll(/[0-9a-f]{32}|"cursor":"[^"]+"/g)].map(([text]) => text);
    expect(opaque(ones).length).toBeGreaterThan(15);
    expect(opaque(ones).filter((text) => opaque(others).includes(text))).toEqual([]);
  });
});

describe('Pages', () => {
  const many = Array.from({ length: 300 }, (_, index): Happened => [found, schooled, claimed, held, { ...released, meta: { jurisdiction: 'KZ' } }, registeredPlace][index % 6]!);

  it('give every event once and in order to a service that dies and resumes at any place a hundred times, whatever it asks for', async () => {
    const selections = [{}, { contexts: ['facility'] }, { jurisdictions: ['KZ'] }, { types: ['identification.ChildFound', 'identification.DeprivationStarted'] }];
    await fc.assert(fc.asyncProperty(fc.constantFrom(...selections), fc.array(fc.record({ limit: fc.integer({ min: 1, max: 40 }), taken: fc.integer({ min: 0, max: 40 }), added: fc.integer({ min: 0, max: 3 }) }), { minLength: 100, maxLength: 100 }), async (selection, lives) => {
      const log = logOf(many.slice(0, 100));
      const feed = feedOf(log, { 'school-service': consumer });
      const ids: string[] = [];
      let cursor: string | undefined;
      for (const { limit, taken, added } of lives) {
        const reading = await feed.enter(asking({ selection }));
        const page = await reading.page(await reading.positionOf(cursor), limit);
        expect(page.events.length).toBeLessThanOrEqual(limit);
        const seen = page.events.slice(0, taken);
        ids.push(...seen.map(({ id }) => id));
        // It keeps its cursor with some of the events, and dies before it keeps it with others: those come again.
        cursor = taken >= page.events.length ? page.cursor : seen.at(-Math.min(2, seen.length || 1))?.cursor ?? cursor;
        for (let more = 0; more < added; more += 1) log.add(many[log.events.length % many.length]!);
      }
      const reading = await feed.enter(asking({ selection }));
      for (let caughtUp = false; !caughtUp;) {
        const page = await reading.page(await reading.positionOf(cursor), 1000);
        ids.push(...page.events.map(({ id }) => id));
        ({ cursor, caughtUp } = page);
      }
      expect([...new Set(ids)]).toEqual((await reading.page(undefined, 10_000)).events.map(({ id }) => id));
    }), { numRuns: 10 });
  });

  it('move on where nothing is for the service, and say when there is no more', async () => {
    const log = logOf([...Array.from({ length: 5000 }, () => found), schooled]);
    const reading = await feedOf(log, { 'school-service': consumer }).enter(asking({ selection: { jurisdictions: ['KZ'] } }));
    const first = await reading.page(undefined, 10);
    expect(first).toMatchObject({ events: [], caughtUp: false, position: positionOf(3999) });
    expect(await reading.page(await reading.positionOf(first.cursor), 10)).toMatchObject({ events: [], caughtUp: true, position: positionOf(5000) });
  });

  it('of an empty log are empty, and their cursor is good later', async () => {
    const log = logOf([]);
    const reading = await feedOf(log, { 'school-service': consumer }).enter(asking());
    const { cursor, ...page } = await reading.page(undefined, 10);
    expect(page).toEqual({ events: [], caughtUp: true, position: undefined });
    log.add(found);
    expect((await reading.page(await reading.positionOf(cursor), 10)).events).toHaveLength(1);
  });

  it('are sent again alike', async () => expect(await told([found, schooled, held])).toEqual(await told([found, schooled, held])));
});

describe('A cursor', () => {
  const log = logOf([found, schooled]);
  const feed = feedOf(log, { 'school-service': consumer, 'other-service': consumer });
  const cursorOf = async (ask: Partial<Asking> = {}) => (await (await feed.enter(asking(ask))).page(undefined, 1)).cursor;
  const openedBy = async (cursor: string, ask: Partial<Asking> = {}) => (await feed.enter(asking(ask))).positionOf(cursor);

  it('says nothing of where it stands', async () => expect(Buffer.from(await cursorOf(), 'base64url').toString('latin1')).not.toContain('000'));
  it('is good for the question that gave it, in whatever order its filters come', async () => {
    expect(await openedBy(await cursorOf())).toBe(positionOf(0));
    const types = ['identification.ChildFound', 'identification.EducationAccessReported'];
    expect(await openedBy(await cursorOf({ selection: { types } }), { selection: { types: [...types].reverse() } })).toBe(positionOf(0));
  });
  it.each<[string, Partial<Asking>]>([
    ['another service', { consumerId: 'other-service' }], ['another purpose', { purpose: 'REINTEGRATION' }], ['other types', { selection: { types: ['identification.ChildFound'] } }],
    ['other contexts', { selection: { contexts: ['identification'] } }], ['other states', { selection: { jurisdictions: ['KG'] } }],
  ])('is refused to %s', async (_, ask) => expect(openedBy(await cursorOf(), ask)).rejects.toThrow(CursorRefused));
  it.each(['', 'x', '0000000000000000001', 'A'.repeat(80), '%00', Buffer.from('["x",1]').toString('base64url')])('that was made up is refused: %j', async (cursor) => expect(openedBy(cursor)).rejects.toThrow(CursorRefused));
  it('of which a letter was changed is refused', async () => {
    const cursor = await cursorOf();
    for (let at = 0; at < cursor.length - 1; at += 7) await expect(openedBy(`${cursor.slice(0, at)}${cursor[at] === 'A' ? 'B' : 'A'}${cursor.slice(at + 1)}`)).rejects.toThrow(CursorRefused);
  });
  it('of any kind of log is good, and one that was given before cursors of PostgreSQL became shorter', () => {
    const { close, open } = serviceKeys(createSecretKey(Buffer.alloc(32, 7))).sealWithin(['log', 'school-service']);
    for (const text of ['-', positionOf(41), '9'.repeat(19), '00000000000000000042-00000000000000000041']) expect([open(close(text)), close(text)]).toEqual([text, close(text)]);
    expect(close(positionOf(41))).toHaveLength(22);
    expect(open('g9mrCjwWdPuPYwHyyMJycEvCXxcXdKVSnUR5Qke5hgU')).toBe(positionOf(41));
    for (const madeUp of ['A'.repeat(22), randomBytes(16).toString('base64url')]) expect(open(madeUp)).toBeUndefined();
  });
  it('beyond the end of the log is refused: what was told is not there any more', async () => {
    const reading = await feed.enter(asking());
    await expect(reading.positionOf(reading.cursorAt('9'.repeat(19) as Position))).rejects.toThrow(CursorBeyondEnd);
    const empty = await feedOf(logOf([]), { 'school-service': consumer }).enter(asking());
    await expect(empty.positionOf(await cursorOf())).rejects.toThrow(CursorBeyondEnd);
  });
});

describe('Nobody is let in', () => {
  const feed = feedOf(logOf([found]), { 'school-service': consumer, 'revoked-service': { scopes: [school] } });

  it.each<[string, Partial<Asking>]>([
    ['who is not registered', { consumerId: 'no-body' }], ['whose registration was revoked', { consumerId: 'revoked-service' }], ['of another body than was registered', { orgRef: 'police-3' }],
    ['of another kind of body', { orgType: 'POLICE' as never }], ['for a purpose that its scope does not name', { purpose: 'STATISTICS' }], ['under a name that is none', { consumerId: childId }],
  ])('%s', async (_, ask) => expect(feed.enter(asking(ask))).rejects.toThrow(NotRegistered));

  it.each<[string, Asking['selection']]>([
    ['a type', { types: ['guardianship.GuardianAppointed'] }], ['a context', { contexts: ['guardianship'] }],
  ])('who asks for %s that its scope does not hold', async (_, selection) => expect(feed.enter(asking({ selection }))).rejects.toThrow(NotInScope));

  it('who asks for a state that its scope does not hold', async () =>
    expect(feedOf(logOf([]), { 'school-service': registeredWith({ ...school, jurisdictions: ['KG'] }) }).enter(asking({ selection: { jurisdictions: ['KZ'] } }))).rejects.toThrow(NotInScope));
});

describe('A service that was registered when an event was told in an earlier version', () => {
  const first = registry.shared.get('identification.ChildFound')!;
  const { accompaniment: _, ...fields } = first.fields;
  // Told from now on without whom the child was with, and with the claimed nationality in any case.
  const second = { ...first, version: 2, fields: { ...fields, nationalityClaims: { ...first.fields['foundIn']!, named: false } }, earlier: [first] };
  const shared = new Map([...registry.shared, [first.type, second]]);
  const toldTo = async (versions?: Readonly<Record<string, number>>) => {
    const reading = await feedOf(logOf([found, corrected(0, found.type, { foundIn: 'KZ', accompaniment: 'SEPARATED' })]), { 'school-service': registeredWith({ ...school, versions }) }, shared).enter(asking());
    return (await reading.page(undefined, 10)).events as unknown as readonly { dataschema: string; data: { restated?: object } }[];
  };

  it('goes on being told in that version, later corrections too', async () => {
    const [event, correction] = await toldTo();
    expect(event).toMatchObject({ dataschema: 'urn:guarantor:feed:schema:identification.ChildFound:1', data: { foundIn: 'KG', accompaniment: 'UNACCOMPANIED' } });
    expect(event!.data).not.toHaveProperty('nationalityClaims');
    expect(correction!.data.restated).toEqual({ foundIn: 'KZ', accompaniment: 'SEPARATED' });
  });

  it('is told in the newer one once its scope is given anew, under the same ids', async () => {
    const [event, correction] = await toldTo({ 'identification.ChildFound': 2 });
    expect(event).toMatchObject({ dataschema: 'urn:guarantor:feed:schema:identification.ChildFound:2', data: { foundIn: 'KG', nationalityClaims: ['KZ'] } });
    expect(event!.data).not.toHaveProperty('accompaniment');
    expect(correction!.data.restated).toEqual({ foundIn: 'KZ' });
    const ids = (events: unknown) => (events as readonly { id: string }[]).map(({ id }) => id);
    expect(ids(await toldTo())).toEqual(ids(await toldTo({ 'identification.ChildFound': 2 })));
  });
});
