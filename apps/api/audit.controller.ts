import { Controller, Get, Inject, Req, Res, type Type } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiProduces, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { SystemClock } from '../../libs/case-file/clock.js';
import { orgTypes, type Actor, type Role } from '../../libs/decider/actor.js';
import { referenceForm, referenceInWords } from '../../libs/decider/fields.js';
import { factCodes } from '../../libs/decider/gate.js';
import { KnownTime } from '../../libs/event-store/known-time.js';
import type { Position } from '../../libs/event-store/port.js';
import { deprivationGrounds } from '../../libs/identification/liberty.events.js';
import { decisionOutcomes } from '../../libs/oversight/decisions.js';
import { decidingCommands, decidingContexts } from '../../libs/oversight/decisions.projection.js';
import { severities } from '../../libs/oversight/findings.js';
import { findingGroupings } from '../../libs/oversight/findings.question.js';
import { newestRuleSet } from '../../libs/oversight/findings.rules.js';
import { findingWords } from '../../libs/oversight/findings.words.js';
import { libertyClasses } from '../../libs/oversight/liberty.classification.js';
import { populationVersions } from '../../libs/oversight/population.projection.js';
import { companies, counted, groupings, happenings, parameters, safeguards, windows, type ParameterName, type Question } from '../../libs/oversight/population.question.js';
import { profiles, settingOf } from '../../libs/profiles/profiles.js';
import { Audit, type Audited } from './audit.queries.js';
import { Caller, declareAccess } from './auth.js';
import { answerForm, entriesFrom, forms as answerForms, sendAnswer, type Answer, type Form } from './audit.forms.js';
import { AsOf, KnownAt, Paged, assertCarried, cursorFor, cursorIn, instantIn, invalidQuery, isCount, isInstant, isPosition, knownPosition, limitIn, limitMax, notThereYet, parametersOf, uuidForm } from './query.js';

const seers: readonly Role[] = ['AUDITOR', 'OMBUDSPERSON'];
/** What every question can be asked with. */
const always = ['asOf', 'knownAt', 'position', 'rules', 'zoneData', 'limit', 'cursor', 'format'] as const;
const isSeer = ({ role }: Actor): boolean => seers.includes(role);
/** Of what figures are made by. */
export const versions = { ...populationVersions, profiles: profiles.map(({ version }) => version) };

interface Parts {
  readonly queries: QueryBus;
  readonly knownTime: KnownTime;
  readonly clock: SystemClock;
}

/** A controller with a route for each question, such as `GET /audit/<path>`. Nothing is written by asking. */
export function auditController(questions: readonly Question[], { root, tag }: { root: string; tag: string } = { root: 'audit', tag: 'Audit' }): Type {
  @ApiTags(tag)
  @Controller(root)
  class AuditController implements Parts {
    constructor(@Inject(QueryBus) readonly queries: QueryBus, @Inject(KnownTime) readonly knownTime: KnownTime, @Inject(SystemClock) readonly clock: SystemClock) {}
  }
  for (const question of questions) addRoute(AuditController, question);
  return AuditController;
}

function addRoute(controller: Type<Parts>, question: Question): void {
  const handler = async function (this: Parts, actor: Actor, request: Request, response: Response): Promise<void> {
    const asked = parametersOf(request, [...always, ...question.parameters]);
    if (asked.format !== undefined && !(asked.format in answerForms)) throw invalidQuery(`format is one of ${Object.keys(answerForms).join(', ')}.`);
    const form = answerForm(request, asked.format);
    await sendAnswer(response, form, await answerTo(question, this, actor, asked, form));
  };
  const name = `ask-${question.path}`;
  const prototype = controller.prototype as object;
  Object.defineProperty(prototype, name, { value: handler, configurable: true, enumerable: false, writable: true });
  Caller()(prototype, name, 0);
  Req()(prototype, name, 1);
  Res()(prototype, name, 2);
  declareAccess(handler, { roles: question.countsOnly ? [...seers, 'ANALYST'] : seers });
  const descriptor = Object.getOwnPropertyDescriptor(prototype, name)!;
  for (const decorate of [Get(question.path), ...described(question)]) decorate(prototype, name, descriptor);
}

function described({ path, summary, answers, columns, parameters: names }: Question): readonly MethodDecorator[] {
  const query = (name: string, description: string): MethodDecorator => ApiQuery({ name, required: false, description });
  return [
    ApiOperation({ operationId: `audit-${path.replaceAll('/', '-')}`, summary, ...(answers.length > 0 && { description: `Answers what an auditor must be able to ask, no. ${answers.join(', ')}.` }) }),
    ...names.map((name) => query(name, parameters[name].description)),
    AsOf(),
    KnownAt(),
    query('position', 'Only what the log knew at this position, as an answer gave it: with the same asOf and versions the answer is the same for ever.'),
    query('rules', 'The rules that the figures must be made with, as an answer names them; others are a bad question, and the problem names those that are carried.'),
    query('zoneData', 'The version of the time-zone data that the figures must be made with; another is refused.'),
    query('format', `json, ndjson or csv; left out, by Accept. As lines and as a table an answer has all its entries, unless a limit is given. A table has its first row for ${columns.join(', ')}; what it is true of stands in the headers Audit-As-Of, Audit-Known-At, Audit-Versions, Audit-Asked, Audit-Left-Out and Audit-Next and in one for each figure, as JSON; a text that a spreadsheet would take for a formula has an apostrophe in front.`),
    Paged(),
    ApiProduces(...Object.values(answerForms)),
  ];
}

type Given = { readonly [name in (typeof always)[number] | ParameterName]?: string };

async function answerTo(question: Question, { queries, knownTime, clock }: Parts, actor: Actor, asked: Given, form: Form): Promise<Answer> {
  const { asOf, knownAt, position, rules, zoneData, limit, cursor, format: _, ...given } = asked;
  for (const name of question.parameters) assertForm(name, given[name]);
  const carried = [question.rules ?? [], ...question.olderRules ?? []].map((further) => [...versions.rules, ...further]);
  assertCarried('rules', rules, carried.map((each) => each.join()));
  assertCarried('zoneData', zoneData, [versions.zoneData]);
  const madeBy = carried.find((each) => each.join() === rules) ?? carried[0]!;
  const filters = { audit: question.path, asOf, knownAt, position, rules, ...given };
  const next = cursorIn(filters, cursor, [isInstant, (part) => part === '' || isPosition(part), isCount]);
  const instant = next ? new Date(next[0] as string) : instantIn('asOf', asOf) ?? await clock.nowOrNearly();
  const known = await knownPosition(knownTime, knownAt, position);
  const period = periodIn(question, given, instant);
  const inPages = form === 'json' || limit !== undefined;
  const size = inPages ? limitIn(limit) : limitMax;
  const offset = next ? Number(next[2]) : 0;
  const read = (from: number, upTo: Position | '' | undefined): Promise<Audited> => queries.execute(new Audit(question, {
    asOf: instant, given, rules: madeBy, ...period, page: { offset: from, limit: size }, trueCounts: isSeer(actor), smallestCountShown: smallestCountShown(given.state, instant),
  }, upTo));
  const first = await read(offset, next ? next[1] as Position : known.position);
  if (position !== undefined && first.behind) throw await notThereYet(knownTime, position as Position, first.position);
  return {
    question: question.path,
    head: {
      asOf: instant.toISOString(),
      knownAt: { instant: knownAt === undefined ? null : new Date(knownAt).toISOString(), position: first.position || null, provisional: known.provisional || first.behind },
      versions: { ...versions, rules: madeBy, readModels: question.reads.map(({ name, version }) => `${name}@${version}`) },
      asked: Object.fromEntries(question.parameters.filter((name) => given[name] !== undefined).map((name) => [name, given[name]])),
      ...first.figures,
      leftOut: isSeer(actor) ? first.leftOut : first.leftOut.length,
    },
    columns: question.columns,
    entries: entriesFrom(first, size, inPages ? undefined : (turned) => read(offset + turned, first.position as Position)),
    next: inPages && first.entries.length > size ? cursorFor(filters, [instant.toISOString(), first.position, offset + size]) : null,
  };
}

/** Ruling 3. Of no state in particular, the most that any profile asks for. */
function smallestCountShown(state: string | undefined, at: Date): number {
  return state === undefined ? Math.max(...profiles.map(({ limits }) => limits.smallestCountShown)) : settingOf(state, at).profile.limits.smallestCountShown;
}

/** CAL-17, R24: a period that is not over at asOf ends there. Without one, all that ever was until asOf. */
function periodIn({ parameters: names }: Question, { from, to }: { readonly [name: string]: string | undefined }, asOf: Date): { from: Date; to: Date } {
  const begin = names.includes('from') ? instantIn('from', from) : undefined;
  const end = names.includes('to') ? instantIn('to', to) : undefined;
  if (begin && end && begin >= end) throw invalidQuery('from is before to.');
  const until = end && end < asOf ? end : asOf;
  if (begin && begin > until) throw invalidQuery('from is no later than asOf.');
  return { from: begin ?? new Date(Math.min(0, until.getTime())), to: until };
}

const findingCodes = Object.keys(newestRuleSet.rules);
const forms: { readonly [form in (typeof parameters)[ParameterName]['form']]: readonly string[] | RegExp | 'instant' } = {
  instant: 'instant',
  class: libertyClasses,
  country: /^[A-Z]{2}$/,
  uuid: uuidForm,
  authority: orgTypes,
  ground: deprivationGrounds,
  grouping: groupings,
  counted,
  window: windows,
  happening: happenings,
  safeguard: safeguards,
  company: companies,
  deciding: decidingCommands,
  outcome: decisionOutcomes,
  context: decidingContexts,
  guarantee: factCodes,
  truth: ['true', 'false'],
  reference: referenceForm,
  rule: findingCodes,
  severity: severities,
  standing: [...findingWords, 'UNANSWERED'],
  perWhat: findingGroupings,
  whole: /^[1-9]\d{0,9}$/,
  text: /^[^\p{C}]{1,200}$/u,
};
const inWords: { readonly [form: string]: string } = {
  country: 'a country code of two capital letters (ISO 3166-1)', uuid: 'a reference that an answer gave (a UUID in small letters)', whole: 'a whole number from 1', text: 'up to 200 letters',
  reference: referenceInWords,
};

function assertForm(name: ParameterName, value: string | undefined): void {
  if (value === undefined) return;
  const { form } = parameters[name];
  const allowed = forms[form];
  if (allowed === 'instant') return void instantIn(name, value);
  if (allowed instanceof RegExp ? !allowed.test(value) : !allowed.includes(value)) {
    throw invalidQuery(allowed instanceof RegExp ? `${name} is ${inWords[form]}.` : `${name} is one of ${allowed.join(', ')}.`);
  }
}

