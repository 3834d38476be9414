import { IsIn, IsISO31661Alpha2, IsNotEmpty, IsString, Matches, MaxLength } from 'class-validator';

interface Each {
  /** The property is an array, and each of its members is such a field. */
  each?: boolean;
}

/** The kinds of field that command bodies are made of, each with the sentence that a wrong value gets. */

/** A reference of up to 64 characters: of a person, organisation, place or document, never a name. */
export const IsReference = ({ each = false }: Each = {}): PropertyDecorator =>
  Matches(/^[A-Za-z0-9._:/-]{1,64}$/, { each, message: '$property is a reference of up to 64 letters, digits and . _ : / -' });

/** One of the codes given. */
export const IsCode = (codes: readonly string[], { each = false }: Each = {}): PropertyDecorator =>
  IsIn(codes, { each, message: `$property is one of ${codes.join(', ')}` });

/** An RFC 3339 instant with its offset. */
export const IsInstant = (): PropertyDecorator =>
  Matches(/^(19|20)\d{2}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,3})?)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/,
    { message: '$property is an instant with its offset, such as 2026-03-02T09:30:00+06:00' });

/** A calendar date. */
export const IsDay = (): PropertyDecorator =>
  Matches(/^(19|20)\d{2}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, { message: '$property is a date, such as 2026-03-02' });

/** A state, ISO 3166-1 alpha-2. */
export const IsCountry = (): PropertyDecorator =>
  IsISO31661Alpha2({ message: '$property is a country code of two letters (ISO 3166-1)' });

/** A language, ISO 639-3. */
export const IsLanguage = ({ each = false }: Each = {}): PropertyDecorator =>
  Matches(/^[a-z]{3}$/, { each, message: '$property is a language code of three letters (ISO 639-3)' });

/** Words of a person, up to `lengthMax` characters. Wherever they are personal, they are sealed before they are stored. */
export function IsText(lengthMax: number): PropertyDecorator {
  return (target, property) => {
    IsString({ message: '$property is a text' })(target, property);
    IsNotEmpty({ message: '$property is not empty' })(target, property as string);
    MaxLength(lengthMax, { message: `$property has at most ${lengthMax} characters` })(target, property as string);
  };
}
