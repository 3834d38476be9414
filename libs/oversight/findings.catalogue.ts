import type { FindingRule } from './findings.js';
import { unequalTreatment } from './findings.population.js';
import { findingRules, newestRuleSet, rulesIn, ruleSets, type RuleSet } from './findings.rules.js';

/** A rule as the catalogue gives it. */
export type CatalogueEntry = Omit<FindingRule, 'check'> & { readonly ruleSets: readonly string[] };

/** Every version of every rule, with the rule sets that name it. */
export function catalogue(carried: readonly FindingRule[] = findingRules, sets: readonly RuleSet[] = ruleSets): readonly CatalogueEntry[] {
  return carried.map(({ code, version, promise, basis, severity }) => ({
    code, version, promise, basis, severity, ruleSets: sets.filter(({ rules }) => rules[code] === version).map((set) => set.version),
  }));
}

/** What follows from many records, and from none alone: such a rule names groups and no child. */
export const populationRules = [unequalTreatment].map(({ code, version, promise, basis, severity }) => ({ code, version, promise, basis, severity }));

/** The page for those who read the project, and not the program. */
export function catalogueAsMarkdown(set: RuleSet = newestRuleSet): string {
  const row = ({ code, version, severity, promise, basis }: Omit<FindingRule, 'check'>) => `| \`${code}\` | ${version} | ${severity} | ${promise} | ${basis} |`;
  const head = ['| rule | version | severity | what is promised | legal source |', '|---|---|---|---|---|'];
  return [
    '# Findings', '',
    'What follows from a record by a rule: nobody types a finding, and nobody deletes one. Oversight may confirm it, contest it or mark it remedied.',
    `A specification compares this page, made from the declarations, with what the program carries; this is rule set \`${set.version}\`, on the liberty rules ${set.liberty.map((rule) => `\`${rule}\``).join(' and ')}.`, '',
    ...head, ...rulesIn(set).map(row), '',
    '## Of a population', '', 'What no single record shows. It names groups of ten children at least, and no child.', '', ...head, ...populationRules.map(row), '',
  ].join('\n');
}
