import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Response } from 'supertest';
import { lawfulReturn, nameOf } from '../apps/cli/lawful-return.js';
import { extended, foldCaseFile, followed, weigh, type CaseFile, type Circumstances } from '../libs/case-file/case-file.js';
import { registry } from '../libs/case-file/contexts.js';
import type { Actor } from '../libs/decider/actor.js';
import type { EventDeclaration, Fact, NewFact } from '../libs/decider/event.js';
import type { FactCode } from '../libs/decider/gate.js';
import { settingOf } from '../libs/profiles/profiles.js';
import { startApp, type App } from './app.js';
import { sendOneOfEach } from './examples.js';
import { advocate, auditor, authority, caseWorker, guardian, lawyer, mother, nextGuardian, ombudsperson, policeCaseWorker } from './people.js';
import { dataOf, replayOf as wholeReplayOf } from './replay.js';
import { aPreparedReturn, type Traveller } from './returns.js';

/** Appeals against our decisions and those of others: what they hold up, what falls with them, and what is owed then. */

let app: App;
// Whatever is asked here is answered from the log: no follower works beside it.
beforeAll(async () => { app = await startApp({ ROLE: 'api' }); });
afterAll(() => app.stop());

const unmetIn = ({ status, body }: Response) => (status === 422 ? (body as { unmet: { code: string }[] }).unmet.map(({ code }) => code) : status);
const typesIn = ({ body }: Response) => (body as { events: { type: string }[] }).events.map(({ type }) => type);
const firstIn = ({ body }: Response) => (body as { events: { id: string }[] }).events[0]!.id;
const now = async () => ({ occurredAt: { at: (await app.system.clock.now()).toISOString(), zone: 'Europe/Chisinau' } });
const told = { source: { kind: 'NGO_VISIT', reliability: 'PROBABLE' } };
const shown = (documentRef: string) => ({ source: { kind: 'DOCUMENT', reliability: 'CONFIRMED', documentRef } });

async function read<T>(path: string): Promise<T> {
  return (await (await app.as(auditor)).get(path).expect(200)).body as T;
}
const dutyOf = async ({ child }: Traveller, code: string) =>
  (await read<{ duties: { code: string; state: string; period: { source: string } }[] }>(`/children/${child}`)).duties.findLast((duty) => duty.code === code);
/** Who decided what since the journey was prepared, and what was missing where it was refused, as an auditor reads it. */
const replayOf = async (traveller: Traveller) => {
  const replay = await wholeReplayOf(app, traveller);
  return replay.slice(replay.findIndex((line) => line.includes('AuthoriseTransfer')));
};

/** A step of the road once more, as it happens now. */
function again({ send, journey }: Traveller, name: string): Promise<Response> {
  const step = lawfulReturn.find((each) => nameOf(each) === name)!;
  return send(step.action, step.body(journey), journey.cast[step.by]);
}
const appeal = (traveller: Traveller, against: object, lodgedFor = 'CHILD', by: Actor = lawyer) =>
  traveller.send('lodge-appeal', { ...against, instance: 'FIRST_INSTANCE', lodgedFor }, by).expect(200);
const upheld = ({ send }: Traveller, appealRef: string) => send('attest-appeal-decision', {
  appealRef, result: 'UPHELD', final: true, instance: 'APPEAL', authority: { orgRef: 'court-of-appeal', orgType: 'COURT' }, bidBodyParticipation: 'YES', ...shown('judgment'),
}, lawyer).expect(200);
const executed = async ({ send }: Traveller, appealRef: string, extent: string, execution: string) =>
  send('record-ruling-executed', { ...await now(), ...told, appealRef, extent, execution }, advocate).expect(200);

async function anAuthorisedReturn(): Promise<Traveller> {
  const traveller = await aPreparedReturn(app);
  await traveller.authorise().expect(200);
  return traveller;
}

describe('A determination that is appealed against after the journey was authorised', () => {
  let traveller: Traveller;
  let appealRef: string;

  it('halts the journey in the append of the appeal: it is not final any more', async () => {
    traveller = await anAuthorisedReturn();
    const answer = await appeal(traveller, { decisionRef: traveller.eventOf('conclude-determination') });
    expect(typesIn(answer)).toEqual(['repatriation.AppealLodged', 'repatriation.TransferHalted', 'best-interests.DeterminationUnsettled']);
    expect(await dataOf(app, traveller, 'repatriation.TransferHalted')).toMatchObject({ lost: expect.arrayContaining(['BID_FINAL', 'APPEAL_CLEAR']), inTransit: false });
    appealRef = firstIn(answer);
  });

  it('has nothing carried out while the appeal is pending: no journey and no decision on it', async () => {
    expect(unmetIn(await traveller.authorise())).toEqual(['BID_FINAL', 'APPEAL_CLEAR']);
    expect(unmetIn(await again(traveller, 'decide-repatriation'))).toEqual(['BID_FINAL']);
  });

  it('is final by no ruling of the body that decided or carries it out, nor by what its people tell of one', async () => {
    const ruling = { appealRef, result: 'DISMISSED', final: true, instance: 'APPEAL', bidBodyParticipation: 'YES', ...shown('judgment') };
    const court = { orgRef: 'court-of-appeal', orgType: 'COURT' };
    await traveller.send('attest-appeal-decision', { ...ruling, authority: court }, caseWorker).expect(403);
    for (const orgType of ['CHILD_PROTECTION', 'COURT']) await traveller.send('attest-appeal-decision', { ...ruling, authority: { orgRef: caseWorker.orgRef, orgType } }, lawyer).expect(403);
    await traveller.send('attest-appeal-decision', { ...ruling, authority: { orgType: 'COURT' } }, lawyer).expect(400);
  });

  it('is open again in the append of the ruling that sets it aside, and the ruling is to be executed', async () => {
    expect(typesIn(await upheld(traveller, appealRef))).toEqual(['repatriation.AppealDecided', 'best-interests.DeterminationReopened']);
    expect(await dataOf(app, traveller, 'best-interests.DeterminationReopened')).toMatchObject({ trigger: 'APPEAL_UPHELD' });
    expect(await dutyOf(traveller, 'EXECUTE_RULING')).toMatchObject({ state: 'OPEN', period: { source: expect.stringMatching(/no source/) } });
    expect(await dutyOf(traveller, 'DETERMINATION')).toMatchObject({ state: 'OPEN' });
    expect(unmetIn(await traveller.authorise())).toEqual(['BID_FINAL', 'APPEAL_CLEAR']);
  });

  it('is made anew only on what is so now, with the child heard on it, and then decided anew and explained', async () => {
    expect(unmetIn(await again(traveller, 'conclude-determination'))).toContain('COMPONENTS_COMPLETE');
    for (const step of ['attest-component (SITUATION_AND_RISKS)', 'attest-component (CHILD_OPINION)', 'attest-child-heard', 'conclude-determination', 'decide-repatriation']) {
      expect([step, (await again(traveller, step)).status]).toEqual([step, 200]);
    }
    await executed(traveller, appealRef, 'WHOLE', 'DECIDED_ANEW');
    expect(await dutyOf(traveller, 'EXECUTE_RULING')).toMatchObject({ state: 'MET' });
    // Its own time to appeal has not even begun, and what was agreed to, planned, timed and told to the child was of the decision that fell.
    expect(unmetIn(await traveller.authorise())).toEqual(['APPEAL_CLEAR', 'CONSENT_CHILD', 'CONSENT_REPRESENTATIVE', 'PLAN_APPROVED', 'CHILD_INFORMED', 'TIMING_ASSESSED']);
  });

  it('can be replayed', async () => {
    expect((await replayOf(traveller)).map((line) => line.replace(/(COMPONENTS_COMPLETE).*/, '…'))).toEqual([
      'CASE_WORKER: AuthoriseTransfer', 'CASE_WORKER: AuthoriseTransfer refused for BID_FINAL, APPEAL_CLEAR', 'CASE_WORKER: DecideRepatriation refused for BID_FINAL',
      'CASE_WORKER: AuthoriseTransfer refused for BID_FINAL, APPEAL_CLEAR', expect.stringMatching(/^PANEL_MEMBER: ConcludeDetermination refused for /),
      'PANEL_MEMBER: ConcludeDetermination', 'CASE_WORKER: DecideRepatriation',
      'CASE_WORKER: AuthoriseTransfer refused for APPEAL_CLEAR, CONSENT_CHILD, CONSENT_REPRESENTATIVE, PLAN_APPROVED, CHILD_INFORMED, TIMING_ASSESSED',
    ]);
  });
});

describe('The appointment of a guardian that is set aside', () => {
  let traveller: Traveller;
  let appealRef: string;

  it('halts the journey with the appeal, and takes the guardian from nobody before the ruling', async () => {
    traveller = await anAuthorisedReturn();
    const answer = await appeal(traveller, { decisionRef: traveller.eventOf('appoint-guardian') });
    expect(typesIn(answer)).toEqual(['repatriation.AppealLodged', 'repatriation.TransferHalted']);
    appealRef = firstIn(answer);
    expect(unmetIn(await traveller.authorise())).toEqual(['APPEAL_CLEAR']);
  });

  it('ends the mandate in the append of the ruling, with the consent that was given under it, and with what the guardian may read', async () => {
    expect(typesIn(await upheld(traveller, appealRef))).toEqual(['repatriation.AppealDecided', 'guardianship.MandateAnnulled']);
    expect(unmetIn(await traveller.authorise())).toEqual(['REPRESENTATIVE_ACTIVE', 'CONSENT_REPRESENTATIVE']);
    await (await app.as(guardian)).get(`/children/${traveller.child}`).expect(404);
  });

  it('leaves no gap in what is owed: another guardian is due at once, and the ruling is to be executed', async () => {
    expect(await dutyOf(traveller, 'REPLACE_GUARDIAN')).toMatchObject({ state: 'OPEN' });
    expect(await dutyOf(traveller, 'EXECUTE_RULING')).toMatchObject({ state: 'OPEN' });
    const appointment = lawfulReturn.find(({ action }) => action === 'appoint-guardian')!.body(traveller.journey);
    const { from: _, ...terms } = appointment as { from: string };
    await traveller.send('appoint-guardian', { ...terms, guardianRef: nextGuardian.actorRef }, authority).expect(200);
    await (await app.as(nextGuardian)).post(`/children/${traveller.child}/accept-mandate`, {}).expect(200);
    expect(await dutyOf(traveller, 'REPLACE_GUARDIAN')).toMatchObject({ state: 'MET' });
    expect(unmetIn(await traveller.authorise())).toEqual(['CONSENT_REPRESENTATIVE']);
  });

  it('can be replayed', async () => {
    expect(await replayOf(traveller)).toEqual([
      'CASE_WORKER: AuthoriseTransfer', 'CASE_WORKER: AuthoriseTransfer refused for APPEAL_CLEAR', 'CASE_WORKER: AuthoriseTransfer refused for REPRESENTATIVE_ACTIVE, CONSENT_REPRESENTATIVE',
      'APPOINTING_AUTHORITY: AppointGuardian', 'CASE_WORKER: AuthoriseTransfer refused for CONSENT_REPRESENTATIVE',
    ]);
  });
});

describe('The ruling of a court on custody that is appealed against', () => {
  const custody = { externalDecision: { authority: { orgRef: 'district-court', orgType: 'COURT' }, kind: 'CUSTODY' } };
  let traveller: Traveller;
  let appealRef: string;

  it('halts the journey like an appeal against a decision of ours', async () => {
    traveller = await anAuthorisedReturn();
    const answer = await appeal(traveller, custody, 'PARENT', advocate);
    expect(typesIn(answer)).toEqual(['repatriation.AppealLodged', 'repatriation.TransferHalted']);
    appealRef = firstIn(answer);
    expect(unmetIn(await traveller.authorise())).toEqual(['APPEAL_CLEAR']);
  });

  it('is to be executed by the body that is bound, once it is set aside, and a part of it is not the whole', async () => {
    expect(typesIn(await upheld(traveller, appealRef))).toEqual(['repatriation.AppealDecided']);
    expect(await dataOf(app, traveller, 'repatriation.AppealDecided')).toMatchObject({ ...custody, bidBodyParticipation: 'YES' });
    expect(await dutyOf(traveller, 'EXECUTE_RULING')).toMatchObject({ state: 'OPEN' });
    await executed(traveller, appealRef, 'PART', 'DECISION_WITHDRAWN');
    expect(await dutyOf(traveller, 'EXECUTE_RULING')).toMatchObject({ state: 'OPEN' });
    await executed(traveller, appealRef, 'WHOLE', 'BACK_IN_THE_FAMILY');
    expect(await dutyOf(traveller, 'EXECUTE_RULING')).toMatchObject({ state: 'MET' });
  });

  it('holds nothing up any more, and the journey goes on by a new authorisation', async () => {
    await traveller.authorise().expect(200);
    expect(await replayOf(traveller)).toEqual(['CASE_WORKER: AuthoriseTransfer', 'CASE_WORKER: AuthoriseTransfer refused for APPEAL_CLEAR', 'CASE_WORKER: AuthoriseTransfer']);
  });
});

describe('An appeal of which somebody says since that it was against another decision', () => {
  let traveller: Traveller;
  const correct = async (target: string, decisionRef: string, by: Actor, status = 200) =>
    (await app.as(by)).post(`/children/${traveller.child}/record-correction`, { ...await now(), ...told, target, fields: { decisionRef }, reason: 'MISTAKEN_ENTRY' }).expect(status);
  const ruled = (appealRef: string, result: string, decisionRef?: string) => traveller.send('attest-appeal-decision', {
    appealRef, decisionRef, result, final: true, instance: 'APPEAL', authority: { orgRef: 'court-of-appeal', orgType: 'COURT' }, bidBodyParticipation: 'YES', ...shown('judgment'),
  }, lawyer);

  it.each([['the police', policeCaseWorker, 202], ['a case worker', caseWorker, 200]])('by %s ends by the ruling on it, which names the decision as the appeal was lodged', async (_, by, status) => {
    traveller ??= await anAuthorisedReturn();
    const decision = traveller.eventOf('decide-repatriation');
    const other = traveller.eventOf('conclude-determination');
    const appealRef = firstIn(await appeal(traveller, { decisionRef: decision }));
    await correct(appealRef, other, by, status);
    for (const named of [undefined, other]) await ruled(appealRef, 'DISMISSED', named).expect(400);
    expect(unmetIn(await traveller.authorise())).toContain('APPEAL_CLEAR');
    expect(typesIn(await ruled(appealRef, 'DISMISSED', decision).expect(200))).toEqual(['repatriation.AppealDecided']);
    await traveller.authorise().expect(200);
  });

  it('aims no ruling at another decision: what is set aside is what the document names', async () => {
    const placement = traveller.eventOf('decide-placement');
    const appointment = traveller.eventOf('appoint-guardian');
    const appealRef = firstIn(await appeal(traveller, { decisionRef: placement }));
    await correct(appealRef, appointment, caseWorker);
    for (const named of [undefined, appointment]) await ruled(appealRef, 'UPHELD', named).expect(400);
    expect(typesIn(await ruled(appealRef, 'UPHELD', placement).expect(200))).not.toContain('guardianship.MandateAnnulled');
    await traveller.authorise().expect(200);
  });
});

describe('An appeal', () => {
  it.each([
    ['the child', { ...guardian, actorRef: 'child-itself', role: 'CHILD', purpose: 'LEGAL_REMEDY' }], ['a parent', mother], ['the guardian', guardian], ['the lawyer', lawyer],
    ['an NGO', advocate], ['the ombudsperson', ombudsperson], ['the case worker', caseWorker],
  ] as const)('is lodged by %s, of whatever child, with nothing proven and against what nobody here decided', async (_, by) => {
    const found = { foundIn: 'MD', jurisdiction: 'MD', accompaniment: 'UNACCOMPANIED', sex: 'NOT_KNOWN', ...await now() };
    const { body } = await (await app.as(advocate)).post('/children/register-child-found', found).expect(201);
    const { childId } = body as { childId: string };
    const decision = { authority: { orgType: 'POLICE' }, kind: 'DEPRIVATION' };
    await (await app.as(by)).post(`/children/${childId}/lodge-appeal`, { externalDecision: decision, instance: 'ADMINISTRATIVE', lodgedFor: 'CHILD' }).expect(200);
  });
});

describe('Any decision', () => {
  const logs: (readonly Fact[])[] = [];
  const isDecided = ({ meta }: Fact) => meta.command.kind === 'DECIDE' && meta.causationId === meta.command.key;
  beforeAll(async () => {
    const traveller = await anAuthorisedReturn();
    await traveller.depart().expect(200);
    for (const child of [traveller.child, (await sendOneOfEach(app, () => 'words')).childId]) {
      const facts: Fact[] = [];
      for await (const stored of app.system.store.read(`child-${child}`)) facts.push(stored as unknown as Fact);
      logs.push(facts);
    }
  }, 300_000);

  it('that somebody of ours takes says what is left of it once an appeal body sets it aside', () => {
    const types = new Set(logs.flat().filter(isDecided).map(({ type }) => type));
    const decided = new Set(logs.flat().filter(isDecided).map(({ meta }) => meta.command.name));
    const decisions = registry.commands.map(({ declaration }) => declaration).filter(({ kind, subject }) => kind === 'DECIDE' && subject === 'child').map(({ name }) => name);
    expect(decisions.filter((name) => !decided.has(name))).toEqual([]);
    expect([...types].filter((type) => !registry.annulments.has(type))).toEqual([]);
    for (const [type, means] of registry.annulments) expect([type, means]).toEqual([type, expect.stringMatching(/^[A-Z].*\.$/)]);
  });

  const contexts = registry.of('child');
  /** The file with a fact and all that every context makes of it in the same instant. */
  function stored(file: CaseFile, first: Fact, weighing: Circumstances): CaseFile {
    const waiting: NewFact<EventDeclaration>[] = [first];
    let after = file;
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [before, fact] = [after, { ...first, ...next, revision: after.revision + 1, id: `${first.id}-${after.revision}` } as unknown as Fact];
      after = extended(contexts, before, fact);
      waiting.push(...followed(registry, contexts, before, fact, after, weighing));
    }
    return after;
  }

  it('proves nothing any more to the decisions that rested on it', () => {
    const rested: string[] = [];
    for (const log of logs) {
      for (const decision of log.filter(({ meta }) => meta.basis)) {
        const { basis, recordedBy, purpose } = decision.meta;
        const facts = log.slice(0, basis!.revision + 1);
        const data = (decision.data as { authorisation?: string }).authorisation === undefined ? decision.data : log.find(({ id }) => id === (decision.data as { authorisation: string }).authorisation)!.data;
        const command = { ...data, type: decision.meta.command.name };
        const weighing: Circumstances = {
          now: new Date(decision.recordedAt.getTime() + (decision.meta.clockAheadMs ?? 0)), actor: { ...recordedBy, purpose }, childRef: 'child', foreign: new Map(), standing: true,
          setting: settingOf(decision.meta.jurisdiction, decision.recordedAt),
        };
        const evidenceIn = (file: CaseFile, code: FactCode) => {
          const weighed = weigh(registry, { name: 'one', version: 1, needs: [code] }, file, weighing, command);
          return 'basis' in weighed ? weighed.basis.facts[0]!.evidence : [];
        };
        for (const { code, evidence } of basis!.facts) {
          for (const target of facts.filter((fact) => isDecided(fact) && evidence.includes(fact.id))) {
            const ruling = { ...decision, id: 'ruling', type: 'repatriation.AppealDecided', data: { appealRef: 'appeal', decisionRef: target.id, result: 'UPHELD', final: true } } as unknown as Fact;
            const file = foldCaseFile(contexts, facts);
            // What rested on the register of a place as well is weighed here without it.
            if (!evidenceIn(file, code).includes(target.id)) continue;
            expect([code, target.type, evidenceIn(stored(file, ruling, weighing), code).includes(target.id)]).toEqual([code, target.type, false]);
            rested.push(target.type);
          }
        }
      }
    }
    expect(new Set(rested).size).toBeGreaterThanOrEqual(13);
  });
});
