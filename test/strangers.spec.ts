import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Response } from 'supertest';
import { registry } from '../libs/case-file/contexts.js';
import { isMadeFor, type Actor } from '../libs/decider/actor.js';
import { isRefusedToNobody } from '../libs/decider/command.js';
import { eightAtATime, startApp, type App } from './app.js';
import { examples, pathOf, unknownId } from './examples.js';
import { analyst, auditor, caseWorker, guardian, lawyer, policeCaseWorker } from './people.js';
import { aPreparedReturn, type Traveller } from './returns.js';

/** A report or a protection is refused to nobody who is known (A1, rulings 14 and 24). */

let app: App;
let traveller: Traveller;
beforeAll(async () => {
  // Whatever is asked here is answered from the log: no follower works beside it.
  app = await startApp({ ROLE: 'api' });
  traveller = await aPreparedReturn(app);
});
afterAll(() => app.stop());

const kindOf = new Map(registry.commands.map(({ declaration }) => [declaration.name, declaration]));
const sayable = [...kindOf.values()].filter(({ kind }) => isRefusedToNobody(kind));
const historyOf = async (child: string) => {
  const reader = await app.as(auditor);
  const entries: { type: string; eventId: string }[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const answer: Response = await reader.get(`/children/${child}/history?limit=200${cursor ? `&cursor=${cursor}` : ''}`).expect(200);
    const page = answer.body as { entries: typeof entries; next: string | null };
    entries.push(...page.entries);
    cursor = page.next;
  }
  return entries;
};
const storedOf = async (child: string) => {
  const found = [];
  for await (const event of app.system.store.read(`child-${child}`)) found.push(event);
  return found;
};

describe('Somebody for whom a command was not made', () => {
  it.each([['of oversight', auditor], ['of the police', policeCaseWorker]] satisfies [string, Actor][])(
    '%s may report and protect all the same, and gets a receipt and nothing else', async (_, actor) => {
      const child = (await (await app.as(auditor)).post('/children/register-child-found', examples({ facilityId: unknownId, eventId: unknownId }, () => 'words')['RegisterChildFound']!.body)).body as { childId: string };
      const sender = await app.as(actor);
      const bodies = examples({ facilityId: unknownId, eventId: unknownId }, () => 'words');
      const answers = await eightAtATime(sayable.filter((declaration) => !isMadeFor(declaration, actor) && declaration.subject === 'child' && !declaration.starts), async ({ name }) => {
        const { status, body } = await sender.post(pathOf(name, { childId: child.childId, facilityId: unknownId }), bodies[name]!.body);
        return { name, status, body: body as object };
      });
      expect(answers.filter(({ status }) => status === 403)).toEqual([]);
      // What names an event or a place that is not there, is bad form whoever sends it; and a place that is not open is none.
      expect(answers.filter(({ status }) => ![202, 400, 409, 422].includes(status))).toEqual([]);
      expect(answers.filter(({ status }) => status === 202).length).toBeGreaterThan(sayable.length / 3);
      for (const { status, body } of answers.filter(({ status }) => status === 202)) expect([status, Object.keys(body)]).toEqual([202, ['receipt']]);
      for (const { meta } of await storedOf(child.childId)) {
        const { name, kind, entitled } = (meta as { command: { name: string; kind: string; entitled?: boolean } }).command;
        if (kindOf.get(name)?.starts === false && kind !== 'DECIDE') expect([name, entitled]).toEqual([name, false]);
      }
    });

  it('becomes by that nobody who may read of the child', async () => {
    for (const actor of [guardian, lawyer].map((each) => ({ ...each, actorRef: `another-${each.actorRef}`, role: 'ANALYST', purpose: 'STATISTICS', orgType: 'STATISTICS' }) as Actor)) {
      for (const act of ['accept-mandate', 'accept-case']) {
        const answer = await (await app.as(actor)).post(`/children/${traveller.child}/${act}`, {});
        expect([answer.status, Object.keys(answer.body as object)]).toEqual([202, ['receipt']]);
      }
      await (await app.as(actor)).get(`/children/${traveller.child}`).expect(403);
    }
    await (await app.as({ ...guardian, actorRef: 'another-guardian' })).get(`/children/${traveller.child}`).expect(404);
  });

  it('certifies nothing where it acts for nobody, or for another child', async () => {
    const bodies = examples({ facilityId: unknownId, eventId: unknownId }, () => 'words');
    const nobodys = [guardian, lawyer, { ...guardian, role: 'PARENT_REPRESENTATIVE' } as const].map((each) => ({ ...each, actorRef: `another-${each.actorRef}` }));
    const certified = [...kindOf.values()].filter(({ kind, subject, starts }) => kind === 'ATTEST' && subject === 'child' && !starts)
      .flatMap(({ name, by }) => nobodys.filter(({ role }) => by.includes(role)).map((actor) => ({ name, actor })));
    const answers = await eightAtATime(certified, async ({ name, actor }) => {
      const { status } = await (await app.as(actor)).post(pathOf(name, { childId: traveller.child, facilityId: unknownId }), bodies[name]!.body);
      return { name, role: actor.role, status };
    });
    expect(answers.filter(({ status }) => status !== 403)).toEqual([]);
    expect(answers.length).toBeGreaterThan(30);
  });

  it('cannot spoil what is proven by an act that builds something up, nor prove it, and halts by a word that contradicts', async () => {
    const bystander = await app.as(analyst);
    const before = await historyOf(traveller.child);
    for (const [act, body] of [['accept-mandate', {}], ['accept-case', {}], ['open-assessment', { trigger: 'DURABLE_SOLUTION' }]] as const) {
      await bystander.post(`/children/${traveller.child}/${act}`, body).expect(202);
    }
    await traveller.authorise().expect(200);
    await bystander.post(`/children/${traveller.child}/withdraw-consent`, { whose: 'CHILD', channel: 'THROUGH_SOMEBODY' }).expect(202);
    const since = (await historyOf(traveller.child)).slice(before.length).map(({ type }) => type);
    expect(since).toEqual([
      'guardianship.MandateAccepted', 'guardianship.CaseAccepted', 'best-interests.AssessmentOpened', 'repatriation.TransferAuthorised',
      'repatriation.ConsentWithdrawn', 'repatriation.TransferHalted', 'best-interests.DeterminationReopened',
    ]);
    const { body } = await traveller.authorise().expect(422);
    expect((body as { unmet: { code: string }[] }).unmet.map(({ code }) => code)).toContain('CONSENT_CHILD');
  });

  it('writes nothing by a reading', async () => {
    const before = (await storedOf(traveller.child)).length;
    await historyOf(traveller.child);
    expect(await storedOf(traveller.child)).toHaveLength(before);
  });
});

describe('Somebody who has a part in the return', () => {
  const unmet = async () => ((await traveller.authorise().expect(422)).body as { unmet: { code: string }[] }).unmet.map(({ code }) => code);
  const escorting = (...refs: readonly string[]) => ({ escorts: refs.map((escortRef) => ({ escortRef, orgRef: escortRef === 'doctor' ? 'hospital' : caseWorker.orgRef, orgType: 'CHILD_PROTECTION', knownToChild: 'YES' })) });

  it('is no neutral witness of a consent, and nobody is any more who takes a part later', async () => {
    for (const witnessRef of [caseWorker.actorRef, 'escort', 'interpreter', guardian.actorRef, 'panel-member-2']) {
      expect([witnessRef, (await traveller.take('give-consent (CHILD)', { witnessRef })).status]).toEqual([witnessRef, 400]);
    }
    expect((await traveller.take('give-consent (CHILD)', { witnessRef: 'doctor', witnessOrgType: 'HEALTH' })).status).toBe(200);
    expect(await unmet()).not.toContain('CONSENT_CHILD');
    expect((await traveller.take('assign-escort', escorting('escort', 'doctor'))).status).toBe(200);
    expect((await traveller.take('assign-escort', escorting('escort'))).status).toBe(200);
    expect(await unmet()).toContain('CONSENT_CHILD');
    expect((await traveller.take('give-consent (CHILD)')).status).toBe(200);
    expect(await unmet()).not.toContain('CONSENT_CHILD');
  });

  it('does not look how the child is after it, nor does anybody of the same body', async () => {
    for (const orgRef of [caseWorker.orgRef, 'hospital', 'child-protection-of-origin']) {
      expect((await traveller.take('arrange-monitoring', { orgRef, orgType: 'HEALTH' })).status).toBe(200);
      expect([orgRef, await unmet()]).toEqual([orgRef, expect.arrayContaining(['MONITORING_ARRANGED'])]);
    }
    expect((await traveller.take('arrange-monitoring')).status).toBe(200);
    expect(await unmet()).not.toContain('MONITORING_ARRANGED');
  });
});
