import { describe, it } from '@jest/globals';
import { BadForm } from '../decider/context.js';
import { scenario } from '../decider/decider.scenario.js';
import { AssessLibertyClassification, RecordCondition, RecordCustodyVisit, RecordIncident, RecordLeaveRestriction } from './custody.commands.js';
import { identification } from './identification.context.js';
import { reports, told } from './reports.scenario.js';

const { given } = scenario(identification);

describe('RecordLeaveRestriction', () => {
  const restriction = { ...told, ...reports.RecordLeaveRestriction };

  it('happens, of a stay that was reported or of none', () => {
    given().when(RecordLeaveRestriction, restriction).then({ type: 'identification.LeaveRestricted', data: reports.RecordLeaveRestriction });
    given().when(RecordLeaveRestriction, { ...told, restrictions: ['WHOLE_PLACE_CLOSED'], mayLeave: 'UNKNOWN' }).then({ type: 'identification.LeaveRestricted' });
  });
  it('is bad form when it restricts nothing, or ends before it begins', () => {
    given().when(RecordLeaveRestriction, { ...restriction, mayLeave: 'YES' }).thenThrows(BadForm);
    given().when(RecordLeaveRestriction, { ...restriction, until: '2026-02-01' }).thenThrows(BadForm);
  });
});

describe.each([
  ['RecordCondition', RecordCondition, 'identification.ConditionReported'],
  ['RecordIncident', RecordIncident, 'identification.IncidentReported'],
  ['RecordCustodyVisit', RecordCustodyVisit, 'identification.CustodyVisitReported'],
] as const)('%s', (name, command, type) => {
  it('happens, and again when somebody else tells the same: it is another witness', () => {
    const event = { type, data: reports[name] };
    given().when(command, { ...told, ...reports[name] }).then(event);
    given(event).when(command, { ...told, ...reports[name] }).then(event);
  });
});

describe('AssessLibertyClassification', () => {
  const assessment = { ...told, ...reports.AssessLibertyClassification };
  const assessed = { type: 'identification.LibertyAssessed', data: reports.AssessLibertyClassification };

  it('happens beside one that says otherwise', () =>
    given(assessed).when(AssessLibertyClassification, { ...assessment, assessor: 'AUTHORITY', mayLeave: 'YES' })
      .then({ type: 'identification.LibertyAssessed', data: { assessor: 'AUTHORITY', mayLeave: 'YES' } }));
  it('keeps which kind of body recorded it, whomever it names as the assessor', () =>
    given().when(AssessLibertyClassification, assessment, { by: { orgType: 'CUSTODIAL' } })
      .then({ type: 'identification.LibertyAssessed', data: { assessor: 'INDEPENDENT_MONITOR', recordedByType: 'CUSTODIAL' } }));
});
