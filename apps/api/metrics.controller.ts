import { logOf, Metrics, Vitals } from '@dossier/engine';
import { Controller, Get, Res, type OnModuleInit } from '@nestjs/common';
import type { FastifyReply } from 'fastify';

/** For Prometheus. What depends on the stores is looked up when it is asked for. */
@Controller('metrics')
export class MetricsController implements OnModuleInit {
  constructor(
    private readonly counted: Metrics,
    private readonly vitals: Vitals,
  ) {}

  onModuleInit(): void {
    this.counted.watchProcess();
  }

  @Get()
  async metrics(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    // Numbers that cannot be had now are left as they were; those of the process itself are told in any case.
    await this.vitals
      .measure(this.counted)
      .catch((error: unknown) => logOf('metrics').error('not everything could be measured', error));
    void reply.header('content-type', this.counted.registry.contentType);
    return this.counted.registry.metrics();
  }
}
