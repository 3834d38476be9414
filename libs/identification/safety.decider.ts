import { isCivil } from '../decider/actor.js';
import { BadForm, NotApplicable, NotCompetent, type Notes } from '../decider/context.js';
import type { Fact, NewFact } from '../decider/event.js';
import type { Weighing } from '../decider/gate.js';
import { isSame } from '../decider/same.js';
import type { DeathReported } from './finding.events.js';
import type { AttestDeathInquiryOpened, RecordFamilyToldOfDeath, RecordSelfHarmResponse, ReportSelfHarmRisk } from './safety.commands.js';
import type { DeathInquiryOpened, SafetyEvent } from './safety.events.js';

export type SafetyCommand = ReportSelfHarmRisk | RecordSelfHarmResponse | RecordFamilyToldOfDeath | AttestDeathInquiryOpened;

export interface Safety {
  /** Reports of a death that nobody has refuted. */
  readonly deaths: readonly Fact<typeof DeathReported>[];
  /** Inquiries into them. */
  readonly inquiries: readonly Fact<typeof DeathInquiryOpened>[];
}

export const noSafety: Safety = { deaths: [], inquiries: [] };

export function evolveSafety(state: Safety, fact: Fact<SafetyEvent>): Safety {
  return fact.type === 'identification.DeathInquiryOpened' ? { ...state, inquiries: [...state.inquiries, fact] } : state;
}

export const notesOfSafety: Notes<Safety> = {
  'identification.DeathReported': (state, fact) => ({ ...state, deaths: [...state.deaths, fact as Fact<typeof DeathReported>] }),
  'identification.DeathReportRefuted': () => noSafety,
};

export function decideSafety(command: SafetyCommand, { deaths, inquiries }: Safety, { actor }: Weighing): readonly NewFact<SafetyEvent>[] {
  switch (command.type) {
    case 'ReportSelfHarmRisk': {
      const { signs, imminent, statement } = command;
      return [{ type: 'identification.SelfHarmRiskReported', data: { signs, imminent, statement } }];
    }
    case 'RecordSelfHarmResponse': {
      const { riskRef, measures, statement } = command;
      return [{ type: 'identification.SelfHarmRiskAnswered', data: { riskRef, measures, statement } }];
    }
    case 'RecordFamilyToldOfDeath': {
      const { told, channel, circumstancesTold, statement } = command;
      return [{ type: 'identification.FamilyToldOfDeath', data: { told, channel, circumstancesTold, statement } }];
    }
    case 'AttestDeathInquiryOpened': {
      const { inquiryBody, documentRef } = command;
      // Those who held the child, or enforce the law, neither inquire into its death nor say who does.
      if (!isCivil(inquiryBody.orgType)) throw new NotCompetent();
      if (inquiryBody.orgRef === undefined) throw new BadForm('inquiryBody', 'names the body that inquires');
      const custodians = deaths.map(({ data }) => data.custodian?.orgRef);
      if (custodians.includes(inquiryBody.orgRef) || custodians.includes(actor.orgRef)) throw new NotCompetent();
      if (deaths.length === 0) throw new NotApplicable('no report of a death of this child is open');
      const data = { inquiryBody, documentRef };
      return inquiries.some((inquiry) => isSame(inquiry.data, data)) ? [] : [{ type: 'identification.DeathInquiryOpened', data }];
    }
  }
}
