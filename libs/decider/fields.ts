import { Type } from 'class-transformer';
import {
  ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsIn, IsInt, IsISO31661Alpha2, IsNotEmpty, IsObject, IsString, Matches, Max, MaxLength, Min,
  ValidateBy, ValidateNested,
} from 'class-validator';
import moment from 'moment-timezone';
import { isCorridor } from './corridor.js';
import { told, type Tense } from './tense.js';

interface Each {
  /** The property is an array, and each of its members is such a field. */
  each?: boolean;
}

/** The kinds of field that command bodies are made of, each with the sentence that a wrong value gets. */

export const referenceForm = /^[A-Za-z0-9._:/-]{1,64}$/;
export const referenceInWords = 'a reference of up to 64 letters, digits and . _ : / -';

/** A reference of up to 64 characters: of a person, organisation, place or document, never a name. */
export const IsReference = ({ each = false }: Each = {}): PropertyDecorator =>
  Matches(referenceForm, { each, message: `$property is ${referenceInWords}` });

const placeRef = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export function isPlaceRef(value: unknown): value is string {
  return typeof value === 'string' && placeRef.test(value);
}

/** A place of the register: its id, as the registration gave it. */
export const IsPlaceRef = ({ each = false }: Each = {}): PropertyDecorator =>
  Matches(placeRef, { each, message: '$property is the id of a place in the register (a UUID in small letters)' });

/** The way from one state to another. */
export const IsCorridor = (): PropertyDecorator => ValidateBy(
  { name: 'isCorridor', validator: { validate: (value) => typeof value === 'string' && isCorridor(value) } },
  { message: '$property is two country codes, from and to, such as KG-KZ' });

/** One of the codes given. */
export const IsCode = (codes: readonly string[], { each = false }: Each = {}): PropertyDecorator =>
  IsIn(codes, { each, message: `$property is one of ${codes.join(', ')}` });

const day = /^(19|20)\d{2}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
const instant = /^(19|20)\d{2}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,3})?(Z|[+-](0\d|1[0-4]):[0-5]\d)$/;

/** An RFC 3339 instant with its offset, which no clock puts further than 14 hours from UTC. */
export const IsInstant = (tense: Tense): PropertyDecorator =>
  all(Matches(instant, { message: '$property is an instant with its offset, such as 2026-03-02T09:30:00+06:00' }), isOnCalendar(), told(tense));

/** A calendar date. */
export const IsDay = (tense: Tense): PropertyDecorator => all(Matches(day, { message: '$property is a date, such as 2026-03-02' }), isOnCalendar(), told(tense));

/** An instant, or only the date where no more is known. */
export const IsDayOrInstant = (tense: Tense): PropertyDecorator =>
  all(Matches(new RegExp(`${day.source}|${instant.source}`), { message: '$property is a date or an instant with its offset' }), isOnCalendar(), told(tense));

/** A calendar that turns 30 February into 2 March would make a date up. */
const isOnCalendar = (): PropertyDecorator => ValidateBy(
  { name: 'isOnCalendar', validator: { validate: (value) => typeof value === 'string' && exists(value.slice(0, 10)) } },
  { message: '$property is a day of the calendar' });

function exists(date: string): boolean {
  const midnight = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(date);
}

/** An IANA time zone, written as its database writes it, of the zone data that ship with the program. */
export const IsZone = (): PropertyDecorator => ValidateBy(
  { name: 'isZone', validator: { validate: (value) => typeof value === 'string' && moment.tz.zone(value)?.name === value } },
  { message: '$property is a time zone of the IANA database, such as Asia/Bishkek' });

/** A state, ISO 3166-1 alpha-2. The validator alone would take small letters, too. */
export function IsCountry({ each = false }: Each = {}): PropertyDecorator {
  const options = { each, message: '$property is a country code of two capital letters (ISO 3166-1)' };
  return all(Matches(/^[A-Z]{2}$/, options), IsISO31661Alpha2(options));
}

/** A language, ISO 639-3. */
export const IsLanguage = ({ each = false }: Each = {}): PropertyDecorator =>
  Matches(/^[a-z]{3}$/, { each, message: '$property is a language code of three letters (ISO 639-3)' });

/** Words of a person, up to `lengthMax` characters. Wherever they are personal, they are sealed before they are stored. */
export const IsText = (lengthMax: number): PropertyDecorator => all(
  IsString({ message: '$property is a text' }),
  IsNotEmpty({ message: '$property is not empty' }),
  MaxLength(lengthMax, { message: `$property has at most ${lengthMax} characters` }));

/** A whole number within the bounds. */
export const IsWhole = (min: number, max: number): PropertyDecorator => all(
  IsInt({ message: `$property is a whole number from ${min} to ${max}` }),
  Min(min, { message: `$property is at least ${min}` }),
  Max(max, { message: `$property is at most ${max}` }));

/** A list of different members; members that are parts differ in what `by` takes from them. */
export const IsList = (lengthMax: number, { lengthMin = 0, by }: { lengthMin?: number; by?: (member: never) => unknown } = {}): PropertyDecorator => all(
  IsArray({ message: '$property is a list' }),
  ArrayMinSize(lengthMin, { message: `$property has at least ${lengthMin} members` }),
  ArrayMaxSize(lengthMax, { message: `$property has at most ${lengthMax} members` }),
  ArrayUnique((member: unknown) => (by && member !== null && typeof member === 'object' ? by(member as never) : member), { message: '$property names nothing twice' }));

/** A part of the body with fields of its own. The validator alone would take a list, or nothing at all, for a part. */
export const IsPart = (part: () => new () => object, { each = false }: Each = {}): PropertyDecorator => all(
  IsObject({ each, message: '$property has fields of its own' }),
  ValidateNested({ each, message: '$property has fields of its own' }),
  Type(part));

function all(...decorators: PropertyDecorator[]): PropertyDecorator {
  return (target, property) => decorators.forEach((decorate) => decorate(target, property));
}
