import { request } from 'node:http';
import { foundDistrict, newFolder, startApi, type Api } from '../support/district';

const config = newFolder();
let api: Api;
beforeAll(async () => {
  api = await startApi(config);
  await foundDistrict(api);
  // What came before is told of as well: a page that opens once it is visible hears of what comes after.
  const last = { type: 'RenameOrganisation', organisation: 'commune', name: 'Đảng bộ xã Thử' };
  const { body } = await api.accept('organisation', '2023-02-01', last);
  await api.get(`/organisations?seen=${encodeURIComponent(body.position)}`);
}, 60_000);
afterAll(async () => {
  await api.app.close();
  config.remove();
});

describe('the server', () => {
  it('says over server-sent events which stream moved, once the views show it', async () => {
    const lines = await listen(`${api.url}/events`, async () => {
      await api.accept('organisation', '2023-04-01', {
        type: 'RenameOrganisation',
        organisation: 'cell-a',
        name: 'Chi bộ bản Mới',
      });
    });
    const { stream, revision, position } = JSON.parse(lines);
    expect(stream).toBe('organisation-cell-a');
    const { body: tree } = await api.get(`/organisations?on=2023-04-01&seen=${position}`);
    expect(tree.answer[0].children[0].children[0].name).toBe('Chi bộ bản Mới');
    expect(revision).toBeGreaterThan(0);
  }, 20_000);

  it('shows OpenAPI made from the schemas that parse, and a page to browse it', async () => {
    const { body: openapi } = await api.get('/openapi.json');
    const schema = openapi.paths['/commands/dossier'].post.requestBody.content['application/json'].schema;
    const types = schema.properties.command.oneOf.map(
      (one: { properties: { type: { const: string } } }) => one.properties.type.const,
    );
    expect(types).toEqual(expect.arrayContaining(['ListCandidate', 'HoldCellVote', 'HoldCeremony']));
    const page = await api.get('/docs');
    expect(page.status).toBe(200);
    expect(page.body).toContain('swagger-ui');
  });

  it('answers nobody who calls it by another name, or comes from another page', async () => {
    const asked = (headers: Record<string, string>) =>
      new Promise<number | undefined>((resolve, reject) => {
        const asking = request(`${api.url}/organisations`, { headers }, (response) =>
          resolve(response.resume().statusCode),
        );
        asking.on('error', reject).end();
      });
    expect(await asked({ host: 'evil.example' })).toBe(403);
    expect(await asked({ origin: 'http://evil.example' })).toBe(403);
    // Another program's page on this machine is another page as well, and a sandbox has no address at all.
    expect(await asked({ origin: 'http://127.0.0.1:1' })).toBe(403);
    expect(await asked({ origin: 'null' })).toBe(403);
    // A picture's address or a form's, which a browser sends without an Origin.
    const fetched = (site: string, dest: string) => asked({ 'sec-fetch-site': site, 'sec-fetch-dest': dest });
    expect(await fetched('cross-site', 'image')).toBe(403);
    expect(await fetched('same-site', 'iframe')).toBe(403);
    expect(await fetched('same-origin', 'empty')).toBe(200);
    expect(await fetched('none', 'document')).toBe(200);
    // Somebody follows a link to a page of ours.
    expect(await fetched('cross-site', 'document')).toBe(200);
    expect(await asked({ host: 'localhost:4310' })).toBe(200);
    expect(await asked({ origin: api.url })).toBe(200);
  });

  it('listens on the loopback address only', () => {
    expect(api.app.getHttpServer().address()).toMatchObject({ address: '127.0.0.1' });
  });
});

/** The data of the first `changed` message that comes after `then` was done. */
function listen(url: string, then: () => Promise<void>): Promise<string> {
  return new Promise((resolve, reject) => {
    const asking = request(url, (response) => {
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        const data = /event: changed\n(?:id: \d+\n)?data: (.*)\n/.exec(chunk)?.[1];
        if (data === undefined) return;
        asking.destroy();
        resolve(data);
      });
      // The headers are out once the server listens to its own feed.
      setTimeout(() => then().catch(reject), 300);
    });
    asking.on('error', (error) => reject(error));
    asking.end();
  });
}
