import { onService } from './index';

// What `services.spec.ts` runs in a Jest of its own, with a server and without one.
onService('postgres', 'a suite on PostgreSQL', (url) => {
  it('has its address', () => expect(url).toContain('postgres://'));
});
