import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { registry } from '../../libs/case-file/contexts.js';
import { versionsOf } from '../../libs/decider/shared.js';
import { describeFeed } from '../../libs/feed/asyncapi.js';
import { schemaId } from '../../libs/feed/cloud-event.js';
import { schemaOf } from '../../libs/feed/schemas.js';
import { namedFieldsOf } from '../../libs/feed/scope.js';
import { Access } from './auth.js';
import { parametersOf } from './query.js';
import { unknownSubject } from './translate.js';

const everyVersion = [...registry.shared.values()].flatMap(versionsOf);

/** What services are told in general, for those who are told and those who answer for it: it says nothing of any child or service. */
@ApiTags('Feed')
@Controller('feed')
@Access({ roles: ['SERVICE', 'DATA_PROTECTION_OFFICER', 'AUDITOR', 'OMBUDSPERSON', 'ADMINISTRATOR'] })
export class FeedContractController {
  @Get('schemas')
  @ApiOperation({ operationId: 'FeedSchemas', summary: 'Every type of event that other services may be told of: its schema, for which purposes it is told, which fields only a scope that names them holds, and whether scopes name it at all (`inScopes`) or it reaches whoever was told of what it is said of.' })
  schemas(@Req() request: Request) {
    parametersOf(request, []);
    return {
      entries: everyVersion.map((shared) => ({
        id: schemaId(shared), type: shared.type, version: shared.version, summary: shared.summary, address: `/feed/schemas/${shared.type}/${shared.version}`, purposes: shared.purposes, inScopes: !shared.about,
        namedFields: namedFieldsOf(shared),
      })),
    };
  }

  @Get('schemas/:type/:version')
  @ApiOperation({ operationId: 'FeedSchema', summary: 'The JSON Schema (2020-12) of the data of a type of event, which dataschema of the event names.' })
  schema(@Param('type') type: string, @Param('version') version: string, @Req() request: Request, @Res() response: Response): void {
    parametersOf(request, []);
    const shared = everyVersion.find((each) => each.type === type && String(each.version) === version);
    if (!shared) throw unknownSubject();
    response.set('Content-Type', 'application/schema+json; charset=utf-8').send(Buffer.from(JSON.stringify(schemaOf(shared))));
  }

  @Get('asyncapi.json')
  @ApiOperation({ operationId: 'FeedDescription', summary: 'The feed as an AsyncAPI 3 document.' })
  description(@Req() request: Request) {
    parametersOf(request, []);
    return describeFeed(everyVersion);
  }
}
