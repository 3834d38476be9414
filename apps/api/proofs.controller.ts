import { Readable } from 'node:stream';
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';
import type { Request } from 'express';
import type { Static } from 'typebox';
import { v5 as uuidv5 } from 'uuid';
import { SystemClock } from '../../libs/case-file/clock.js';
import { Executor } from '../../libs/case-file/executor.js';
import { CheckpointContradicted, CheckpointWitnessed } from '../../libs/case-file/oversight.events.js';
import type { Actor, Role } from '../../libs/decider/actor.js';
import type { Fact } from '../../libs/decider/event.js';
import { idIn } from '../../libs/decider/subject.js';
import { KnownTime } from '../../libs/event-store/known-time.js';
import type { Position, StoredEvent } from '../../libs/event-store/port.js';
import { SubjectForgotten } from '../../libs/forgetting/forgetting.events.js';
import { childReaders, seesRecorders } from '../../libs/oversight/access.js';
import { Replay } from '../../libs/oversight/replay.js';
import { Checkpoints, LogChanged, type SignedCheckpoint } from '../../libs/transparency/checkpoints.js';
import { hashOfLeaf, leafOf } from '../../libs/transparency/leaf.js';
import { provesInclusion } from '../../libs/transparency/merkle.js';
import { CheckpointRefused } from '../../libs/transparency/note.js';
import type { ProofEntry, ProofFile } from '../../libs/transparency/verify.js';
import { versions } from './audit.controller.js';
import { recordBeside } from './beside.js';
import { Access, Caller } from './auth.js';
import { ChildAccess } from './child-access.js';
import { invalidBody, Problem } from './problem.js';
import { AsOf, KnownAt, instantIn, invalidQuery, isPosition, knownPosition, notThereYet, parametersOf } from './query.js';
import { validateBody } from './validation.js';

const overseers: readonly Role[] = ['AUDITOR', 'OMBUDSPERSON', 'DATA_PROTECTION_OFFICER'];
const witnesses: readonly Role[] = ['AUDITOR', 'OMBUDSPERSON'];
const witnessStream = 'witness';
const namespace = '6a3a2f57-5d0b-5b0e-8b4f-6f5f9a1d2c43';
const noteLettersMax = 4_000;
/** Streams beside a child's, which are read as the child is. */
const ofChild = /^(?:child|refusals|access|duties|oversight|keys|keysRefusals)-([0-9a-f-]{36})$/;
const Size = (): MethodDecorator => ApiQuery({ name: 'size', required: false, description: 'Number of events of the signed checkpoint that is proved to. Left out: the last one.' });

type WitnessEvent = typeof CheckpointWitnessed | typeof CheckpointContradicted;

class WitnessCheckpoint {
  /** The whole note, as the log signed it. */
  @IsString() @MaxLength(noteLettersMax)
  readonly checkpoint!: string;
}

/** That the log is the one that it was: checkpoints, who keeps them, and proofs to them (libs/transparency). */
@ApiTags('Proofs')
@Controller()
export class ProofsController {
  constructor(
    @Inject(Checkpoints) private readonly checkpoints: Checkpoints,
    @Inject(Executor) readonly executor: Executor,
    @Inject(SystemClock) readonly clock: SystemClock,
    @Inject(KnownTime) private readonly knownTime: KnownTime,
    @Inject(Replay) private readonly replay: Replay,
    @Inject(ChildAccess) private readonly access: ChildAccess,
  ) {}

  @Get('audit/proofs')
  @Access({ roles: overseers })
  @ApiOperation({
    operationId: 'audit-proofs', summary: 'The last checkpoint of the log, the last one that oversight keeps, those that the log contradicts, and the keys that were destroyed and why.',
    description: 'Answers what an auditor must be able to ask, no. 36. Whether a checkpoint fits is asked of the log as it is stored now.',
  })
  @AsOf()
  @KnownAt()
  @ApiQuery({ name: 'position', required: false, description: 'Only what the log held at this position, as an answer gave it: with the same asOf the answer is the same for ever.' })
  async standing(@Req() request: Request) {
    const { asOf, knownAt, position } = parametersOf(request, ['asOf', 'knownAt', 'position']);
    const known = await knownPosition(this.knownTime, knownAt, position);
    const { tree } = this.checkpoints;
    const upTo = known.position ?? await tree.readsFrom.head() ?? '' as Position;
    const [size, end] = [upTo === '' ? 0 : await tree.sizeAt(upTo), await tree.end()];
    if (position !== undefined && size === undefined) throw await notThereYet(this.knownTime, upTo, end.position ?? '');
    // Words of oversight are never held back because the tree is behind the log, or has to be made anew.
    const events = size ?? end.size;
    const instant = instantIn('asOf', asOf) ?? await this.clock.nowOrNearly();
    const within = ({ position: at, recordedAt }: { position: string; recordedAt: Date }): boolean => at <= upTo && recordedAt <= instant;
    const [last, all] = await Promise.all([this.checkpoints.lastBy(events, instant), this.witnessed()]);
    const witnessed = all.filter(within);
    const kept = witnessed.filter(({ type }) => type === 'oversight.CheckpointWitnessed').at(-1);
    return {
      asOf: instant.toISOString(),
      knownAt: { instant: knownAt === undefined ? null : new Date(knownAt).toISOString(), position: upTo || null, provisional: known.provisional || size === undefined },
      versions: { ...versions, readModels: [`${tree.filling.name}@${tree.filling.version}`] },
      verifier: last?.verifier ?? null,
      events,
      lastCheckpoint: last ? { ...printed(last), fits: await this.checkpoints.fits(last) } : null,
      lastWitnessed: kept ? { ...printedWord(kept), fits: await this.checkpoints.fits({ size: kept.data.size, root: Buffer.from(kept.data.root, 'hex') }) } : null,
      contradicted: witnessed.filter(({ type }) => type === 'oversight.CheckpointContradicted').map(printedWord),
      keysDestroyed: await this.keysDestroyed(within),
    };
  }

  @Get('proofs/checkpoint')
  @Access({ roles: childReaders })
  @ApiOperation({ operationId: 'Checkpoint', summary: 'A checkpoint of the log, as C2SP writes it (tlog-checkpoint), and the public key that checks it. To be kept outside of the reach of whoever runs the log.' })
  @Size()
  async checkpoint(@Req() request: Request) {
    const { size } = parametersOf(request, ['size']);
    const signed = await this.signed(size);
    return { verifier: signed.verifier, ...printed(signed) };
  }

  @Get('proofs/consistency')
  @Access({ roles: childReaders })
  @ApiOperation({ operationId: 'Consistency', summary: 'Proves that the log of so many events is how the log of more of them begins (RFC 9162, 2.1.4).' })
  @ApiQuery({ name: 'from', required: true, description: 'Number of events of the earlier log.' })
  @ApiQuery({ name: 'to', required: false, description: 'Number of events of the later one. Left out: those of the last checkpoint.' })
  async consistency(@Req() request: Request) {
    const { from, to } = parametersOf(request, ['from', 'to']);
    const last = await this.signed(undefined);
    const [smaller, size] = [sizeIn('from', from ?? ''), to === undefined ? last.size : sizeIn('to', to)];
    if (smaller > size) throw invalidQuery('from is not more than to.');
    if (size > last.size) throw notYetSigned(`The last checkpoint holds ${last.size} events.`);
    const { tree } = this.checkpoints;
    const [fromRoot, toRoot, path] = await Promise.all([tree.root(smaller), tree.root(size), tree.consistency(smaller, size)]);
    return { from: smaller, to: size, fromRoot: fromRoot.toString('base64'), toRoot: toRoot.toString('base64'), path: path.map((hash) => hash.toString('base64')) };
  }

  @Get('proofs/:position')
  @Access({ roles: overseers })
  @ApiOperation({ operationId: 'Proof', summary: 'Proves that the event at a position stands in the log that a checkpoint is of, with the event as it is stored: what is sealed stays so. guarantor verify checks it without this service.' })
  @Size()
  async ofPosition(@Caller() actor: Actor, @Param('position') position: string, @Req() request: Request): Promise<ProofFile> {
    if (!isPosition(position)) throw invalidQuery('The address ends with a position, as answers give it.');
    const { size } = parametersOf(request, ['size']);
    const signed = await this.signed(size);
    const { tree } = this.checkpoints;
    const index = await tree.indexOf(position as Position);
    if (index === undefined) throw new Problem({ status: 404, code: 'unknown-position', title: 'No event stands there', detail: 'No event of the log stands at that position, or the tree has not come to it yet.' });
    const event = await tree.eventAt(index);
    const [, childId] = ofChild.exec(event!.stream) ?? [];
    if (childId !== undefined) await this.access.enter(childId, actor, request);
    if (index >= signed.size) throw notYetSigned('The event is not in that checkpoint.');
    return this.proofs(signed, [[event!, index]], actor);
  }

  @Get('children/:childId/proofs')
  @Access({ roles: childReaders })
  @ApiOperation({ operationId: 'ChildProofs', summary: 'Proves of every event of the child that it stands in the log that a checkpoint is of: to be kept with its case file. Events since that checkpoint are counted and not proved. Who recorded an event is a fingerprint in it for those who may not know.' })
  @Size()
  async ofChild(@Caller() actor: Actor, @Param('childId') childId: string, @Req() request: Request): Promise<ProofFile> {
    const { size } = parametersOf(request, ['size']);
    await this.access.enter(childId, actor, request);
    const signed = await this.signed(size);
    const { tree } = this.checkpoints;
    const stored = new Map<string, StoredEvent[]>();
    const found: [StoredEvent, number | undefined][] = [];
    for await (const { record, revision } of this.replay.timeline(childId, actor)) {
      const stream = `child-${record ?? childId}`;
      if (!stored.has(stream)) stored.set(stream, await Readable.from(tree.readsFrom.read(stream)).toArray() as StoredEvent[]);
      const event = stored.get(stream)![revision]!;
      found.push([event, await tree.indexOf(event.position)]);
    }
    const held = found.filter((each): each is [StoredEvent, number] => each[1] !== undefined && each[1] < signed.size);
    return { ...await this.proofs(signed, held, actor), since: found.length - held.length };
  }

  @Post('proofs/witnessed')
  @HttpCode(200)
  @Access({ roles: witnesses })
  @ApiOperation({
    operationId: 'WitnessCheckpoint', summary: 'Puts on record that oversight keeps a checkpoint which it was given earlier. Answered 409 where the log no longer begins as it did then, which is put on record, too. The same one again is a retry.',
  })
  @ApiBody({ schema: { type: 'object', required: ['checkpoint'], additionalProperties: false, properties: { checkpoint: { type: 'string', maxLength: noteLettersMax } } } })
  async witness(@Caller() actor: Actor, @Body() body: unknown) {
    const { checkpoint: note } = validateBody(WitnessCheckpoint, body === undefined ? {} : body);
    const kept = await this.checkpoints.open(note).catch((error: unknown) => {
      throw error instanceof CheckpointRefused ? invalidBody([{ field: 'checkpoint', message: error.message }]) : error;
    });
    const fits = await this.checkpoints.fits(kept);
    if (fits === 'unknown') throw new Problem({ status: 503, code: 'tree-behind', title: 'The tree is not there yet', detail: 'The tree over the log is being made anew, and does not reach as far as that checkpoint yet. Ask again.', headers: { 'Retry-After': '10' } });
    const id = uuidv5(`${actor.actorRef}|${fits}|${note}`, namespace);
    if (!(await this.witnessed()).some((word) => word.id === id)) {
      const data: Static<WitnessEvent['schema']> = { size: kept.size, root: kept.root.toString('hex'), note };
      await recordBeside(this, { stream: witnessStream, of: witnessStream }, actor, fits === 'yes' ? CheckpointWitnessed : CheckpointContradicted, data, { known: id });
    }
    if (fits === 'no') throw logChanged(409, { word: id, size: kept.size });
    return { word: id, size: kept.size, fits };
  }

  /** What oversight said of checkpoints, the latest last. */
  private async witnessed(): Promise<readonly Fact<WitnessEvent>[]> {
    return await Readable.from(this.checkpoints.tree.readsFrom.read(witnessStream)).toArray() as Fact<WitnessEvent>[];
  }

  /** Each with why, and where the log says so. */
  private async keysDestroyed(within: (event: StoredEvent) => boolean) {
    const found: object[] = [];
    for (let after: Position | undefined; ;) {
      const { events, position, caughtUp } = await this.checkpoints.tree.readsFrom.readAll({ after, filter: { types: [SubjectForgotten.type] } });
      for (const { id, stream, position: at, recordedAt, data } of events.filter(within) as unknown as readonly Fact<typeof SubjectForgotten>[]) {
        found.push({ childId: idIn(stream), ground: data.ground, destroyedAt: recordedAt, event: id, position: at });
      }
      if (caughtUp) return found;
      after = position;
    }
  }

  private async signed(size: string | undefined): Promise<SignedCheckpoint> {
    const signed = size === undefined ? await this.checkpoints.last() : await this.checkpoints.of(sizeIn('size', size));
    if (signed) return signed;
    if (size !== undefined) throw invalidQuery('No checkpoint of that size was signed.');
    throw notYetSigned('No checkpoint was signed yet.');
  }

  /** Each is checked before it leaves: what is in the log is read anew, and held to what was signed. */
  private async proofs({ size, root, note, verifier }: SignedCheckpoint, found: readonly (readonly [StoredEvent, number])[], actor: Actor): Promise<ProofFile> {
    const { tree } = this.checkpoints;
    const subtree = tree.subtree();
    const entries: ProofEntry[] = [];
    for (const [event, index] of found) {
      const leaf = leafOf(event);
      const path = await tree.inclusion(index, size, subtree);
      if (!provesInclusion({ leaf: hashOfLeaf(leaf), index, size, path, root })) throw logChanged(500, { position: event.position });
      entries.push({ position: event.position, index, leaf, ...(seesRecorders(actor) && { meta: event.meta }), path: path.map((hash) => hash.toString('base64')) });
    }
    return { checkpoint: note, verifier, entries };
  }
}

function printed({ size, root, note, signedAt }: SignedCheckpoint) {
  return { size, root: root.toString('base64'), checkpoint: note, signedAt };
}

function printedWord({ id, data: { size, root, note }, recordedAt, meta: { recordedBy } }: Fact<WitnessEvent>) {
  return { word: id, size, root: Buffer.from(root, 'hex').toString('base64'), checkpoint: note, recordedAt, recordedBy };
}

function sizeIn(name: string, value: string): number {
  if (!/^(0|[1-9]\d{0,14})$/.test(value)) throw invalidQuery(`${name} is a whole number from 0.`);
  return Number(value);
}

function notYetSigned(detail: string): Problem {
  return new Problem({ status: 503, code: 'not-yet-signed', title: 'Not in a checkpoint yet', detail: `${detail} One is signed every minute while events come in. Ask again.`, headers: { 'Retry-After': '60' } });
}

function logChanged(status: number, extensions: Readonly<Record<string, unknown>>): Problem {
  return new Problem({
    status, code: 'log-changed', title: 'The log was changed', extensions, cause: new LogChanged('what the log holds is not what was signed'),
    detail: 'The log does not hold what it held when the checkpoint was signed: somebody changed it. guarantor verify --log says where.',
  });
}
