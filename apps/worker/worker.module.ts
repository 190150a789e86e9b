import { EngineModule, type EngineConfig } from '@dossier/engine';
import { Module, type DynamicModule } from '@nestjs/common';

/** The engine without anybody who asks it: views, jobs and reactions. */
@Module({})
export class WorkerModule {
  static forRoot(config: EngineConfig): DynamicModule {
    return { module: WorkerModule, imports: [EngineModule.forRoot(config)] };
  }
}
