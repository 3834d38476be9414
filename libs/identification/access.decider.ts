import { BadForm } from '../decider/context.js';
import type { NewFact } from '../decider/event.js';
import type { RecordEducationAccess, RecordHealthAccess } from './access.commands.js';
import type { AccessEvent } from './access.events.js';

export type AccessCommand = RecordEducationAccess | RecordHealthAccess;

export function decideAccess(command: AccessCommand): readonly NewFact<AccessEvent>[] {
  if (command.barriers.length > 1 && command.barriers.includes('NONE')) throw new BadForm('barriers', 'are either none, or those named');
  switch (command.type) {
    case 'RecordEducationAccess': {
      const { access, level, mode, language, barriers, motherTongueTeaching, free, schoolRef, note } = command;
      return [{ type: 'identification.EducationAccessReported', data: { access, level, mode, language, barriers, motherTongueTeaching, free, schoolRef, note } }];
    }
    case 'RecordHealthAccess': {
      const { service, access, free, language, barriers, providerRef, note } = command;
      return [{ type: 'identification.HealthAccessReported', data: { service, access, free, language, barriers, providerRef, note } }];
    }
  }
}
