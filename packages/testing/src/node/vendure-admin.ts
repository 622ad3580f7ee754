/** What a superadministrator does in a Vendure shop before a test. */
import { randomBytes } from 'node:crypto';
import { type Ask, createAsk, PROBLEM } from './vendure-graphql.ts';

interface Access {
  url: string;
  username: string;
  password: string;
}

async function signedIn(shop: Access): Promise<Ask> {
  const ask = createAsk(`${shop.url}/admin-api`);
  await ask(
    `mutation ($name: String!, $password: String!) { login(username: $name, password: $password) { ${PROBLEM} } }`,
    { name: shop.username, password: shop.password },
  );
  return ask;
}

/** What stands in the history of the customer with this e-mail, oldest first. */
export async function readNotes(shop: Access, email: string): Promise<string[]> {
  const ask = await signedIn(shop);
  const { customers } = (await ask(
    `query ($email: String!) {
      customers(options: { filter: { emailAddress: { eq: $email } } }) {
        items { history(options: { filter: { type: { eq: "CUSTOMER_NOTE" } }, sort: { createdAt: ASC } }) { items { data } } }
      }
    }`,
    { email },
  )) as { customers: { items: { history: { items: { data: { note: string } }[] } }[] } };
  return customers.items.flatMap(({ history }) => history.items.map(({ data }) => data.note));
}

export async function createAdministrator(
  shop: Access,
  permissions: readonly string[],
): Promise<{ username: string; password: string }> {
  const ask = await signedIn(shop);
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
