import {
  adoptionParameters,
  procedureName,
  procedureOrLocal,
  procedureParameters,
  trialParameters,
} from '@dossier/contract';
import { AdoptionQuery, ProcedureQuery, ProceduresQuery, TrialQuery } from '@dossier/engine';
import { Controller, Get, Param, Query as Parameters } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { parse, seenOf } from './http/parse';
import { positioned } from './http/positioned';

/** The versions of the regulation: what holds, what is proposed, and what it says. */
@Controller('procedures')
export class ProceduresController {
  constructor(private readonly bus: QueryBus) {}

  @Get()
  async all(@Parameters() query: unknown) {
    const { seen } = parse(procedureParameters, query);
    return positioned(await this.bus.execute(new ProceduresQuery(seenOf(seen))));
  }

  @Get(':version')
  async one(@Param('version') version: string, @Parameters() query: unknown) {
    const { seen } = parse(procedureParameters, query);
    return positioned(await this.bus.execute(new ProcedureQuery(parse(procedureOrLocal, version), seenOf(seen))));
  }

  /** What a version, published or only proposed, would change for every open dossier. Nothing is written. */
  @Get(':version/trial')
  async trial(@Param('version') name: string, @Parameters() query: unknown) {
    const { seen, ...asked } = parse(trialParameters, query);
    const question = { version: parse(procedureName, name), ...asked };
    return positioned(await this.bus.execute(new TrialQuery(question, seenOf(seen))));
  }

  /** What moving the open dossiers to a version would come to. Nothing is written. */
  @Get(':version/adoption')
  async adoption(@Param('version') name: string, @Parameters() query: unknown) {
    const { seen, ...asked } = parse(adoptionParameters, query);
    const question = { to: parse(procedureName, name), ...asked };
    return positioned(await this.bus.execute(new AdoptionQuery(question, seenOf(seen))));
  }
}
