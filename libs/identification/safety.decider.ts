import { isCivil } from '../decider/actor.js';
import { BadForm, NotApplicable, NotCompetent, type Notes } from '../decider/context.js';
import type { Fact, NewFact } from '../decider/event.js';
import type { Occasion } from '../decider/gate.js';
import { isSame } from '../decider/same.js';
import { assertNotBefore } from '../decider/tense.js';
import type { DeathReported } from './finding.events.js';
import type { AttestDeathInquiryConcluded, AttestDeathInquiryOpened, RecordFamilyToldOfDeath, RecordSelfHarmResponse, ReportSelfHarmRisk } from './safety.commands.js';
import type { DeathInquiryConcluded, DeathInquiryOpened, SafetyEvent } from './safety.events.js';

export type SafetyCommand = ReportSelfHarmRisk | RecordSelfHarmResponse | RecordFamilyToldOfDeath | AttestDeathInquiryOpened | AttestDeathInquiryConcluded;

export interface Safety {
  /** Reports of a death that nobody has refuted. */
  readonly deaths: readonly Fact<typeof DeathReported>[];
  /** Inquiries into them. */
  readonly inquiries: readonly Fact<typeof DeathInquiryOpened>[];
  /** How they ended. */
  readonly conclusions: readonly Fact<typeof DeathInquiryConcluded>[];
}

export const noSafety: Safety = { deaths: [], inquiries: [], conclusions: [] };

export function evolveSafety(state: Safety, fact: Fact<SafetyEvent>): Safety {
  switch (fact.type) {
    case 'identification.DeathInquiryOpened':
      return { ...state, inquiries: [...state.inquiries, fact] };
    case 'identification.DeathInquiryConcluded':
      return { ...state, conclusions: [...state.conclusions, fact] };
    case 'identification.SelfHarmRiskReported':
    case 'identification.SelfHarmRiskAnswered':
    case 'identification.FamilyToldOfDeath':
      // Nothing here rests on them; the duties read them.
      return state;
  }
}

export const notesOfSafety: Notes<Safety> = {
  'identification.DeathReported': (state, fact) => ({ ...state, deaths: [...state.deaths, fact as Fact<typeof DeathReported>] }),
  'identification.DeathReportRefuted': () => noSafety,
};

export function decideSafety(command: SafetyCommand, { deaths, inquiries, conclusions }: Safety, occasion: Occasion): readonly NewFact<SafetyEvent>[] {
  const { actor } = occasion;
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
      if (isCustodian(inquiryBody.orgRef, deaths) || isCustodian(actor.orgRef, deaths)) throw new NotCompetent();
      if (deaths.length === 0) throw new NotApplicable('no report of a death of this child is open');
      const data = { inquiryBody, documentRef };
      return inquiries.some((inquiry) => isSame(inquiry.data, data)) ? [] : [{ type: 'identification.DeathInquiryOpened', data }];
    }
    case 'AttestDeathInquiryConcluded': {
      const { inquiryRef, result, causeFound, documentRef, findings } = command;
      const inquiry = inquiries.find(({ id }) => id === inquiryRef);
      if (!inquiry) throw new NotApplicable('no inquiry of that event into a death of this child is open');
      assertNotBefore(new Date(inquiry.meta.occurredAt.from), occasion, 'the inquiry was opened');
      // Who held the child may be told only after the inquiry was opened.
      if (isCustodian(inquiry.data.inquiryBody.orgRef, deaths) || isCustodian(actor.orgRef, deaths)) throw new NotCompetent();
      const data = { inquiryRef, result, causeFound, documentRef, findings };
      return conclusions.some((conclusion) => isSame(conclusion.data, data)) ? [] : [{ type: 'identification.DeathInquiryConcluded', data }];
    }
  }
}

function isCustodian(orgRef: string | undefined, deaths: Safety['deaths']): boolean {
  return orgRef !== undefined && deaths.some(({ data }) => data.custodian?.orgRef === orgRef);
}
