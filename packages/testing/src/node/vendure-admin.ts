/** What a superadministrator does in a Vendure shop before a test. */
import { randomBytes } from 'node:crypto';
import { createAsk, PROBLEM } from './vendure-graphql.ts';

export async function createAdministrator(
  shop: { url: string; username: string; password: string },
  permissions: readonly string[],
): Promise<{ username: string; password: string }> {
  const ask = createAsk(`${shop.url}/admin-api`);
  await ask(
    `mutation ($name: String!, $password: String!) { login(username: $name, password: $password) { ${PROBLEM} } }`,
    {
      name: shop.username,
      password: shop.password,
    },
  );
  const name = randomBytes(6).toString('hex');
  const { createRole } = (await ask(
    'mutation ($input: CreateRoleInput!) { createRole(input: $input) { id } }',
    { input: { code: name, description: name, permissions } },
  )) as { createRole: { id: string } };
  const username = `${name}@example.com`;
  const password = randomBytes(12).toString('base64url');
  await ask('mutation ($input: CreateAdministratorInput!) { createAdministrator(input: $input) { id } }', {
    input: {
      firstName: 'Ring',
      lastName: 'Back',
      emailAddress: username,
      password,
      roleIds: [createRole.id],
    },
  });
  return { username, password };
}
