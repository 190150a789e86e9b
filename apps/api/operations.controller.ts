import { Operations } from '@dossier/engine';
import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { z } from 'zod';
import { parse } from './http/parse';

/** An answer names so many differences; `different` counts them all. */
const MOST_SHOWN = 200;
const STREAM = z.string().min(1).max(200);
const nothing = z.strictObject({}).optional();
export const releaseBody = z.strictObject({ stream: STREAM.optional() }).optional();
export const switchBody = z
  .strictObject({ force: z.boolean().optional(), reason: z.string().max(500).optional() })
  .optional();
/** Editions are counted by stores in 32 bits. */
const EDITION = z.int32().positive();
export const discardBody = z.strictObject({ edition: EDITION.optional() }).optional();
export const compareBody = z.strictObject({ with: z.enum(['log', 'rebuild']).optional() }).optional();

/** What an operator asks of the views and does to them. This machine only, as everything here. */
@Controller('operations')
export class OperationsController {
  constructor(private readonly operations: Operations) {}

  @Get('views')
  views() {
    return this.operations.status();
  }

  @Get('held')
  async held() {
    return { held: await this.operations.held() };
  }

  /** Counts streams once for each view. */
  @Post('release')
  @HttpCode(200)
  release(@Body() body: unknown) {
    return this.operations.release(parse(releaseBody, body ?? {})?.stream);
  }

  @Post('compare')
  @HttpCode(200)
  async compare(@Body() body: unknown) {
    const { with: other = 'log' } = parse(compareBody, body ?? {}) ?? {};
    const found = await (other === 'log' ? this.operations.compare() : this.operations.compareRebuild());
    return { ...found, differences: found.differences.slice(0, MOST_SHOWN) };
  }

  @Post('rebuild')
  @HttpCode(200)
  async begin(@Body() body: unknown) {
    parse(nothing, body ?? {});
    return { edition: await this.operations.rebuild.begin() };
  }

  @Post('pause')
  @HttpCode(200)
  async pause(@Body() body: unknown) {
    parse(nothing, body ?? {});
    return { edition: await this.operations.rebuild.pause() };
  }

  @Post('resume')
  @HttpCode(200)
  async resume(@Body() body: unknown) {
    parse(nothing, body ?? {});
    return { edition: await this.operations.rebuild.resume() };
  }

  @Post('cancel')
  @HttpCode(200)
  async cancel(@Body() body: unknown) {
    parse(nothing, body ?? {});
    return { edition: await this.operations.rebuild.cancel() };
  }

  @Post('switch')
  @HttpCode(200)
  switch(@Body() body: unknown) {
    const { force = false, reason = '' } = parse(switchBody, body ?? {}) ?? {};
    return this.operations.rebuild.switch(force ? { reason } : undefined);
  }

  @Post('rollback')
  @HttpCode(200)
  rollback(@Body() body: unknown) {
    parse(nothing, body ?? {});
    return this.operations.rebuild.rollback();
  }

  @Post('discard')
  @HttpCode(200)
  async discard(@Body() body: unknown) {
    const { edition } = parse(discardBody, body ?? {}) ?? {};
    return { edition: await this.operations.rebuild.discard(edition) };
  }
}
