import { randomBytes } from 'node:crypto';
import { openPostgresReads } from '@dossier/adapters';
import { onService } from '../support/services';
import { readStoreContract } from './reads.contract';

onService('postgres', 'PostgreSQL', (url) => {
  readStoreContract('the rows in PostgreSQL', async () => {
    const schema = `rows_${randomBytes(6).toString('hex')}`;
    const store = await openPostgresReads({ url, schema });
    return { store, dispose: () => store.close() };
  });
});
