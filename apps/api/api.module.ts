import { EngineModule, type EngineConfig, type Stores } from '@dossier/engine';
import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { CommandsController } from './commands.controller';
import { HealthController } from './health.controller';
import { ProblemFilter } from './http/problem.filter';
import { LiveController } from './live.controller';
import { MetricsController } from './metrics.controller';
import { OperationsController } from './operations.controller';
import { ProceduresController } from './procedures.controller';
import { QueriesController } from './queries.controller';

@Module({})
export class ApiModule {
  static forRoot(config: EngineConfig, stores?: Stores): DynamicModule {
    return {
      module: ApiModule,
      imports: [EngineModule.forRoot(config, stores)],
      controllers: [
        CommandsController,
        QueriesController,
        ProceduresController,
        LiveController,
        HealthController,
        MetricsController,
        OperationsController,
      ],
      providers: [{ provide: APP_FILTER, useClass: ProblemFilter }],
    };
  }
}
