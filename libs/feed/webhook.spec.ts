import { describe, expect, it } from '@jest/globals';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { registry } from '../case-file/contexts.js';
import { BadForm, NotApplicable, NotCompetent } from '../decider/context.js';
import { noon, scenario, type Happened } from '../decider/decider.scenario.js';
import { consumers } from './consumer.context.js';
import type { Consumer } from './consumer.state.js';
import { school } from './feed.scenario.js';
import { ChangeWebhook, EndWebhook, PauseWebhook, RedriveWebhook, RegisterWebhook, ResumeWebhook, RotateWebhookSecret } from './webhook.commands.js';
import { secretsAt } from './webhook.state.js';

const officer = { actorRef: 'officer', role: 'DATA_PROTECTION_OFFICER', orgRef: 'operator', orgType: 'OPERATOR', purpose: 'OVERSIGHT' } as const;
/** The scenario calls whatever a command is about child-1. */
const itself = { actorRef: 'child-1', role: 'SERVICE', orgRef: school.orgRef, orgType: school.orgType } as const;
const { given } = scenario(consumers([...registry.shared.values()]), { actor: officer });
const target = 'https://hooks.school.example/guarantor';
const hook = { target, purpose: 'PROTECTION', begins: 'NOW' };
const { begins: _, ...elsewhere } = { ...hook, target: 'https://other.school.example/' };
const consumer = { type: 'feed.ConsumerRegistered', data: school };
const registered: Happened = { type: 'feed.WebhookRegistered', data: hook, id: 'first' };
const paused = { type: 'feed.WebhookPaused', data: { reason: 'MAINTENANCE' } };
const ended = { type: 'feed.WebhookEnded', data: { reason: 'OTHER' } };
const rotated = (id: string, overlapUntil: string): Happened => ({ type: 'feed.WebhookSecretRotated', data: { overlapUntil }, id });

describe('RegisterWebhook', () => {
  it('happens with where the service is called, for which of its purposes, and from where on', () => given(consumer).when(RegisterWebhook, hook).then({ type: 'feed.WebhookRegistered', data: hook }));
  it('happens for a part of its scope', () =>
    given(consumer).when(RegisterWebhook, { ...hook, contexts: ['identification'], types: ['identification.ChildFound', 'record.Corrected'], jurisdictions: ['KG'] }).then({ type: 'feed.WebhookRegistered', data: { types: ['identification.ChildFound', 'record.Corrected'] } }));
  it('happens anew after it was ended', () => given(consumer, registered, ended).when(RegisterWebhook, hook).then({ type: 'feed.WebhookRegistered' }));
  it('is ignored where the same is so already', () => given(consumer, registered).when(RegisterWebhook, hook).thenNothing());
  it('has nothing to act on where it is called otherwise', () => given(consumer, registered).when(RegisterWebhook, { ...hook, begins: 'BEGINNING' }).thenThrows(NotApplicable));
  it('has nothing to act on where no such service is registered, or not any more', () => {
    given().when(RegisterWebhook, hook).thenThrows(NotApplicable);
    given(consumer, { type: 'feed.ConsumerRevoked', data: { reason: 'OTHER' } }).when(RegisterWebhook, hook).thenThrows(NotApplicable);
  });
  it.each<[string, object]>([
    ['a purpose that is not of its scope', { purpose: 'STATISTICS' }], ['a context that is not', { contexts: ['repatriation'] }], ['a type that is not', { types: ['guardianship.GuardianRequested'] }],
  ])('is bad form with %s', (_, asked) => given(consumer).when(RegisterWebhook, { ...hook, ...asked }).thenThrows(BadForm));
  it('is bad form with a state that is not of its scope', () =>
    given({ ...consumer, data: { ...school, jurisdictions: ['KG'] } }).when(RegisterWebhook, { ...hook, jurisdictions: ['KZ'] }).thenThrows(BadForm));

  it.each([
    'ftp://a.example/', 'https://a.example', 'https://user@a.example/', 'https://user:word@a.example/', 'https://a.example/?token=1', 'https://a.example/#part', 'https://A.example/', 'https://a.example\\@b.example/', '//a.example/', 'a.example/x',
    'https://a.example:0/', 'https://a.example:123456/', 'https://a.example/%2e%2e', 'https://a.example/ b', 'https:///x', `https://a.example/${'x'.repeat(200)}`, 'javascript:alert(1)', 'https://[::1%25eth0]/', 'https://a.example/\nx',
  ])('knows no target of the form %j', (wrong) => expect(validateSync(plainToInstance(RegisterWebhook, { ...hook, target: wrong }))).toHaveLength(1));
  it.each([target, 'https://a.example/', 'https://a.example:8443/x/y-z_1.~', 'http://localhost:4000/', 'https://[2606:4700::1]/x'])('knows %s as one', (right) =>
    expect(validateSync(plainToInstance(RegisterWebhook, { ...hook, target: right }))).toEqual([]));
});

describe('ChangeWebhook', () => {
  it('happens with another target', () => given(consumer, registered).when(ChangeWebhook, elsewhere).then({ type: 'feed.WebhookChanged', data: elsewhere }));
  it('is ignored where nothing is other', () => given(consumer, registered).when(ChangeWebhook, { ...elsewhere, target }).thenNothing());
  it('is bad form with what its scope does not hold', () => given(consumer, registered).when(ChangeWebhook, { ...elsewhere, contexts: ['repatriation'] }).thenThrows(BadForm));
  it('has nothing to act on where the service is not called', () => given(consumer).when(ChangeWebhook, elsewhere).thenThrows(NotApplicable));
});

describe('PauseWebhook and ResumeWebhook', () => {
  it('happen one after the other', () => {
    given(consumer, registered).when(PauseWebhook, { reason: 'MAINTENANCE' }).then(paused);
    given(consumer, registered, paused).when(ResumeWebhook, {}).then({ type: 'feed.WebhookResumed' });
  });
  it('are ignored where it is so already', () => {
    given(consumer, registered, paused).when(PauseWebhook, { reason: 'MAINTENANCE' }).thenNothing();
    given(consumer, registered).when(ResumeWebhook, {}).thenNothing();
  });
});

describe('RedriveWebhook', () => {
  it('happens each time, for those who answer for the service and for itself', () => {
    for (const by of [{}, itself]) given(consumer, registered).when(RedriveWebhook, { reason: 'TARGET_REPAIRED' }, { by }).then({ type: 'feed.WebhookRedriveRequested' });
  });
  it('has nothing to act on while the calls are paused', () => given(consumer, registered, paused).when(RedriveWebhook, { reason: 'OTHER' }).thenThrows(NotApplicable));
  it.each<[string, object]>([['another service', { actorRef: 'other-service' }], ['another body', { orgRef: 'other-board' }], ['a body of another kind', { orgType: 'NGO' }]])('is not for %s, whether the service is called or known or not', (_, other) => {
    for (const happened of [[consumer, registered], [consumer], []]) given(...happened).when(RedriveWebhook, { reason: 'OTHER' }, { by: { ...itself, ...other } }).thenThrows(NotCompetent);
  });
});

describe('RotateWebhookSecret', () => {
  it('happens with a day on which both secrets sign', () => given(consumer, registered).when(RotateWebhookSecret, {}, { by: itself }).then({ type: 'feed.WebhookSecretRotated', data: { overlapUntil: '2026-03-03T12:00:00.000Z' } }));
  it('happens with as long as is asked for, or at once', () => {
    given(consumer, registered).when(RotateWebhookSecret, { overlapHours: 2 }).then({ type: 'feed.WebhookSecretRotated', data: { overlapUntil: '2026-03-02T14:00:00.000Z' } });
    given(consumer, registered).when(RotateWebhookSecret, { overlapHours: 0 }).then({ type: 'feed.WebhookSecretRotated', data: { overlapUntil: noon } });
  });
  it('is not for another service', () => given(consumer, registered).when(RotateWebhookSecret, {}, { by: { ...itself, actorRef: 'other-service' } }).thenThrows(NotCompetent));

  const signing = (at: string, ...happened: readonly Happened[]) => secretsAt(given(consumer, registered, ...happened).state<Consumer>().webhook!, new Date(at));
  it('has both sign until the end of the overlap, the newest first, and then the new one alone', () => {
    const once = rotated('second', '2026-03-03T12:00:00.000Z');
    expect([signing(noon), signing('2026-03-03T11:59:59.999Z', once), signing('2026-03-03T12:00:00.000Z', once)]).toEqual([['first'], ['second', 'first'], ['second']]);
  });
  it('ends every earlier one with a later rotation that ends at once, and prolongs none', () => {
    expect(signing('2026-03-02T13:00:00.000Z', rotated('second', '2026-03-03T12:00:00.000Z'), rotated('third', noon))).toEqual(['third']);
    expect(signing('2026-03-03T13:00:00.000Z', rotated('second', '2026-03-03T12:00:00.000Z'), rotated('third', '2026-03-04T12:00:00.000Z'))).toEqual(['third', 'second']);
  });
});

describe('EndWebhook', () => {
  it('happens with a reason', () => given(consumer, registered).when(EndWebhook, { reason: 'NO_LONGER_NEEDED' }).then({ type: 'feed.WebhookEnded' }));
  it('has nothing to act on where the service is not called', () => given(consumer, registered, ended).when(EndWebhook, { reason: 'OTHER' }).thenThrows(NotApplicable));
});

describe('A webhook', () => {
  const after = (...happened: readonly Happened[]) => given(consumer, ...happened).state<Consumer>().webhook;
  it('goes by the event that registered it', () => expect(after(registered)).toEqual({ id: 'first', target, purpose: 'PROTECTION', selection: {}, begins: 'NOW', secrets: [{ id: 'first' }] }));
  it('stays while the scope changes, and ends with the scope', () => {
    expect(after(registered, { type: 'feed.ConsumerScopeChanged', data: { ...school, fields: [] } })).toMatchObject({ id: 'first' });
    expect(after(registered, { type: 'feed.ConsumerRevoked', data: { reason: 'OTHER' } })).toBeUndefined();
  });
});
