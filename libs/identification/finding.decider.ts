import type { OrgType } from '../decider/actor.js';
import { BadForm, NotApplicable, NotCompetent } from '../decider/context.js';
import type { NewFact } from '../decider/event.js';
import type { Weighing } from '../decider/gate.js';
import type { AttestDeathReportUnfounded, RecordConsulateContact, RecordDeath, RecordDocumentedAsAbandoned, RegisterChildFound } from './finding.commands.js';
import type { FindingEvent } from './finding.events.js';
import type { Finding } from './finding.state.js';
import { majorityIn } from './majority.js';

export type FindingCommand = RegisterChildFound | RecordDeath | AttestDeathReportUnfounded | RecordDocumentedAsAbandoned | RecordConsulateContact;

/** Bodies whose word about a child's life counts against a report. */
const answeringBodies: readonly OrgType[] = ['CHILD_PROTECTION', 'GUARDIANSHIP', 'COURT', 'OMBUDSPERSON'];

export function decideFinding(command: FindingCommand, state: Finding, { now, actor }: Weighing): readonly NewFact<FindingEvent>[] {
  switch (command.type) {
    case 'RegisterChildFound': {
      if (state.registeredBy) return [];
      const {
        channel, foundBy, foundIn, reportedAt, accompaniment, sex, ageStatus = 'PRESUMED', claimedAgeYears, estimatedAgeYearsMin, estimatedAgeYearsMax,
        languages = [], nationalityClaims = [], statelessnessClaimed, dateOfBirth, name, description, foundAt,
      } = command;
      if (estimatedAgeYearsMin !== undefined && estimatedAgeYearsMax !== undefined && estimatedAgeYearsMin > estimatedAgeYearsMax) {
        throw new BadForm('estimatedAgeYearsMin', 'is more than estimatedAgeYearsMax');
      }
      const majorityOn = majorityIn(command, now);
      if (ageStatus === 'DOCUMENTED' && !majorityOn) throw new BadForm('ageStatus', 'is documented by a date of birth, or by the majority that follows from it');
      return [{
        type: 'identification.ChildFound',
        data: {
          channel, foundBy, foundIn, reportedAt, accompaniment, sex, ageStatus, claimedAgeYears, estimatedAgeYearsMin, estimatedAgeYearsMax, majorityOn,
          languages, nationalityClaims, statelessnessClaimed, dateOfBirth, name, description, foundAt,
        },
      }];
    }
    case 'RecordDeath': {
      const { diedIn, facilityRef, heldOrCaredFor, custodian, causeClaimed, contestedBy = [], examination, place, circumstances } = command;
      return [{
        type: 'identification.DeathReported',
        data: { diedIn, facilityRef, heldOrCaredFor, custodian, causeClaimed, contestedBy, examination, place, circumstances },
      }];
    }
    case 'AttestDeathReportUnfounded': {
      if (!answeringBodies.includes(actor.orgType)) throw new NotCompetent();
      if (state.deaths.length === 0) throw new NotApplicable('no report of a death of this child is open');
      const { shownBy, documentRef, statement } = command;
      return [{ type: 'identification.DeathReportRefuted', data: { shownBy, documentRef, statement } }];
    }
    case 'RecordDocumentedAsAbandoned': {
      const { authorityLabel, authority, parentsKnown, circumstances } = command;
      return [{ type: 'identification.DocumentedAsAbandoned', data: { authorityLabel, authority, parentsKnown, circumstances } }];
    }
    case 'RecordConsulateContact':
      return [{ type: 'identification.ConsulateContacted', data: { state: command.state, safetyAssessed: command.safetyAssessed, outcome: command.outcome } }];
  }
}
