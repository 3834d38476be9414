import { describe, expect, it } from '@jest/globals';
import type { Response } from 'supertest';
import { components } from '../libs/best-interests/assessment.events.js';
import { advocate, caseWorker, lawyer, panelMember } from './people.js';
import { aChild, app, appointing, assessed, decisionsAbout, heard, historyOf, receipt, represented, witness, worker } from './story.js';

const member = (memberRef: string, orgType: string, discipline: string) => ({
  memberRef, organisationRef: 'office', orgType, discipline, childSpecialist: 'YES', conflictOfInterest: 'NO', confidentialitySignedOn: '2025-03-01',
});
const members = [member(panelMember.actorRef, 'CHILD_PROTECTION', 'SOCIAL_WORK'), member('psychologist', 'HEALTH', 'CHILD_PSYCHOLOGY'), member('jurist', 'NGO', 'CHILD_RIGHTS_LAW')];
const rejected = ['INTEGRATION', 'THIRD_COUNTRY'].map((outcome) => ({ outcome, care: 'FOSTER_FAMILY', speaksFor: ['EDUCATION'], speaksAgainst: ['FAMILY_TIES'], rejectedBecause: ['FAMILY_TIES'] }));
const determination = {
  outcome: 'REPATRIATION', destinationState: 'KZ', present: members.map(({ memberRef }) => memberRef), care: 'PARENTS', speaksFor: ['FAMILY_TIES'], speaksAgainst: [],
  reasons: ['FAMILY_TIES', 'CHILDS_WISH'], weights: components.map((component) => ({ component, weight: 'STRONG' })), rejected, childsView: 'FOLLOWED',
};
const missing = ({ body }: Response) => (body as { unmet: { code: string }[] }).unmet.map(({ code }) => code);

describe('What is best for a child', () => {
  let child: string;
  const determine = async () => (await app.as(panelMember)).post(`/children/${child}/conclude-determination`, determination);

  it('is determined by nobody before everything is there that it needs, and the refusal lists all of it', async () => {
    child = await aChild({ languages: ['kir'] });
    const refused = await determine();
    expect(refused.status).toBe(422);
    expect(missing(refused)).toEqual(['REPRESENTATIVE_ACTIVE', 'LEGAL_AID_ACTIVE', 'CHILD_HEARD', 'COMPONENTS_COMPLETE', 'PANEL_INDEPENDENT', 'PANEL_QUORUM']);
  });

  it('is asked by whoever stands by the child, and a panel is convened, while it has no guardian yet', async () => {
    await witness.post(`/children/${child}/open-assessment`, { trigger: 'DURABLE_SOLUTION' }).expect(200);
    await worker.post(`/children/${child}/convene-bid-panel`, { members }).expect(200);
    expect(missing(await determine())).toEqual(['REPRESENTATIVE_ACTIVE', 'LEGAL_AID_ACTIVE', 'CHILD_HEARD', 'COMPONENTS_COMPLETE']);
  });

  it('is not determined by a panel with somebody of the body that returns children', async () => {
    const answer = await worker.post(`/children/${child}/convene-bid-panel`, { members: [...members, member('officer', 'RETURN', 'FAMILY_LAW')] });
    expect([answer.status, missing(answer)]).toEqual([422, ['PANEL_INDEPENDENT']]);
  });

  it('is read by the panel that determines it, and by no panel of another child', async () => {
    const reader = await app.as(panelMember);
    await reader.get(`/children/${child}/history`).expect(200);
    await reader.get(`/children/${await aChild()}/history`).expect(404);
  });

  it('is determined once it is assessed, the child was heard, and somebody speaks for it and defends it', async () => {
    await represented(child);
    await appointing.post(`/children/${child}/assign-legal-aid`, { lawyerRef: lawyer.actorRef, organisationRef: 'bar', languages: ['kir'] }).expect(200);
    await (await app.as(lawyer)).post(`/children/${child}/accept-case`, {}).expect(200);
    await assessed(child);
    await heard(child);
    expect((await determine()).status).toBe(200);
    const decision = (await decisionsAbout(child)).find(({ command, outcome }) => command === 'ConcludeDetermination' && outcome === 'accepted');
    expect(decision?.basis?.facts.map(({ code }) => code)).toEqual([
      'CHILD_REGISTERED', 'MINORITY', 'REPRESENTATIVE_ACTIVE', 'LEGAL_AID_ACTIVE', 'CHILD_HEARD', 'COMPONENTS_COMPLETE', 'PANEL_INDEPENDENT', 'PANEL_QUORUM', 'PARENTS_HEARD',
    ]);
  });

  it('is open again in the same instant in which a consent is taken back, and is not determined again before the child was heard on that', async () => {
    const withdrawn = await (await app.as(advocate)).post(`/children/${child}/withdraw-consent`, { whose: 'CHILD', channel: 'BY_PHONE' }).expect(200);
    expect(receipt(withdrawn).events.map(({ type }) => type)).toEqual(['repatriation.ConsentWithdrawn', 'best-interests.DeterminationReopened']);
    expect(missing(await determine())).toEqual(['CHILD_HEARD', 'COMPONENTS_COMPLETE']);
    const opinion = { component: 'CHILD_OPINION', status: 'DONE', assessor: { personRef: caseWorker.actorRef, orgType: 'CHILD_PROTECTION', profession: 'SOCIAL_WORKER' }, methods: ['INTERVIEW_WITH_CHILD'] };
    await worker.post(`/children/${child}/attest-component`, opinion).expect(200);
    await heard(child);
    expect((await determine()).status).toBe(200);
  });

  it('is open again in the same instant in which a relative is found', async () => {
    const found = await witness.post(`/children/${child}/record-family-link`, {
      relativeRef: 'aunt', relation: 'AUNT_OR_UNCLE', occurredAt: { at: '2025-03-05', zone: 'Asia/Bishkek' }, source: { kind: 'CHILD', reliability: 'PROBABLE' },
    }).expect(200);
    expect(receipt(found).events.map(({ type }) => type)).toEqual(['identification.FamilyLinkReported', 'best-interests.DeterminationReopened']);
    const [link, reopened] = (await historyOf(child)).slice(-2);
    expect([link!.type, reopened!.data]).toEqual(['identification.FamilyLinkReported', expect.objectContaining({ trigger: 'NEW_RELATIVE' })]);
  });
});
