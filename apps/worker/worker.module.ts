import { EngineModule, type EngineConfig } from '@dossier/engine';
import { HealthController } from '../api/health.controller';
import { ProblemFilter } from '../api/http/problem.filter';
import { MetricsController } from '../api/metrics.controller';
import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';

/** The engine without anybody who asks it but those who watch over it: views, jobs and reactions. */
@Module({})
export class WorkerModule {
  static forRoot(config: EngineConfig): DynamicModule {
    return {
      module: WorkerModule,
      imports: [EngineModule.forRoot(config)],
      controllers: [HealthController, MetricsController],
      providers: [{ provide: APP_FILTER, useClass: ProblemFilter }],
    };
  }
}
