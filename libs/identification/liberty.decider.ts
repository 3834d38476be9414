import { BadForm } from '../decider/context.js';
import type { NewFact } from '../decider/event.js';
import type { Weighing } from '../decider/gate.js';
import { earliest, latest } from '../decider/times.js';
import type { RecordDeprivationEnded, RecordDeprivationSettingChanged, RecordDeprivationStarted } from './liberty.commands.js';
import type { LibertyEvent } from './liberty.events.js';
import { copyOfRegister } from './register.js';

export type LibertyCommand = RecordDeprivationStarted | RecordDeprivationSettingChanged | RecordDeprivationEnded;

/** Nothing that was reported before makes a report wrong: what contradicts it is shown as contested. */
export function decideLiberty(command: LibertyCommand, weighing: Weighing): readonly NewFact<LibertyEvent>[] {
  switch (command.type) {
    case 'RecordDeprivationStarted': {
      assertNoEndBeforeItsStart(command);
      const { stayRef, settingKind } = command;
      return [{ type: 'identification.DeprivationStarted', data: { stayRef, settingKind, ...settingIn(command, weighing) } }];
    }
    case 'RecordDeprivationSettingChanged': {
      assertNoEndBeforeItsStart(command);
      const { stayRef, settingKind } = command;
      const setting = settingIn(command, weighing);
      if ([settingKind, ...Object.values(setting)].every((value) => value === undefined)) throw new BadForm('stayRef', 'is named without what changed about the stay');
      return [{ type: 'identification.DeprivationSettingChanged', data: { stayRef, settingKind, ...setting } }];
    }
    case 'RecordDeprivationEnded': {
      const { stayRef, endReason, releasedTo, order } = command;
      return [{ type: 'identification.DeprivationEnded', data: { stayRef, endReason, releasedTo, order } }];
    }
  }
}

function settingIn(command: RecordDeprivationStarted | RecordDeprivationSettingChanged, weighing: Weighing) {
  const {
    facilityRef, unit, state, authorityLabel, custodian, groundGiven, groundCode, situation, legalProvisionCited, order, nexus, custodial,
    mayLeave, factors, medicalIndication, guarded, withAdults, withSiblings, parentRefs, escort, claimedMaximumDays, validUntil, awaiting,
    lastConfirmedAt,
  } = command;
  return {
    facilityRef, unit, state, authorityLabel, custodian, groundGiven, groundCode, situation, legalProvisionCited, order, nexus, custodial,
    mayLeave, factors, medicalIndication, guarded, withAdults, withSiblings, parentRefs, escort, claimedMaximumDays, validUntil, awaiting,
    lastConfirmedAt, register: copyOfRegister(facilityRef, weighing),
  };
}

/** Within one body there is nobody to contradict: such dates are a slip of the pen. */
function assertNoEndBeforeItsStart({ type, occurredAt, lastConfirmedAt, validUntil, medicalIndication }: RecordDeprivationStarted | RecordDeprivationSettingChanged): void {
  const begins = earliest(occurredAt.at);
  // What had run out before the setting changed is told with the change; before a stay began there was nothing to allow or confirm.
  for (const [field, date] of type === 'RecordDeprivationStarted' ? Object.entries({ lastConfirmedAt, validUntil }) : []) {
    if (date && latest(date) < begins) throw new BadForm(field, 'lies before the stay began');
  }
  const { from, until } = medicalIndication ?? {};
  if (from && until && latest(until) < earliest(from)) throw new BadForm('medicalIndication', 'ends before it begins');
}
