import { servicePurposes, type Purpose } from '../decider/actor.js';
import { code, country, day, ifNamed, pseudonymOf, shared } from '../decider/shared.js';
import { EducationAccessReported, HealthAccessReported } from './access.events.js';
import { EmergencyCareStarted, PlacementDecided } from './care.events.js';
import { CareGapClosed, CareGapOpened } from './carers.events.js';
import { DeathReported, DeathReportRefuted, ChildFound } from './finding.events.js';
import { Reunited, SeparationStarted } from './family.events.js';
import { AccompanimentAttested, IdentityAttested } from './identity.events.js';
import { ReferralAccepted, ReferralMade, ReferralRefused } from './intake.events.js';
import { DeprivationEnded, DeprivationStarted } from './liberty.events.js';
import { IdentityMerged, IdentitySplit, MergeLapsed } from './links.events.js';
import { MeasureEnded, MeasureImposed, MeasureReviewed } from './measure.events.js';
import { OpenSettingLost } from './places.events.js';
import { LibertyCertified } from './release.events.js';

/** Those who look after a child. Where it is and how it is held is no business of those who work at its return. */
const protecting: readonly Purpose[] = ['PROTECTION', 'GUARDIANSHIP', 'BEST_INTERESTS', 'LEGAL_REMEDY'];
const counting: readonly Purpose[] = [...protecting, 'STATISTICS'];
const everybody: readonly Purpose[] = [...counting, 'RETURN_CASEWORK', 'REINTEGRATION'];
const place = ifNamed(pseudonymOf('place'));
const event = pseudonymOf('event');
/** Two pseudonyms that a service may know are of one child, or not: whoever knows the record that is named hears it, and again whenever that record went on. */
const otherRecord = { from: pseudonymOf('child') };

/** What other services are told of who the child is and where it is: that it happened, by codes, and no word of anybody. */
export const identificationShared = [
  shared(ChildFound, 1, counting, { foundIn: country, accompaniment: code, channel: ifNamed(code), sex: ifNamed(code) }),
  shared(AccompanimentAttested, 1, counting, { accompaniment: code }),
  shared(IdentityAttested, 1, protecting),
  shared(ReferralMade, 1, counting, { purpose: ifNamed(code), urgency: code }),
  shared(ReferralAccepted, 1, counting, { referralRef: event }),
  shared(ReferralRefused, 1, counting, { referralRef: event, reason: ifNamed(code) }),
  shared(EmergencyCareStarted, 1, protecting, { facilityRef: place, reviewBy: day }),
  shared(PlacementDecided, 1, protecting, { settingKind: code, facilityRef: place, from: day }),
  shared(OpenSettingLost, 1, protecting, { facilityRef: place, care: event }),
  shared(CareGapOpened, 1, protecting, { because: ifNamed(code) }),
  shared(CareGapClosed, 1, protecting, { because: ifNamed(code) }),
  shared(SeparationStarted, 1, protecting, { separationRef: event }),
  shared(Reunited, 1, protecting, { separationRef: event }),
  shared(DeprivationStarted, 1, counting, { stayRef: event, settingKind: code, state: country, groundCode: ifNamed(code), facilityRef: place }),
  shared(DeprivationEnded, 1, counting, { stayRef: event, endReason: code, releasedTo: ifNamed(code) }),
  shared(LibertyCertified, 1, counting),
  shared(MeasureImposed, 1, protecting, { restrictions: ifNamed(code), reviewBy: day }),
  shared(MeasureReviewed, 1, protecting, { measure: event, result: code, reviewBy: day }),
  shared(MeasureEnded, 1, protecting, { measure: event }),
  shared(EducationAccessReported, 1, [...counting, 'REINTEGRATION'], { access: code, level: code, mode: code, barriers: ifNamed(code) }),
  shared(HealthAccessReported, 1, [...counting, 'REINTEGRATION'], { access: code, barriers: ifNamed(code) }),
  shared(DeathReported, 1, everybody, { diedIn: country }),
  shared(DeathReportRefuted, 1, everybody),
  shared(IdentityMerged, 1, servicePurposes, otherRecord, { about: { record: 'from' } }),
  shared(IdentitySplit, 1, servicePurposes, otherRecord, { about: { record: 'from' } }),
  shared(MergeLapsed, 1, servicePurposes, { survivorRef: pseudonymOf('child') }, { about: { subject: true } }),
];
