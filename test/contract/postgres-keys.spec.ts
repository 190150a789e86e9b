import { randomBytes } from 'node:crypto';
import { openPostgresKeys } from '@dossier/adapters';
import { onService } from '../support/services';
import { keyStoreContract } from './keys.contract';

onService('postgres', 'PostgreSQL', (url) => {
  keyStoreContract('the keys in PostgreSQL', async () => {
    const schema = `keys_${randomBytes(6).toString('hex')}`;
    const store = await openPostgresKeys({ url, schema, masterKey: randomBytes(32), youngMs: 0 });
    return { store, dispose: () => store.close() };
  });
});
