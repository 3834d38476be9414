import { describe, it } from '@jest/globals';
import { scenario } from '../decider/decider.scenario.js';
import { identification } from './identification.context.js';
import { AttestAccompaniment, AttestIdentity, AttestParentIdentity } from './identity.commands.js';

const { given } = scenario(identification);

describe('AttestAccompaniment', () => {
  const alone = { accompaniment: 'UNACCOMPANIED' };
  const attested = { type: 'identification.AccompanimentAttested', data: { ...alone, definition: 'CRC-GC6@1', adultRefs: [] } };

  it('happens with the version of the definition that was applied', () => given().when(AttestAccompaniment, alone).then(attested));
  it('is ignored when the same is attested already', () => given(attested).when(AttestAccompaniment, alone).thenNothing());
  it('happens again when the child turns out to be with somebody', () =>
    given(attested).when(AttestAccompaniment, { accompaniment: 'NON_LEGAL_CUSTODIAN', adultRefs: ['neighbour'] })
      .then({ type: attested.type, data: { accompaniment: 'NON_LEGAL_CUSTODIAN', adultRefs: ['neighbour'] } }));
});

describe('AttestIdentity', () => {
  const shown = { shownBy: 'BIRTH_CERTIFICATE', documentRef: 'certificate-1', nationalities: ['KG'] };
  const attested = { type: 'identification.IdentityAttested', data: shown };

  it('happens, with the name where it is known', () => given().when(AttestIdentity, { ...shown, name: 'Test Child' }).then({ type: attested.type, data: { ...shown, name: 'Test Child' } }));
  it('happens for a child whom no state regards as its own', () => given().when(AttestIdentity, { ...shown, nationalities: [] }).then({ type: attested.type, data: { nationalities: [] } }));
  it('is ignored when the same is attested already', () => given(attested).when(AttestIdentity, shown).thenNothing());
  it('happens again in the same terms once somebody has withdrawn the registration', () =>
    given(attested, { type: 'record.Retracted', data: { target: 'registration', targetType: 'identification.ChildFound' } }).when(AttestIdentity, shown).then(attested));
  it('happens again with a name, which nobody can compare once it is sealed', () => given(attested).when(AttestIdentity, { ...shown, name: 'Test Child' }).then({ type: attested.type }));
});

describe('AttestParentIdentity', () => {
  const shown = { parentRef: 'mother', relation: 'MOTHER', shownBy: 'GENETIC_TEST' };
  const attested = { type: 'identification.ParentIdentityAttested', data: shown };

  it('happens', () => given().when(AttestParentIdentity, shown).then(attested));
  it('is ignored when the same is attested already of this parent, and not of the other', () => {
    given(attested).when(AttestParentIdentity, shown).thenNothing();
    given(attested).when(AttestParentIdentity, { ...shown, parentRef: 'father', relation: 'FATHER' }).then({ type: attested.type, data: { parentRef: 'father' } });
  });
});
