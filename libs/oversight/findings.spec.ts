import { describe, expect, it } from '@jest/globals';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { factOf } from '../decider/decider.scenario.js';
import { catalogue, catalogueAsMarkdown } from './findings.catalogue.js';
import { act, findingRule, findingsOf, foundBy, severities } from './findings.js';
import { childRecord, factsOf } from './findings.record.js';
import { findingRules, newestRuleSet, rulesIn, ruleSetOf, ruleSets, type RuleSet } from './findings.rules.js';
import { child, changed, expectPinned, found, happened, lateMarch, ofDuties, otherCentre, pins, stay } from './findings.scenario.js';
import { childLiberty } from './liberty.child.js';
import { ContactHeld } from '../identification/family.events.js';

const record = (happenings: Parameters<typeof factOf>[0][], asOf = lateMarch, of = child) => childRecord(of, { facts: happenings.map(factOf) }, new Date(asOf));
const all = rulesIn(newestRuleSet);
const page = new URL('../../docs/findings.md', import.meta.url);

describe('A rule of findings', () => {
  it('has a code, a promise in one sentence, a legal source and a severity, once for each version', () => {
    for (const { code, promise, basis, severity, version } of findingRules) {
      expect([code, promise, basis]).toEqual([expect.stringMatching(/^[A-Z][A-Z_]+$/), expect.stringMatching(/^[A-Z][^.]*\.$/), expect.stringMatching(/.{5}/)]);
      expect(severities).toContain(severity);
      expect(version).toBeGreaterThan(0);
    }
    expect(new Set(findingRules.map(({ code, version }) => `${code}@${version}`)).size).toBe(findingRules.length);
  });

  it('stands in a rule set, and each has a spec of its own', async () => {
    expect(catalogue().filter((rule) => rule.ruleSets.length === 0)).toEqual([]);
    const folder = new URL('.', import.meta.url);
    const specs = (await readdir(folder)).filter((name) => /^findings\..*spec\.ts$/.test(name));
    const words = (await Promise.all(specs.map((name) => readFile(new URL(name, folder), 'utf8')))).join('\n');
    expect(findingRules.map(({ code }) => code).filter((code) => !words.includes(`'${code}'`))).toEqual([]);
  });

  it('finds nothing in an empty record, nor in a child who was found and is well', () => {
    expect(findingsOf(all, record([]))).toEqual([]);
    expect(findingsOf(all, record([found()], '2026-02-01T07:00:00Z'))).toEqual([]);
  });

  it('is shown to readers as the page in the documentation says (WRITE_DOCS=1 writes it)', async () => {
    if (process.env.WRITE_DOCS) await writeFile(page, catalogueAsMarkdown());
    expect(await readFile(page, 'utf8')).toBe(catalogueAsMarkdown());
  });
});

describe('A record as of an instant', () => {
  it('holds what had happened by then and nothing of what came later, in its facts and in what they say together', () => {
    const died = happened('identification.DeathReported', { diedIn: 'KG', heldOrCaredFor: 'CUSTODY', causeClaimed: 'ILLNESS', contestedBy: [], examination: 'NONE' }, '2026-03-20T06:00:00Z', { id: 'died' });
    const asOf = (day: string) => {
      const { facts, identification: { finding }, ofType } = record([found(), stay(), died], `${day}T06:00:00Z`);
      return [facts.map(({ id }) => id), ofType('identification.DeathReported').length, finding.deaths.length];
    };
    expect(asOf('2026-03-19')).toEqual([['found', 'start'], 0, 0]);
    expect(asOf('2026-03-20')).toEqual([['found', 'start', 'died'], 1, 1]);
    expect(findingsOf(all, record([found(), stay(), died], '2026-03-19T06:00:00Z')).map(({ rule }) => rule)).not.toContain('DEATH_IN_CARE_OR_CUSTODY');
  });
});

describe('A finding', () => {
  const detained = [found(), stay({ groundCode: 'IRREGULAR_STAY' })];
  const ids = (...parameters: Parameters<typeof record>) => findingsOf(all, record(...parameters)).filter(({ rule }) => rule === 'MIGRATION_DETENTION').map(({ id }) => id);

  it('keeps its id whenever it is asked about, whatever is learnt of it later', () => {
    const [id] = ids(detained);
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    expect(ids(detained, '2026-03-02T06:00:00Z')).toEqual([id]);
    expect(ids([...detained, changed({ facilityRef: otherCentre }, '2026-03-05T06:00:00Z')])).toEqual([id]);
  });
  it('has another id for another child, and for another event', () => {
    expect(ids(detained, lateMarch, 'somebody-else')).not.toEqual(ids(detained));
    expect(ids([found(), stay({ groundCode: 'IRREGULAR_STAY' }, undefined, 'another')])).not.toEqual(ids(detained));
  });
  it('is one of its own where the same events give another: an id is never given twice', () => {
    const interrupted = stay({ settingKind: 'HOSPITAL', guarded: 'NO', groundCode: 'IRREGULAR_STAY', medicalIndication: { value: 'YES', from: '2026-03-05', until: '2026-03-10' } });
    const findings = findingsOf(all, record([interrupted])).filter(({ rule }) => rule === 'MIGRATION_DETENTION');
    expect(findings).toHaveLength(2);
    expect(new Set(findings.map(({ id }) => id)).size).toBe(2);
    expect(findings[0]!.id).toBe(ids([interrupted], '2026-03-06T06:00:00Z')[0]);
  });
  it('follows from the record and the instant alone', () =>
    expect(JSON.stringify(findingsOf(all, record(detained)))).toBe(JSON.stringify(findingsOf(all, record(detained)))));
  it('is known ahead where only time has to pass, and found when it has', () => {
    const ahead = foundBy(all, record([found()], '2026-02-01T07:00:00Z')).filter(({ details }) => details.duty === 'REPRESENTATIVE');
    expect(ahead).toHaveLength(1);
    expect(findingsOf(all, record([found()])).filter(({ details }) => details.duty === 'REPRESENTATIVE').map(({ id }) => id)).toEqual([ahead[0]!.id]);
  });
});

describe('Childhood, in findings and in figures', () => {
  const leftBehind = (majorityOn?: string) => happened('identification.LeftBehindChildRegistered', { livesIn: 'KG', parentsAbroad: [], arrangement: 'INFORMAL', majorityOn }, '2026-01-05T06:00:00Z');
  const attested = (majorityOn: string) => happened('identification.IdentityAttested', { majorityOn, nationalities: ['KG'] }, '2026-02-10T06:00:00Z');
  it.each([
    ['the day that was given for a child left behind', [leftBehind('2026-03-05')], '2026-03-05'], ['no day where none was given', [leftBehind()], undefined],
    ['of several that were given the latest', [leftBehind('2026-03-05'), found({ majorityOn: '2026-09-09' })], '2026-09-09'],
    ['a document before all of them', [leftBehind('2028-03-05'), found({ majorityOn: '2028-09-09' }), attested('2027-06-01')], '2027-06-01'],
  ])('ends by %s', (_, told, majorityOn) => expect([record(told).majorityOn, childLiberty(told.map(factOf), new Date(lateMarch)).majorityOn]).toEqual([majorityOn, majorityOn]));
});

describe('A rule set', () => {
  const supervised = findingRule({
    code: 'SUPERVISED_CONTACT', version: 1, severity: 'NOTABLE', promise: 'A child speaks freely.', basis: 'CRC art. 16',
    check: (each) => factsOf(each, ContactHeld).filter(({ data }) => data.supervised !== 'NO').map((fact) => act(fact)),
  });
  const onlyWhereSaid = findingRule({ ...supervised, version: 2, check: (each) => factsOf(each, ContactHeld).filter(({ data }) => data.supervised === 'YES').map((fact) => act(fact)) });
  const carried = [supervised, onlyWhereSaid];
  const set = (version: string, of: number): RuleSet => ({ version, liberty: newestRuleSet.liberty, childhoodBy: 'ATTESTATION', rules: { SUPERVISED_CONTACT: of } });
  const contact = happened('identification.ContactHeld', { with: [{ relation: 'MOTHER' }], channel: 'PHONE', supervised: 'UNKNOWN' }, undefined, { id: 'contact' });

  it('gives the older answer again after a rule has changed, and the newer one beside it', () => {
    const under = (ruleSet: RuleSet) => findingsOf(rulesIn(ruleSet, carried), record([contact])).map(({ rule, ruleVersion, events }) => [rule, ruleVersion, events]);
    expect(under(set('older', 1))).toEqual([['SUPERVISED_CONTACT', 1, ['contact']]]);
    expect(under(set('newer', 2))).toEqual([]);
  });
  it('asks for childhood as it did when it was published: by registration until findings@8, by all that was attested since (ruling 32, R16)', () => {
    const told = [found({ majorityOn: '2026-01-01', ageStatus: 'CLAIMED' }), happened('identification.IdentityAttested', { majorityOn: '2027-06-01', nationalities: ['KG'] }, '2026-02-10T06:00:00Z'), stay({ groundCode: 'IRREGULAR_STAY' })].map(factOf);
    const isDetained = ({ childhoodBy, ...set }: RuleSet) => findingsOf(rulesIn({ childhoodBy, ...set }), childRecord(child, { facts: told }, new Date(lateMarch), childhoodBy)).some(({ rule }) => rule === 'MIGRATION_DETENTION');
    expect(ruleSets.map((each) => [each.version, isDetained(each)])).toEqual(ruleSets.map(({ version }) => [version, Number(version.split('@')[1]) > 8]));
  });
  it('that names a rule or a version that is missing is an error, never another figure', () => {
    expect(() => rulesIn(set('later', 3), carried)).toThrow('SUPERVISED_CONTACT@3');
    expect(() => rulesIn({ ...set('other', 1), rules: { UNKNOWN_RULE: 1 } }, carried)).toThrow('UNKNOWN_RULE@1');
    expect(() => rulesIn({ ...set('earlier', 1), liberty: ['LIB-1@0'] }, carried)).toThrow('LIB-1@0');
    expect(() => ruleSetOf('findings@0')).toThrow('findings@0');
  });
  it('is never changed once it was published, and neither is what a rule of it finds and how grave it is', () => {
    for (const each of ruleSets) {
      expectPinned(each.version, [each.liberty, Object.entries(each.rules).sort(), ...(each.childhoodBy === 'ATTESTATION' ? [each.childhoodBy] : [])]);
      expect(pins).toHaveProperty([each.version]);
    }
    for (const { code, version, severity } of findingRules.filter((rule) => !ofDuties.includes(rule.code))) {
      expectPinned(`${code}@${version}`, severity);
      expect([code, Object.keys(pins).some((name) => name.startsWith(`${code}@${version} `))]).toEqual([code, true]);
    }
  });
  it('can be asked in every version that was ever published', () => {
    for (const each of ruleSets) expect([each.version, rulesIn(each).length]).toEqual([each.version, Object.keys(each.rules).length]);
    expect(ruleSetOf(newestRuleSet.version)).toBe(newestRuleSet);
    expect(new Set(ruleSets.map(({ version }) => version)).size).toBe(ruleSets.length);
  });
});
