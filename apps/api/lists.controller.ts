import { applyDecorators, Controller, Get, Inject, Req } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import type { ObjectLiteral } from 'typeorm';
import { SystemClock } from '../../libs/case-file/clock.js';
import { registry } from '../../libs/case-file/contexts.js';
import { dutyStates } from '../../libs/case-file/duties.js';
import { roles, type Role } from '../../libs/decider/actor.js';
import { isCorridor } from '../../libs/decider/corridor.js';
import { CaseloadEntry } from '../../libs/oversight/caseload.entity.js';
import { caseload } from '../../libs/oversight/caseload.projection.js';
import { Suspension } from '../../libs/oversight/corridors.entity.js';
import { corridors } from '../../libs/oversight/corridors.projection.js';
import { DutyEntry, dutyAtStep, dutyInState, escalationOfRow, escalationSteps, redFrom, stateOfRow } from '../../libs/oversight/duties.entity.js';
import { duties } from '../../libs/oversight/duties.projection.js';
import { Guardian } from '../../libs/oversight/guardians.entity.js';
import { guardians } from '../../libs/oversight/guardians.projection.js';
import { libertyClasses } from '../../libs/oversight/liberty.classification.js';
import { Whereabouts } from '../../libs/oversight/whereabouts.entity.js';
import { whereabouts } from '../../libs/oversight/whereabouts.projection.js';
import { profiles } from '../../libs/profiles/profiles.js';
import { zoneDataVersion } from '../../libs/zones/zones.js';
import { Access } from './auth.js';
import { ListOf, type ListParts } from './lists.queries.js';
import { Paged, codeIn, countryIn, cursorFor, cursorIn, instantIn, invalidQuery, isCount, isInstant, isUuid, limitIn, parametersOf, positionIn, referenceIn, uuidIn } from './query.js';

/** Who may read lists over all children. */
export const readersOfLists: readonly Role[] = ['CASE_WORKER', 'APPOINTING_AUTHORITY', 'AUDITOR', 'OMBUDSPERSON'];
const paging = ['limit', 'cursor', 'minPosition'] as const;
/** What the times of duties are counted by. */
export const dutyVersions = { zoneData: zoneDataVersion, profiles: profiles.map(({ version }) => version), readModels: [`${duties.name}@${duties.version}`] };

/** How a list describes itself. */
function List(summary: string, filters: { readonly [name: string]: string }): MethodDecorator {
  return applyDecorators(
    Access({ roles: readersOfLists }),
    ApiOperation({ summary }),
    ...Object.entries(filters).map(([name, description]) => ApiQuery({ name, required: false, description })),
    Paged(),
    ApiQuery({ name: 'minPosition', required: false, description: 'A position that the answer must include, as commands give it; waited for briefly.' }),
  );
}

/** Lists over the read models: codes, times and references. Each answer says what position it is true at, and which children are left out of it. */
@ApiTags('Read models')
@Controller()
export class ListsController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus, @Inject(SystemClock) private readonly clock: SystemClock) {}

  @Get('caseload')
  @List('The children that a record exists of.', {
    jurisdiction: 'State whose law applies.', status: 'OPEN or DEATH_REPORTED.', representedAt: 'Only those whom somebody represents at this instant.', unrepresentedAt: 'Only those whom nobody represents at this instant.',
  })
  caseload(@Req() request: Request) {
    const { jurisdiction, status, representedAt, unrepresentedAt, ...page } = parametersOf(request, ['jurisdiction', 'status', 'representedAt', 'unrepresentedAt', ...paging]);
    const represented = 'coalesce(row.representedFrom <= :at and (row.representedUntil is null or row.representedUntil > :at), false)';
    const at = instantIn('representedAt', representedAt);
    const notAt = instantIn('unrepresentedAt', unrepresentedAt);
    if (at && notAt) throw invalidQuery('representedAt and unrepresentedAt exclude each other.');
    return this.page({
      projection: caseload, entity: CaseloadEntry, key: ['child'], keyForm: [isUuid],
      equals: { jurisdiction: countryIn('jurisdiction', jurisdiction), status: codeIn('status', status, ['OPEN', 'DEATH_REPORTED']) },
      conditions: [...(at ? [{ sql: represented, values: { at } }] : []), ...(notAt ? [{ sql: `not ${represented}`, values: { at: notAt } }] : [])],
    }, { jurisdiction, status, representedAt, unrepresentedAt }, page);
  }

  @Get('whereabouts')
  @List('Where the children are and were: every stay, with the class of liberty that the answers give, whatever the place is called.', {
    class: `One of ${libertyClasses.join(', ')}.`, state: 'State in which the place lies.', facilityRef: 'Id of the place.', at: 'Only stays that may have lasted at this instant.',
  })
  whereabouts(@Req() request: Request) {
    const { class: libertyClass, state, facilityRef, at, ...page } = parametersOf(request, ['class', 'state', 'facilityRef', 'at', ...paging]);
    const instant = instantIn('at', at);
    return this.page({
      projection: whereabouts, entity: Whereabouts, key: ['child', 'n'], keyForm: [isUuid, isCount],
      equals: { class: codeIn('class', libertyClass, libertyClasses) as never, state: countryIn('state', state), facilityRef: uuidIn('facilityRef', facilityRef) },
      conditions: instant ? [{ sql: 'row.startsEarliest <= :at and (row.endsLatest is null or row.endsLatest > :at)', values: { at: instant } }] : [],
    }, { libertyClass, state, facilityRef, at }, page);
  }

  @Get('guardians')
  @List('Every mandate to represent a child, and what became of it.', {
    guardianRef: 'Reference of the guardian.', activeAt: 'Only mandates under which the guardian may act at this instant.',
  })
  guardians(@Req() request: Request) {
    const { guardianRef, activeAt, ...page } = parametersOf(request, ['guardianRef', 'activeAt', ...paging]);
    const at = instantIn('activeAt', activeAt);
    return this.page({
      projection: guardians, entity: Guardian, key: ['child', 'appointment'], keyForm: [isUuid, isUuid],
      equals: { guardianRef: referenceIn('guardianRef', guardianRef) },
      conditions: at ? [{
        sql: 'row.accepted and row.clear and not row.suspended and not row.removed and not row.annulled and row.conflict is null and (row.succeededFrom is null or row.succeededFrom > :at) and row.from <= :at and (row.until is null or row.until > :at)', values: { at },
      }] : [],
    }, { guardianRef, activeAt }, page);
  }

  @Get('corridors')
  @List('What is and was suspended between two states, whoever declared it.', {
    fromState: 'State that children leave.', toState: 'State that they travel to.', open: 'true for what stops transfers, false for what is over.',
    reviewBefore: 'Only suspensions that were to be looked at again before this instant.',
  })
  corridors(@Req() request: Request) {
    const { fromState, toState, open, reviewBefore, ...page } = parametersOf(request, ['fromState', 'toState', 'open', 'reviewBefore', ...paging]);
    const isOpen = codeIn('open', open, ['true', 'false']);
    const before = instantIn('reviewBefore', reviewBefore);
    return this.page({
      projection: corridors, entity: Suspension, key: ['corridor', 'declaration'], keyForm: [(part) => typeof part === 'string' && isCorridor(part), isUuid],
      equals: { fromState: countryIn('fromState', fromState), toState: countryIn('toState', toState) },
      conditions: [
        ...(isOpen ? [{ sql: `(row.endedBy is null) = :isOpen`, values: { isOpen: isOpen === 'true' } }] : []),
        ...(before ? [{ sql: 'row.reviewBy < :before', values: { before } }] : []),
      ],
    }, { fromState, toState, open, reviewBefore }, page);
  }

  @Get('duties')
  @List('What is owed to the children, and between two states, within a time, and what became of it: open, met, met late, overdue, paused or ended.', {
    state: `One of ${dutyStates.join(', ')}, at the instant asked about.`, code: 'Which duty, such as REPRESENTATIVE.', holder: 'Role that has to see to it.',
    organisation: 'Reference of the body of that role that last decided or certified something, or registered the child.', jurisdiction: 'State by whose law the time is counted.',
    escalation: 'ALARM for what is overdue, RED for what has been so for a day or longer.', contested: 'true for what one reading of the record asks for and another does not.', child: 'Reference of the child.', dueBefore: 'Only duties due before this instant.', at: 'The instant that is asked about. Left out: now.',
  })
  async duties(@Req() request: Request) {
    const { state, code, holder, organisation, jurisdiction, escalation, contested, child, dueBefore, at, ...page } = parametersOf(request, ['state', 'code', 'holder', 'organisation', 'jurisdiction', 'escalation', 'contested', 'child', 'dueBefore', 'at', ...paging]);
    const step = codeIn('escalation', escalation, escalationSteps);
    const doubted = codeIn('contested', contested, ['true', 'false']);
    const wanted = codeIn('state', state, dutyStates);
    const before = instantIn('dueBefore', dueBefore);
    const keyForm = [(part: unknown) => isUuid(part) || (typeof part === 'string' && isCorridor(part)), isUuid];
    const filters = { state, code, holder, organisation, jurisdiction, escalation, contested, child, dueBefore, at };
    // Every page is about the instant of the first.
    const next = cursorIn({ list: duties.name, ...filters }, page.cursor, [isInstant, ...keyForm]);
    const instant = next ? new Date(next[0] as string) : instantIn('at', at) ?? await this.clock.nowOrNearly();
    const answer = await this.page({
      projection: duties, entity: DutyEntry, key: ['child', 'duty'], keyForm, at: instant,
      equals: {
        code: codeIn('code', code, registry.duties.map((duty) => duty.code)), holder: codeIn('holder', holder, roles),
        organisation: referenceIn('organisation', organisation), jurisdiction: countryIn('jurisdiction', jurisdiction), child: uuidIn('child', child),
      },
      conditions: [
        ...(step ? [{ sql: dutyAtStep[step], values: { at: instant, redFrom: redFrom(instant) } }] : []),
        ...(doubted ? [{ sql: 'row.contested = :doubted', values: { doubted: doubted === 'true' } }] : []),
        ...(wanted ? [{ sql: dutyInState[wanted], values: { at: instant } }] : []),
        ...(before ? [{ sql: 'row.dueAt < :before', values: { before } }] : []),
      ],
    }, filters, page);
    return { at: instant, versions: dutyVersions, ...answer, entries: answer.entries.map((entry) => ({ ...entry, state: stateOfRow(entry, instant), escalation: escalationOfRow(entry, instant) })) };
  }

  private async page<Row extends ObjectLiteral>(
    { keyForm, at, ...list }: Omit<ListParts<Row>, 'after' | 'limit' | 'minPosition'> & { keyForm: readonly ((part: unknown) => boolean)[]; at?: Date }, filters: object, { limit, cursor, minPosition }: { limit?: string; cursor?: string; minPosition?: string },
  ) {
    const size = limitIn(limit);
    const query = { list: list.projection.name, ...filters };
    const held = at ? [at.toISOString()] : [];
    const { result, position, parked } = await this.queries.execute(new ListOf<Row>({
      ...list, after: cursorIn(query, cursor, [...held.map(() => isInstant), ...keyForm])?.slice(held.length), limit: size + 1, minPosition: positionIn('minPosition', minPosition),
    }));
    const entries = result.slice(0, size);
    const last = entries.at(-1);
    return {
      position: position ?? null, parked, entries,
      next: result.length > size && last ? cursorFor(query, [...held, ...list.key.map((property) => last[property] as string | number)]) : null,
    };
  }
}
