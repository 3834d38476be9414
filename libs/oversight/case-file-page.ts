import type { Basis } from '../decider/event.js';
import { zonesOf } from '../zones/zones.js';
import type { CaseFileExport } from './case-file-export.js';
import type { DecisionEntry, HistoryEntry } from './replay.js';

/** A case file as one page that needs nothing else: no script, no picture, no address. It is made to be printed on A4. */

const style = `
@page { size: A4; margin: 16mm 14mm 18mm; @bottom-right { content: counter(page) " / " counter(pages); font: 8pt sans-serif; } }
:root { color-scheme: light; }
body { font: 10pt/1.4 "Noto Sans", "DejaVu Sans", sans-serif; color: #111; background: #fff; max-width: 182mm; margin: 0 auto; padding: 8mm; }
h1 { font-size: 17pt; margin: 0 0 4mm; } h2 { font-size: 13pt; margin: 8mm 0 2mm; border-bottom: 0.3mm solid #111; } h3 { font-size: 10.5pt; margin: 4mm 0 1mm; }
h1, h2, h3 { break-after: avoid; }
dl { display: grid; grid-template-columns: 45mm 1fr; gap: 0.5mm 3mm; margin: 0; } dt { color: #444; } dd { margin: 0; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; font-size: 9pt; } th, td { text-align: start; vertical-align: top; padding: 1mm 2mm 1mm 0; border-bottom: 0.1mm solid #999; overflow-wrap: anywhere; }
thead { display: table-header-group; } tr, article { break-inside: avoid; }
.refused { border-inline-start: 1mm solid #111; padding-inline-start: 3mm; } .withheld { font-style: italic; }
@media print { body { padding: 0; max-width: none; } h2 { break-before: auto; } }
`;

export async function* caseFileAsPage({ head, situation, duties, findings, decisions, timeline }: CaseFileExport): AsyncGenerator<string> {
  const { childId, asOf, position, revision, versions, opened } = head;
  yield `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Case file ${text(childId)}</title><meta name="viewport" content="width=device-width"><style>${style}</style></head>
<body><header><h1>Case file</h1>${list({
    'Child': childId, 'As of': asOf.toISOString(), 'Known up to': `revision ${revision}, position ${position ?? 'none'}`, 'Rules of findings': versions.ruleSet, 'Rules of liberty': versions.liberty.join(', '),
    'Time-zone data': versions.zoneData, 'Profiles': versions.profiles.join(', '), 'Gates': versions.gates.join(', ') || 'none', 'Classes of data opened': opened.join(', '),
  })}</header><main>`;
  const { DEPRIVED } = situation.liberty.figures;
  yield section('Situation', list({
    'Registered': yesNo(situation.registered), 'Represented by': situation.representatives.join(', ') || 'nobody', 'In care': situation.care ? `${situation.care.facilityRef} since ${situation.care.since}` : 'no placement in force',
    'Accompaniment': situation.accompaniment ?? 'not attested', 'Of age on': situation.majorityOn ?? 'not known', 'Death reported': yesNo(situation.died),
    'Deprived of liberty': DEPRIVED ? `${DEPRIVED.hours.atLeast} to ${DEPRIVED.hours.atMost ?? 'unbounded'} hours in ${situation.liberty.episodes.length} episodes${situation.liberty.episodes.some(({ open }) => open) ? ', and now' : ''}` : 'no time',
    'Contested': situation.contested.map(({ code }) => code).join(', ') || 'nothing',
  }));
  yield section('Findings', table(['rule', 'since', 'until', 'severity', 'what is promised', 'oversight'], findings.findings.map(({ rule, ruleVersion, since, until, severity, promise, basis, standing }) =>
    [`${rule}@${ruleVersion}`, since.earliest ?? 'not known', until ? until.earliest ?? 'not known' : 'lasts', severity, `${promise} (${basis})`, standing ?? 'no word']), 'Nothing is found.'));
  yield section('What is owed', table(['duty', 'state', 'due', 'by', 'profile'], duties.duties.map(({ code, state, due, holder, profileVersion, contested }) => [code, contested ? `${state}, contested` : state, due, holder, profileVersion]), 'Nothing is owed.'));
  yield section('Decisions and refused attempts', decisions.map(decisionArticle).join('') || '<p>None.</p>');
  yield '<section><h2>Timeline</h2><table><thead><tr><th scope="col">revision</th><th scope="col">it was so</th><th scope="col">we knew</th><th scope="col">what</th></tr></thead><tbody>';
  for await (const entry of timeline) yield row(entry);
  yield '</tbody></table></section></main></body></html>\n';
}

function decisionArticle(decision: DecisionEntry): string {
  const { command, outcome, decidedAt, recordedAt, decidedBy, purpose, jurisdiction, profileVersion, eventId, doubts, restsOnCorrected } = decision;
  const missing = outcome === 'accepted' ? [] : decision.missing;
  return `<article class="${outcome}"><h3>${text(command)}: ${outcome}</h3>${list({
    'Decided': decidedAt, 'Recorded': recordedAt.toISOString(), 'By': [decidedBy.role, decidedBy.orgType, decidedBy.orgRef, decidedBy.actorRef].filter(Boolean).join(', '), 'For': decidedBy.onBehalfOf ?? 'the child', 'Purpose': purpose,
    'By the law of': `${jurisdiction} (${profileVersion})`, 'Event': eventId,
    ...(outcome === 'accepted' && { 'Known then': basisInWords(decision.basis) }),
    ...(outcome === 'accepted' && decision.evidenceNotFound.length > 0 && { 'Not in the record': decision.evidenceNotFound.map(({ code, evidence }) => `${code} by ${evidence}`).join('; ') }),
    ...(outcome === 'refused' && { 'Weighed': `${decision.gate}@${decision.gateVersion} at revision ${decision.weighedAt}` }),
    ...(missing.length > 0 && { 'Missing': missing.map(({ code, promise, basis }) => `${code}: ${promise} (${basis})`).join(' \u00b7 ') }),
    ...(doubts.length > 0 && { 'Said since': `${doubts.map(({ code, evidence, how, by }) => `${code ?? 'the decision itself'} by ${evidence}: ${how.toLowerCase()} by ${by}`).join('; ')}${restsOnCorrected ? '. It rests on what reads otherwise now' : ''}` }),
  })}</article>`;
}

function basisInWords({ gate, gateVersion, profileVersion, instruments = [], revision, facts }: Basis): string {
  const proofs = facts.map(({ code, evidence, foreign = [] }) => `${code} by ${[...evidence, ...foreign.map(({ stream, revision: at }) => `${stream} #${at}`)].join(', ') || 'the decision itself'}`);
  return `${gate}@${gateVersion} (${[profileVersion, ...instruments].join(', ')}) at revision ${revision}: ${proofs.join('; ')}`;
}

function row({ record, revision, id, type, version, storedVersion, occurredAt: { from, to, precision, zone, zoneData }, recordedAt, recordedBy, command, kind, data, position, supersedes, contestedBy }: HistoryEntry): string {
  const zones = zonesOf(zoneData);
  const local = (instant: string) => `${new Date(Date.parse(instant) + zones.offsetAt(Date.parse(instant), zone)).toISOString().slice(0, 16).replace('T', ' ')}`;
  const by = [recordedBy.role, recordedBy.orgType, recordedBy.orgRef, recordedBy.actorRef].filter(Boolean).join(', ');
  const notes = { ...(record !== undefined && { 'Merged record': record }), Event: `${id}, position ${position}`, ...(supersedes !== undefined && { Concerns: supersedes }), ...(contestedBy.length > 0 && { 'Contested by': contestedBy.join(', ') }) };
  return `<tr><td>${revision}</td><td>${text(local(from))}${to === undefined ? '' : ` to ${text(local(to))}`} ${text(zone)} (${text(precision)})</td><td><time datetime="${recordedAt.toISOString()}">${recordedAt.toISOString()}</time></td>`
    + `<td><strong>${text(type)}</strong> v${version}${storedVersion === undefined ? '' : ` (stored as v${storedVersion})`}, ${text(command)} [${text(kind)}], by ${text(by)}${dataList(data)}${list(notes)}</td></tr>\n`;
}

/** What was said stands as it was said: its language is not known here, and its direction follows from its letters. */
function dataList(data: object): string {
  const items = Object.entries(data).map(([name, value]) => `<dt>${text(name)}</dt><dd>${valueIn(value)}</dd>`);
  return items.length > 0 ? `<dl>${items.join('')}</dl>` : '';
}

function valueIn(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'none' : `<ul>${value.map((member) => `<li>${valueIn(member)}</li>`).join('')}</ul>`;
  if (value === null || typeof value !== 'object') return `<span lang="" dir="auto">${text(String(value))}</span>`;
  if ('$withheld' in value) return `<span class="withheld">withheld (${text(String(value.$withheld))})</span>`;
  if ('$forgotten' in value) return '<span class="withheld">forgotten: its key was destroyed</span>';
  return dataList(value);
}

function section(heading: string, content: string): string {
  return `<section><h2>${text(heading)}</h2>${content}</section>\n`;
}

function list(items: Readonly<Record<string, string>>): string {
  return `<dl>${Object.entries(items).map(([name, value]) => `<dt>${text(name)}</dt><dd>${text(value)}</dd>`).join('')}</dl>`;
}

function table(columns: readonly string[], rows: readonly (readonly string[])[], none: string): string {
  if (rows.length === 0) return `<p>${text(none)}</p>`;
  const header = columns.map((column) => `<th scope="col">${text(column)}</th>`).join('');
  return `<table><thead><tr>${header}</tr></thead><tbody>${rows.map((cells) => `<tr>${cells.map((cell) => `<td>${text(cell)}</td>`).join('')}</tr>`).join('\n')}</tbody></table>`;
}

function yesNo(value: boolean): string {
  return value ? 'yes' : 'no';
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function text(value: string): string {
  return value.replace(/[&<>"']/g, (letter) => escapes[letter]!);
}
